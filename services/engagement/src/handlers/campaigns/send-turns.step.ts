import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { sentAs, type Frozen } from '../../domain/campaigns/campaign.js';
import { fill } from '../../domain/campaigns/message.js';
import { emptyTally, move } from '../../domain/campaigns/tally.js';
import { afterQuiet, dayIn, type ZoneClock } from '../../domain/campaigns/timing.js';
import type { Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { DailyPromotionsRepository } from '../../persistence/campaigns/daily-promotions.repository.js';
import { RecipientsRepository, type Turn } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { AudienceRepository, type AudienceContact } from '../../persistence/segments/audience.repository.js';

/** The kind of messages that campaigns ask for. */
export const RECIPIENT = 'recipient';

/** How a message says of whom it is. */
export const recipientId = (campaignId: string, contactId: string): string => `${campaignId}.${contactId}`;

interface Planned extends Turn {
  to?: string;
  message?: { type: string };
}

/** Asks for the messages of those whose turn has come. What is known of them is read now, not when the audience was taken. */
@Injectable()
export class SendTurns {
  constructor(
    private readonly audience: AudienceRepository,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
    private readonly promotions: DailyPromotionsRepository,
    private readonly requests: MessageRequests,
  ) {}

  /** @param campaign locked @param max messages at most @returns how many were asked for, and how many turns were looked at */
  async execute(
    tx: Transaction,
    campaign: Campaign,
    frozen: Frozen,
    zones: ZoneClock,
    now: Date,
    max: number,
  ): Promise<{ asked: number; turns: number }> {
    const due = max > 0 ? await this.recipients.due(tx, campaign.id, now.toISOString(), max) : [];
    if (due.length === 0) return { asked: 0, turns: 0 };
    const contacts = await this.audience.page(tx, { contactIds: due }, null, due.length, now);
    const known = new Map(contacts.map((contact) => [contact.id, contact]));
    const planned = due.map((contactId) => plan(contactId, known.get(contactId), frozen, zones, now));
    const turns = await this.#capped(tx, planned, known, frozen, zones, now);
    await this.recipients.take(tx, campaign.id, turns);
    const tally = emptyTally();
    for (const { contactId, state, reason, messageId, to, message } of turns) {
      if (state !== 'queued') move(tally, { state: 'queued', reason: null }, { state, reason });
      if (!messageId || !message) continue;
      tally.inFlight++;
      const request = { messageId, outletId: campaign.outletId, to: to!, ...sentAs('broadcast', frozen.settings), message };
      this.requests.append(tx, { kind: RECIPIENT, id: recipientId(campaign.id, contactId) }, request);
    }
    await this.totals.add(tx, campaign.id, tally);
    return { asked: tally.inFlight, turns: turns.length };
  }

  /** Those who had as many promotions today as they may are skipped. */
  async #capped(
    tx: Transaction,
    planned: Planned[],
    known: ReadonlyMap<string, AudienceContact>,
    { settings: { dailyCap } }: Frozen,
    zones: ZoneClock,
    now: Date,
  ): Promise<Planned[]> {
    if (dailyCap === null) return planned;
    const days = planned
      .filter(({ messageId }) => messageId !== null)
      .map(({ contactId }) => ({ contactId, day: zones.of(known.get(contactId)!, 'day', (zone) => dayIn(zone, now.getTime())) }));
    const dayOf = new Map(days.map(({ contactId, day }) => [contactId, day]));
    const allowed = await this.promotions.take(tx, days, dailyCap);
    return planned.map((turn) => {
      if (turn.messageId === null) return turn;
      return allowed.has(turn.contactId)
        ? { ...turn, capDay: dayOf.get(turn.contactId)! }
        : { ...SKIPPED, contactId: turn.contactId, releasedAt: now.toISOString(), reason: 'frequency_capped' };
    });
  }
}

const SKIPPED = { state: 'skipped', dueAt: null, messageId: null, releasedAt: null, capDay: null } as const;

/** What becomes of somebody whose turn has come. */
function plan(
  contactId: string,
  contact: AudienceContact | undefined,
  { message, settings: { quietHours } }: Frozen,
  zones: ZoneClock,
  now: Date,
): Planned {
  // Whoever gets nothing is of those who were to get it all the same: what they write counts as it does of those who were held out.
  const skipped = { ...SKIPPED, contactId, releasedAt: now.toISOString() };
  if (!contact) return { ...skipped, reason: 'contact_gone' };
  const to = contact.phone ?? contact.userId;
  if (!to) return { ...skipped, reason: 'no_address' };
  const leaves = quietHours ? zones.of(contact, 'quiet', (zone) => afterQuiet(now.getTime(), quietHours, zone)) : now.getTime();
  if (leaves > now.getTime()) {
    return { ...SKIPPED, contactId, state: 'queued', reason: 'quiet_hours', dueAt: new Date(leaves).toISOString() };
  }
  const filled = fill(message, contact);
  if ('missing' in filled) return { ...skipped, reason: 'parameter_missing' };
  const asked = { messageId: v7(), releasedAt: now.toISOString(), dueAt: null, capDay: null };
  return { contactId, state: 'queued', reason: null, ...asked, to, message: filled.message };
}
