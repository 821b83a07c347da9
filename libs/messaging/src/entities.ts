import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type EntityClass } from '#database';

/** What was decided and is to be told. */
export abstract class OutboxRow extends TenantRow {
  /** The `Nats-Msg-Id` of its publication. */
  @PrimaryColumn('uuid') id!: string;
  @Column('text') subject!: string;
  /** The event as it travels. */
  @Column('text') envelope!: string;
  @IsoTime() createdAt!: string;
  @IsoTime({ nullable: true }) publishedAt!: string | null;
  @Column('bigint', { nullable: true }) streamSeq!: number | null;
}

/** An event whose effects are in this schema. */
export abstract class ReceiptRow extends TenantRow {
  @PrimaryColumn('uuid') eventId!: string;
  @IsoTime() processedAt!: string;
}

/** The tables of `messagingTables`, as they stand in this schema. */
export function messagingEntities(schema: string): EntityClass[] {
  @Entity({ schema, name: 'outbox' })
  class Outbox extends OutboxRow {}
  @Entity({ schema, name: 'inbox' })
  class Receipts extends ReceiptRow {}
  return [Outbox, Receipts];
}
