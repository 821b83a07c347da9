import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The same of all tenants together. Of no tenant. */
@Entity({ schema: 'billing', name: 'margin_totals' })
export class MarginTotalRow {
  @PrimaryColumn('date') month!: string;
  @PrimaryColumn('text') currency!: string;
  @Column('bigint') tenants!: number;
  @Column('bigint') planMicros!: number;
  @Column('bigint') overageMicros!: number;
  @Column('bigint') costMicros!: number;
}
