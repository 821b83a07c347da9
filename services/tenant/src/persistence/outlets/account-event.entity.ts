import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What WhatsApp reported about an account. */
@Entity({ schema: 'tenant', name: 'account_events' })
export class AccountEventRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') wabaId!: string;
  @Column('uuid', { nullable: true }) outletId!: string | null;
  @Column('text') field!: string;
  @Column('text', { nullable: true }) event!: string | null;
  @Column('jsonb', { nullable: true }) value!: unknown;
  @IsoTime() at!: string;
}
