import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A conversation or message of a customer who is forgotten: what was on its way meanwhile is recognised by it. */
@Entity({ schema: 'message_sender', name: 'erased_ids' })
export class ErasedIdRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @IsoTime() erasedAt!: string;
}
