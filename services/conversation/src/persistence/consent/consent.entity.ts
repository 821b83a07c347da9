import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { ConsentEntryState } from '../../domain/consent/consent.js';

/** What was said about promotions, once. */
@Entity({ schema: 'conversation', name: 'consents' })
export class ConsentRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') contactId!: string;
  @Column('text') state!: ConsentEntryState;
  @Column('text', { nullable: true }) source!: string | null;
  @Column('text', { nullable: true }) wording!: string | null;
  @Column('uuid', { nullable: true }) messageId!: string | null;
  @Column('text', { nullable: true }) byId!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
}
