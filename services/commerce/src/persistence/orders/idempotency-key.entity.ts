import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What an Idempotency-Key has made. */
@Entity({ schema: 'commerce', name: 'idempotency_keys' })
export class IdempotencyKeyRow extends TenantRow {
  @PrimaryColumn('text') key!: string;
  @Column('text') requestHash!: string;
  /** The order. */
  @Column('uuid') messageId!: string;
  @IsoTime() createdAt!: string;
}
