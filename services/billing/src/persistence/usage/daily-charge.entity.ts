import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** Messages that WhatsApp charged for on a day. */
@Entity({ schema: 'billing', name: 'charges_daily' })
export class DailyChargeRow extends TenantRow {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') category!: string;
  @PrimaryColumn('text') type!: string;
  @Column('bigint') messages!: number;
}
