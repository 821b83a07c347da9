import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many tenants are on a version of a plan now: a trigger of `plan_periods` keeps it. Of no tenant. */
@Entity({ schema: 'billing', name: 'plan_tenants' })
export class PlanTenantsRow {
  @PrimaryColumn('text') plan!: string;
  @PrimaryColumn('integer') planVersion!: number;
  @PrimaryColumn('boolean') isTrial!: boolean;
  @Column('bigint') tenants!: number;
}
