import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What was added to a count of priced messages, or taken off it, to make it say what the rows say. */
@Entity({ schema: 'billing', name: 'usage_corrections' })
export class UsageCorrectionRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('date') day!: string;
  @Column('text') category!: string;
  @Column('text') type!: string;
  @Column('bigint') messages!: number;
  @IsoTime() correctedAt!: string;
}
