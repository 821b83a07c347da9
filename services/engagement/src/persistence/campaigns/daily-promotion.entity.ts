import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** Promotions that a contact got on one day of theirs. */
@Entity({ schema: 'engagement', name: 'daily_promotions' })
export class DailyPromotionRow extends TenantRow {
  @PrimaryColumn('uuid') contactId!: string;
  @PrimaryColumn('date') day!: string;
  @Column('integer') sent!: number;
}
