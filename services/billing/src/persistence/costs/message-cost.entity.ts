import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A message as its statuses tell of it, and what of it stands in the sums. */
@Entity({ schema: 'billing', name: 'message_costs' })
export class MessageCostRow extends TenantRow {
  @PrimaryColumn('uuid') messageId!: string;
  @Column('uuid') outletId!: string;
  /** Null of a message of no conversation. */
  @Column('uuid', { nullable: true }) conversationId!: string | null;
  /** Of its first status. */
  @Column('date') day!: string;
  @Column('smallint') rank!: number;
  /** ISO 3166-1 alpha-2. */
  @Column('text', { nullable: true }) country!: string | null;
  /** As what it was taken. */
  @Column('text', { nullable: true }) sentAs!: string | null;
  /** As what WhatsApp charged it. */
  @Column('jsonb', { nullable: true }) pricing!: unknown;
  @Column('smallint') pricingRank!: number;
  /** Null: nothing of it stands in the sums. */
  @Column('text', { nullable: true }) kind!: string | null;
  @Column('text', { nullable: true }) item!: string | null;
  @Column('text', { nullable: true }) currency!: string | null;
  @Column('bigint') amountMicros!: number;
  @Column('boolean') isCharged!: boolean;
  @Column('integer') version!: number;
}
