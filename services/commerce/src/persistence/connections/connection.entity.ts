import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { Mapping } from '../../domain/connections/generic.js';
import type { Platform } from '../../domain/connections/platforms.js';

/** A shop, or another system, that tells of orders. */
@Entity({ schema: 'commerce', name: 'connections' })
export class ConnectionRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') platform!: Platform;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) storeUrl!: string | null;
  /** ISO 3166: of phone numbers without country code, where the order names no country. */
  @Column('text', { nullable: true }) country!: string | null;
  /** Of a generic one. */
  @Column('jsonb', { nullable: true }) mapping!: Mapping | null;
  /** A list of those that sign, sealed. */
  @Column('text') secrets!: string;
  /** For the shop's own API, sealed. */
  @Column('text', { nullable: true }) credentials!: string | null;
  /** After how long a checkout of Shopify counts as abandoned; null: none does. */
  @Column('integer', { nullable: true }) abandonAfterMinutes!: number | null;
  @Column('boolean') enabled!: boolean;
  /** Since when the shop has taken us out. */
  @IsoTime({ precision: 3, nullable: true }) uninstalledAt!: string | null;
  @IsoTime({ precision: 3 }) createdAt!: string;
}

export type Connection = Read<ConnectionRow>;
