import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Which message an Idempotency-Key has made. */
@Entity({ schema: 'conversation', name: 'idempotency_keys' })
export class IdempotencyKeyRow extends TenantRow {
  @PrimaryColumn('text') key!: string;
  @Column('text') requestHash!: string;
  @Column('uuid') messageId!: string;
  @IsoTime() createdAt!: string;
}
