import { Injectable } from '@nestjs/common';
import type { EventOf, messageSubmitted } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { PoisonedEvent } from '#messaging';
import { v7 } from 'uuid';
import { entangled } from '../../domain/messages/arrivals.js';
import { normalizeSeen, toldContact, type SeenContact } from '../../domain/contacts/identity.js';
import { mergeStatus, QUEUED, shownStatus, type MessageStatus } from '../../domain/threads/message-status.js';
import { storableJson, storableText } from '../../domain/threads/stored-content.js';
import { ArrivalsRepository, type SubmittedMessage } from '../../persistence/messages/arrivals.repository.js';
import { StatusesRepository } from '../../persistence/messages/statuses.repository.js';
import { ErasedIdentitiesRepository } from '../../persistence/privacy/erased-identities.repository.js';
import { LearnSpelling } from '../contacts/learn-spelling.step.js';
import { FindPlaces, type Placed } from './find-places.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { Said } from '../threads/said.step.js';

interface Entry extends Omit<SubmittedMessage, 'conversationId'> {
  eventId: string;
  traceId: string | undefined;
  retryOf: string | undefined;
  outletId: string;
  seen: SeenContact;
  newContactId: string;
}

/**
 * Programs sent messages: each stands in the conversation of its recipient, and changes nothing about who speaks there. What was written to
 * somebody before they were erased is not recorded: message-sender lets it go, too, as soon as it knows.
 */
@Injectable()
export class RecordSubmittedMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly places: FindPlaces,
    private readonly arrivals: ArrivalsRepository,
    private readonly statuses: StatusesRepository,
    private readonly identities: ErasedIdentitiesRepository,
    private readonly learnSpelling: LearnSpelling,
    private readonly said: Said,
    private readonly live: LiveLog,
  ) {}

  /** @param events of one tenant @throws {PoisonedEvent} recipient_missing */
  async execute(events: readonly EventOf<typeof messageSubmitted>[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const told = [...new Map(events.map((event) => [event.id, entryOf(event)])).values()];
    const entries = await this.#withoutErased(first.tenantId, told);
    if (entries.length === 0) return;
    await this.#learn(first.tenantId, entries);
    const alone = entries.length === 1 ? entries : await this.#recordAll(first.tenantId, entries);
    for (const entry of alone) await this.#recordOne(first.tenantId, entry);
  }

  async #withoutErased(tenantId: string, entries: readonly Entry[]): Promise<readonly Entry[]> {
    return this.database.together(tenantId, async (tx) => {
      const erased = await this.#erasedAmong(tx, entries);
      if (erased.size === 0) return entries;
      const ids = entries.map(({ messageId }) => messageId).filter((id) => erased.has(id));
      // What is known of them goes, too.
      await this.statuses.holdIds(tx, ids);
      await this.statuses.takeParked(tx, ids);
      return entries.filter(({ messageId }) => !erased.has(messageId));
    });
  }

  /** What was sent again is as old as what it was sent in place of. @returns ids of messages */
  async #erasedAmong(tx: Transaction, entries: readonly Entry[]): Promise<Set<string>> {
    const written = ({ messageId, retryOf, seen }: Entry) => ({
      messageId: retryOf ?? messageId,
      phones: seen.phone ? [seen.phone] : [],
      userIds: seen.userId ? [seen.userId] : [],
    });
    const erased = await this.identities.among(tx, entries.map(written));
    return new Set(entries.filter((entry) => erased.has(written(entry).messageId)).map(({ messageId }) => messageId));
  }

  /** WhatsApp's answer may be here before the message: whose number it is has to be known before the message finds its place. */
  async #learn(tenantId: string, entries: readonly Entry[]): Promise<void> {
    const ids = entries.map(({ messageId }) => messageId);
    const told = await this.database.together(tenantId, (tx) => this.statuses.parkedRecipients(tx, ids));
    for (const { at, ...recipient } of told) {
      await this.database.forTenant(tenantId, (tx) => this.learnSpelling.execute(tx, recipient, at));
    }
  }

  /** @returns those that have to come by themselves */
  async #recordAll(tenantId: string, entries: readonly Entry[]): Promise<readonly Entry[]> {
    return this.database.together(tenantId, async (tx) => {
      await this.#hold(tx, entries);
      const { placed, apart } = await this.places.ofAll(tx, entries, entangled(entries));
      await this.#enter(tx, placed);
      return apart;
    });
  }

  async #recordOne(tenantId: string, entry: Entry): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      await this.#hold(tx, [entry]);
      const placed = await this.places.ofOne(tx, entry);
      if (placed) await this.#enter(tx, [placed]);
    });
  }

  async #hold(tx: Transaction, entries: readonly Entry[]): Promise<void> {
    await this.statuses.holdIds(
      tx,
      entries.map(({ messageId }) => messageId),
    );
  }

  async #enter(tx: Transaction, placed: readonly Placed<Entry>[]): Promise<void> {
    if (placed.length === 0) return;
    // Erased while the message looked for its place, and made anew by it: once more, from the start.
    if ((await this.#erasedAmong(tx, placed)).size > 0) throw new Error('the recipient of the message was just erased');
    const messages = new Map(placed.map(({ place, ...entry }) => [entry.messageId, { ...entry, ...place }]));
    const standings = await this.arrivals.recordSubmitted(tx, [...messages.values()]);
    const statuses = await this.#applyParked(tx, [...standings.keys()]);
    for (const [messageId, { seq }] of standings) {
      const { outletId, conversationId, contactId, traceId, type, text, at, seen } = messages.get(messageId)!;
      const { progress, failed, wamid } = statuses.get(messageId) ?? QUEUED;
      const message = {
        id: messageId,
        seq,
        direction: 'outbound',
        author: 'api',
        type,
        ...(text === undefined ? {} : { text }),
        status: shownStatus(progress, failed),
        ...(wamid === null ? {} : { wamid }),
        at,
      } as const;
      this.said.append(tx, { conversationId, outletId, contactId, contact: toldContact(seen), message, traceId });
      if (seq === 1) this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    }
  }

  async #applyParked(tx: Transaction, messageIds: readonly string[]): Promise<Map<string, MessageStatus>> {
    const statuses = new Map<string, MessageStatus>();
    if (messageIds.length === 0) return statuses;
    for (const { messageId, recipient, ...change } of await this.statuses.takeParked(tx, messageIds)) {
      // Come since they were learned from: once more, from the start.
      if (recipient && !(await this.learnSpelling.isKnown(tx, recipient))) throw new Error('WhatsApp is just telling whose number this is');
      statuses.set(messageId, mergeStatus(statuses.get(messageId) ?? QUEUED, change));
    }
    if (statuses.size > 0) await this.statuses.apply(tx, [], statuses);
    return statuses;
  }
}

/** @throws {PoisonedEvent} recipient_missing */
function entryOf({ id, traceId, data }: EventOf<typeof messageSubmitted>): Entry {
  const { messageId, outletId, to, type, text, content, contextWamid, retryOf, at } = data;
  const seen = normalizeSeen({ ...to, isTyped: true });
  if (!seen) throw new PoisonedEvent('recipient_missing', 'a submitted message has a phone or a user id of its recipient');
  return {
    eventId: id,
    traceId,
    retryOf,
    messageId,
    outletId,
    seen,
    newContactId: v7(),
    type: storableText(type),
    ...(text ? { text: storableText(text) } : {}),
    content: storableJson(contextWamid ? { ...content, context: { id: contextWamid } } : content),
    at,
  };
}
