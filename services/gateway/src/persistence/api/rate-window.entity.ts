import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/**
 * How often a key or an address has come in its present window, counted for all gateways together.
 * Addresses belong to no tenant and are under the nil UUID.
 */
@Entity({ schema: 'gateway', name: 'rate_windows' })
export class RateWindowRow extends TenantRow {
  @PrimaryColumn('text') subject!: string;
  @IsoTime() endsAt!: string;
  @Column('integer') used!: number;
  @Column('integer') most!: number;
}
