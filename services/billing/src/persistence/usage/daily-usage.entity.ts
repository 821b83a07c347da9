import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What a tenant used on a day. */
@Entity({ schema: 'billing', name: 'usage_daily' })
export class DailyUsageRow extends TenantRow {
  @PrimaryColumn('date') day!: string;
  @Column('bigint') messagesIn!: number;
  @Column('bigint') messagesOut!: number;
  @Column('bigint') aiReplies!: number;
  @Column('bigint') promptTokens!: number;
  @Column('bigint') completionTokens!: number;
}
