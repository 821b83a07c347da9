import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A phone or a user id, as a keyed hash, of somebody who was erased. */
@Entity({ schema: 'conversation', name: 'erased_identities' })
export class ErasedIdentityRow extends TenantRow {
  @PrimaryColumn('text') hash!: string;
  @IsoTime({ precision: 3 }) erasedAt!: string;
}
