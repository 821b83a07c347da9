import { Injectable } from '@nestjs/common';
import type { EventOf, messageReceived } from '#contracts';
import { TenantDatabase } from '#database';
import { PoisonedEvent } from '#messaging';
import { v7 } from 'uuid';
import { entangled, inWaves } from '../../domain/messages/arrivals.js';
import { groupOf } from '../../domain/groups/group.js';
import { normalizeSeen } from '../../domain/contacts/identity.js';
import { readIdentityChange } from '../../domain/contacts/identity-change.js';
import { readChange } from '../../domain/threads/message-change.js';
import { effectOf } from '../../domain/threads/inbound-message.js';
import { attachmentOf } from '../../domain/media/attachment.js';
import { storableJson, storableText } from '../../domain/threads/stored-content.js';
import { ChangeMessageHandler } from './change-message.handler.js';
import { EnterMessages, type Entry } from './enter-messages.step.js';
import { FindPlaces } from './find-places.step.js';
import { RecordGroupMessageHandler } from './record-group-message.handler.js';
import { readSurveyTurns } from '../surveys/read-survey-turns.step.js';
import { ChangesRepository } from '../../persistence/messages/changes.repository.js';
import { ReadWishes } from '../consent/read-wishes.step.js';
import { ReconcileContact } from '../contacts/reconcile-contact.step.js';

/** Customers wrote: each message stands in its conversation once, and the bot is asked where it is the bot's to answer. */
@Injectable()
export class RecordInboundMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly places: FindPlaces,
    private readonly changes: ChangesRepository,
    private readonly changeMessage: ChangeMessageHandler,
    private readonly recordGroupMessage: RecordGroupMessageHandler,
    private readonly reconcileContact: ReconcileContact,
    private readonly readWishes: ReadWishes,
    private readonly enter: EnterMessages,
  ) {}

  /**
   * As a set; those whose contact has to be settled first come after the others, each in a transaction of its own, and so does what was
   * written in groups.
   *
   * @param events of one tenant @throws {PoisonedEvent} sender_missing
   */
  async execute(events: readonly EventOf<typeof messageReceived>[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const now = new Date();
    // A delivery may hold the same event twice: the first stands for both.
    const distinct = events.filter(({ id }, position) => events.findIndex((event) => event.id === id) === position);
    const changes = distinct.map((event) => ({ event, change: readChange(event.data.message) }));
    const all = changes.flatMap(({ event, change }) => (change ? [] : [entryOf(event, now)]));
    const entries = all.filter(({ groupId }) => groupId === undefined);
    const alone = entries.length <= 1 ? entries : await this.#recordAll(first.tenantId, entries, now);
    for (const entry of alone) await this.#recordOne(first.tenantId, entry, now);
    for (const entry of all) {
      if (entry.groupId !== undefined) await this.recordGroupMessage.execute(first.tenantId, { ...entry, groupId: entry.groupId }, now);
    }
    for (const { event, change } of changes) if (change) await this.changeMessage.execute(event, change);
  }

  /** @returns those that have to come by themselves */
  async #recordAll(tenantId: string, entries: readonly Entry[], now: Date): Promise<readonly Entry[]> {
    return this.database.together(tenantId, async (tx) => {
      const [, { placed, apart }] = await Promise.all([
        this.changes.hold(tx, 'shared'),
        this.places.ofAll(tx, entries, entangled(entries)),
      ]);
      const heard = readSurveyTurns(await this.readWishes.execute(tx, withoutCopies(placed), now));
      for (const wave of inWaves(heard, ({ place }) => place)) await this.enter.execute(tx, wave, now);
      return apart;
    });
  }

  async #recordOne(tenantId: string, entry: Entry, now: Date): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const [, placed] = await Promise.all([this.changes.hold(tx, 'shared'), this.places.ofOne(tx, entry)]);
      const heard = placed ? readSurveyTurns(await this.readWishes.execute(tx, [placed], now)) : [];
      const [arrived] = heard.length > 0 ? await this.enter.execute(tx, heard, now) : [];
      if (arrived?.becomes) await this.reconcileContact.execute(tx, arrived.becomes, { selfId: arrived.place.contactId });
    });
  }
}

/** @throws {PoisonedEvent} sender_missing */
function entryOf({ id, traceId, data }: EventOf<typeof messageReceived>, now: Date): Entry {
  const { outletId, phoneNumberId, message } = data;
  const change = readIdentityChange(message);
  const seen = change?.previous ?? normalizeSeen(message.from);
  if (!seen) throw new PoisonedEvent('sender_missing', 'an inbound message has a phone or a user id of its sender');
  const groupId = groupOf(message.raw);
  const attachment = attachmentOf(message.raw, message.timestamp);
  return {
    eventId: id,
    traceId,
    messageId: v7(),
    outletId,
    seen,
    newContactId: v7(),
    ...(change ? { becomes: change.next } : {}),
    ...(groupId === undefined || change ? {} : { groupId }),
    type: storableText(message.type),
    ...(message.text ? { text: storableText(message.text) } : {}),
    content: storableJson(message.raw),
    phoneNumberId,
    wamid: storableText(message.wamid),
    at: message.timestamp,
    ...effectOf(message, now),
    fromAd: isFromAd(message.raw),
    ...(attachment ? { attachment } : {}),
  };
}

/** Meta, "Click to WhatsApp": what a customer writes after a click on an advertisement, or on a page's button, carries what was clicked on. */
const isFromAd = (raw: unknown): boolean => {
  const referral = (raw as { referral?: unknown } | null)?.referral;
  return typeof referral === 'object' && referral !== null;
};

/** A webhook that WhatsApp repeats is another event with the same message: the first stands for both. */
function withoutCopies<E extends { phoneNumberId: string; wamid: string }>(entries: readonly E[]): E[] {
  const seen = new Set<string>();
  return entries.filter(({ phoneNumberId, wamid }) => {
    const key = `${phoneNumberId} ${wamid}`;
    return !seen.has(key) && seen.add(key);
  });
}
