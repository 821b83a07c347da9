import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** The answer to a create, for whoever asks again with the same key. What belongs to no tenant is under the nil UUID. */
@Entity({ schema: 'tenant', name: 'idempotency_keys' })
export class IdempotencyKeyRow extends TenantRow {
  @PrimaryColumn('uuid') caller!: string;
  @PrimaryColumn('text') key!: string;
  @Column('text') requestHash!: string;
  @Column('jsonb', { nullable: true }) answer!: unknown;
  @IsoTime() createdAt!: string;
}
