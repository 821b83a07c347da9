import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many tenants went from one version to another in a month; '' and 0 stand for no plan. Of no tenant. */
@Entity({ schema: 'billing', name: 'plan_moves' })
export class PlanMoveRow {
  /** Its first day. */
  @PrimaryColumn('date') month!: string;
  @PrimaryColumn('text') fromPlan!: string;
  @PrimaryColumn('integer') fromVersion!: number;
  @PrimaryColumn('boolean') fromTrial!: boolean;
  @PrimaryColumn('text') toPlan!: string;
  @PrimaryColumn('integer') toVersion!: number;
  @PrimaryColumn('boolean') toTrial!: boolean;
  @Column('bigint') tenants!: number;
}
