import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** Where a tenant wants to be told of what happens. */
@Entity({ schema: 'outgoing_webhooks', name: 'endpoints' })
export class EndpointRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') url!: string;
  @Column('text') description!: string;
  /** Types of events, or `*`. */
  @Column('text', { array: true }) events!: string[];
  @Column('boolean') enabled!: boolean;
  /** Why it was switched off, if not by hand. */
  @Column('text', { nullable: true }) offReason!: 'gone' | 'failing' | null;
  @IsoTime({ nullable: true }) offAt!: string | null;
  /** Sealed. */
  @Column('text') secret!: string;
  /** Sealed; it still signs until then. */
  @Column('text', { nullable: true }) formerSecret!: string | null;
  @IsoTime({ nullable: true }) formerUntil!: string | null;
  @IsoTime() createdAt!: string;
}

export type Endpoint = Read<EndpointRow>;
