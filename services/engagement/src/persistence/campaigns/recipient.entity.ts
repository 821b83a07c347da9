import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { RecipientState } from '../../domain/campaigns/outcome.js';

/** One contact of a campaign's audience, once. Who it is stands with the contact: nothing of a person is copied here. */
@Entity({ schema: 'engagement', name: 'recipients' })
export class RecipientRow extends TenantRow {
  @PrimaryColumn('uuid') campaignId!: string;
  @PrimaryColumn('uuid') contactId!: string;
  @Column('text') state!: RecipientState;
  /** A code: why it was not sent, or failed. */
  @Column('text', { nullable: true }) reason!: string | null;
  /** When its turn comes; null once it has come. */
  @IsoTime({ nullable: true }) dueAt!: string | null;
  @Column('uuid', { nullable: true }) messageId!: string | null;
  /** When it was asked for, or held out: from here on an inbound message counts. */
  @IsoTime({ nullable: true }) releasedAt!: string | null;
  /** The day of the contact on which it counts against the cap. */
  @Column('date', { nullable: true }) capDay!: string | null;
  @IsoTime({ nullable: true }) answeredAt!: string | null;
  @IsoTime() updatedAt!: string;
}
