import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A conversation or contact that is forgotten: what is told of it later is not delivered. */
@Entity({ schema: 'outgoing_webhooks', name: 'erased_lanes' })
export class ErasedLaneRow extends TenantRow {
  @PrimaryColumn('uuid') lane!: string;
  @IsoTime() erasedAt!: string;
}
