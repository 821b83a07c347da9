import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** By what a delivery is known when it comes again. */
@Entity({ schema: 'commerce', name: 'connection_event_keys' })
export class ConnectionEventKeyRow extends TenantRow {
  @PrimaryColumn('uuid') connectionId!: string;
  /** A hash. */
  @PrimaryColumn('text') key!: string;
  @IsoTime() at!: string;
}
