import { Inject, Injectable } from '@nestjs/common';
import { ownerChanged, type EventOf, type messageReceived } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox, PoisonedEvent } from '#messaging';
import { CONFIG } from '#service-kit';
import { v7 } from 'uuid';
import type { Config } from '../../config.js';
import { entangled, inWaves } from '../../domain/messages/arrivals.js';
import { normalizeSeen, type SeenContact } from '../../domain/contacts/identity.js';
import { readIdentityChange } from '../../domain/contacts/identity-change.js';
import { effectOf } from '../../domain/threads/inbound-message.js';
import { attachmentOf, type Attachment } from '../../domain/media/attachment.js';
import { storableJson, storableText } from '../../domain/threads/stored-content.js';
import { ArrivalsRepository, type InboundMessage, type Standing } from '../../persistence/messages/arrivals.repository.js';
import { AskBot } from '../bot/ask-bot.step.js';
import { CustomerWaits } from '../ownership/customer-waits.step.js';
import { FindPlaces, type Placed } from './find-places.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { Said } from '../threads/said.step.js';
import { AttachContent } from '../media/attach-content.step.js';
import { ReconcileContact } from '../contacts/reconcile-contact.step.js';

interface Entry extends Omit<InboundMessage, 'conversationId'> {
  eventId: string;
  traceId: string | undefined;
  seen: SeenContact;
  newContactId: string;
  becomes?: SeenContact;
  attachment?: Attachment;
}

/** A message that stands in its conversation, with all that follows from it. */
export type Arrived = Placed<Entry> & { standing: Standing };

/** Customers wrote: each message stands in its conversation once, and the bot is asked where it is the bot's to answer. */
@Injectable()
export class RecordInboundMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly places: FindPlaces,
    private readonly arrivals: ArrivalsRepository,
    private readonly reconcileContact: ReconcileContact,
    private readonly attachContent: AttachContent,
    private readonly customerWaits: CustomerWaits,
    private readonly askBot: AskBot,
    private readonly said: Said,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * As a set; those whose contact has to be settled first come after the others, each in a transaction of its own.
   *
   * @param events of one tenant @throws {PoisonedEvent} sender_missing
   */
  async execute(events: readonly EventOf<typeof messageReceived>[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const now = new Date();
    // A delivery may hold the same event twice: the first stands for both.
    const distinct = events.filter(({ id }, position) => events.findIndex((event) => event.id === id) === position);
    const entries = distinct.map((event) => entryOf(event, now));
    const alone = entries.length === 1 ? entries : await this.#recordAll(first.tenantId, entries, now);
    for (const entry of alone) await this.#recordOne(first.tenantId, entry, now);
  }

  /** @returns those that have to come by themselves */
  async #recordAll(tenantId: string, entries: readonly Entry[], now: Date): Promise<readonly Entry[]> {
    return this.database.together(tenantId, async (tx) => {
      const { placed, apart } = await this.places.ofAll(tx, entries, entangled(entries));
      for (const wave of inWaves(withoutCopies(placed), ({ place }) => place)) await this.#enter(tx, wave, now);
      return apart;
    });
  }

  async #recordOne(tenantId: string, entry: Entry, now: Date): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const placed = await this.places.ofOne(tx, entry);
      const [arrived] = placed ? await this.#enter(tx, [placed], now) : [];
      if (arrived?.becomes) await this.reconcileContact.execute(tx, arrived.becomes, { selfId: arrived.place.contactId });
    });
  }

  /** Messages enter their conversations, and what follows from each is told in their order. */
  async #enter(tx: Transaction, placed: readonly Placed<Entry>[], now: Date): Promise<Arrived[]> {
    const messages = placed.map(({ place, ...entry }) => ({ ...entry, conversationId: place.conversationId }));
    const standings = await this.arrivals.recordInbound(tx, messages, this.config.REPLY_DEBOUNCE_MS);
    const arrived = placed.flatMap((entry) => {
      const standing = standings.get(entry.messageId);
      return standing ? [{ ...entry, standing }] : [];
    });
    const attaching = arrived.map(({ messageId, outletId, place, attachment }) => ({ messageId, outletId, ...place, attachment }));
    const customers = arrived.map(({ outletId, standing }) => ({
      conversationId: standing.conversationId,
      outletId,
      owner: standing.owner,
    }));
    const isWaiting = (position: number): boolean => arrived[position]!.asksForReply && customers[position]!.owner !== 'bot';
    const [attached, { promised, rules }, requests] = await Promise.all([
      this.attachContent.execute(tx, attaching),
      this.customerWaits.promise(
        tx,
        customers.filter((_, position) => isWaiting(position)),
        now,
      ),
      this.askBot.prepare(tx, arrived),
    ]);
    for (const [position, entry] of arrived.entries()) {
      const { messageId, outletId, place } = entry;
      const { conversationId } = place;
      this.#tell(tx, entry);
      const content = attached.get(messageId);
      if (content) this.attachContent.tell(tx, attaching[position]!, content);
      requests.get(messageId)?.();
      if (!isWaiting(position)) continue;
      if (promised.delete(conversationId)) this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      await this.customerWaits.sayAway(tx, customers[position]!, rules.get(outletId)!, now);
    }
    return arrived;
  }

  #tell(tx: Transaction, { outletId, place, standing, traceId, ...entry }: Arrived): void {
    const { conversationId, epoch, state, owner, previousOwner, previousState, seq } = standing;
    const message = {
      id: entry.messageId,
      seq,
      direction: 'inbound',
      author: 'customer',
      type: entry.type,
      ...(entry.text === undefined ? {} : { text: entry.text }),
      status: 'received',
      wamid: entry.wamid,
      at: entry.at,
    } as const;
    this.said.append(tx, { conversationId, outletId, contactId: place.contactId, message, traceId });
    if (seq === 1 || owner !== previousOwner || state !== previousState) {
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    }
    if (owner !== previousOwner) {
      const reason = 'customer_wrote';
      this.outbox.append(
        tx,
        ownerChanged,
        { conversationId, outletId, epoch, state, owner, previousOwner, reason },
        traceId ? { traceId } : {},
      );
    }
  }
}

/** @throws {PoisonedEvent} sender_missing */
function entryOf({ id, traceId, data }: EventOf<typeof messageReceived>, now: Date): Entry {
  const { outletId, phoneNumberId, message } = data;
  const change = readIdentityChange(message);
  const seen = change?.previous ?? normalizeSeen(message.from);
  if (!seen) throw new PoisonedEvent('sender_missing', 'an inbound message has a phone or a user id of its sender');
  const attachment = attachmentOf(message.raw, message.timestamp);
  return {
    eventId: id,
    traceId,
    messageId: v7(),
    outletId,
    seen,
    newContactId: v7(),
    ...(change ? { becomes: change.next } : {}),
    type: storableText(message.type),
    ...(message.text ? { text: storableText(message.text) } : {}),
    content: storableJson(message.raw),
    phoneNumberId,
    wamid: storableText(message.wamid),
    at: message.timestamp,
    ...effectOf(message, now),
    ...(attachment ? { attachment } : {}),
  };
}

/** A webhook that WhatsApp repeats is another event with the same message: the first stands for both. */
function withoutCopies<E extends { phoneNumberId: string; wamid: string }>(entries: readonly E[]): E[] {
  const seen = new Set<string>();
  return entries.filter(({ phoneNumberId, wamid }) => {
    const key = `${phoneNumberId} ${wamid}`;
    return !seen.has(key) && seen.add(key);
  });
}
