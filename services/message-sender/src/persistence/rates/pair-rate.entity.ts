import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How much of the rate of a number and one recipient is used: of lanes that were written to in the last minutes. */
@Entity({ schema: 'message_sender', name: 'pair_rates' })
export class PairRateRow extends TenantRow {
  @PrimaryColumn('bigint') laneHash!: string;
  @IsoTime() spentUntil!: string;
}
