import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** Which plan a tenant was on from a day on. */
@Entity({ schema: 'billing', name: 'plan_periods' })
export class PlanPeriodRow extends TenantRow {
  @PrimaryColumn('date') fromDay!: string;
  @Column('text') plan!: string;
  @Column('integer') planVersion!: number;
  /** It pays nothing until the next row. */
  @Column('boolean') isTrial!: boolean;
}
