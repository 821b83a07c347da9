import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Another spelling of the number of a WhatsApp account; or the account's own, once WhatsApp has said that it is one. */
@Entity({ schema: 'conversation', name: 'contact_spellings' })
export class ContactSpellingRow extends TenantRow {
  @PrimaryColumn('text') phone!: string;
  @Column('text') waId!: string;
  /** By WhatsApp, not only likely by the country's numbering plan. */
  @Column('boolean') isTold!: boolean;
  @IsoTime({ precision: 3 }) toldAt!: string;
}
