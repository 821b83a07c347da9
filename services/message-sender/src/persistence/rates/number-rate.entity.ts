import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How much of its rate a number has used. */
@Entity({ schema: 'message_sender', name: 'number_rates' })
export class NumberRateRow extends TenantRow {
  @PrimaryColumn('uuid') outletId!: string;
  /** When everything that was spent is paid back. */
  @IsoTime() spentUntil!: string;
  /** Part of the allowed rate after WhatsApp said that it was too much; it grows again from `loweredAt` on. */
  @Column('double precision') share!: number;
  @IsoTime({ nullable: true }) loweredAt!: string | null;
  /** The last second in which anything went, and how much went in it and in the one before. */
  @IsoTime() second!: string;
  @Column('integer') inSecond!: number;
  @Column('integer') beforeSecond!: number;
}
