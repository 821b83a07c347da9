import { Inject, Injectable } from '@nestjs/common';
import { ownerChanged } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { HeededWish } from '../../domain/consent/consent.js';
import { toldContact, type SeenContact } from '../../domain/contacts/identity.js';
import type { SurveyTurn } from '../../domain/surveys/survey-turn.js';
import type { Attachment } from '../../domain/media/attachment.js';
import { ArrivalsRepository, type InboundMessage, type Standing } from '../../persistence/messages/arrivals.repository.js';
import { ChangesRepository } from '../../persistence/messages/changes.repository.js';
import { Activities } from '../activities/activities.step.js';
import { AskAgain } from '../bot/ask-again.step.js';
import { AskBot } from '../bot/ask-bot.step.js';
import { HeedWish } from '../consent/heed-wish.step.js';
import { ReadWishes } from '../consent/read-wishes.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { AttachContent } from '../media/attach-content.step.js';
import { CustomerWaits } from '../ownership/customer-waits.step.js';
import { AnswerSurvey } from '../surveys/answer-survey.step.js';
import { Said } from '../threads/said.step.js';
import { ApplyChanges } from './apply-changes.step.js';
import type { Placed } from './find-places.step.js';

/** A message on its way in. */
export interface Entry extends Omit<InboundMessage, 'conversationId'> {
  eventId: string;
  traceId: string | undefined;
  seen: SeenContact;
  newContactId: string;
  becomes?: SeenContact;
  attachment?: Attachment;
  /** WhatsApp's id of the group in which it was written. */
  groupId?: string;
  /** The customer has taken it back before it came. */
  isDeleted?: boolean;
  /** It answers a survey. */
  survey?: SurveyTurn;
  /** All that it says is about promotions. */
  wish?: HeededWish;
}

/** A message that stands in its conversation, with all that follows from it. */
export type Arrived = Placed<Entry> & { standing: Standing };

/** Customers wrote: messages that have their places enter their conversations, and what follows from each is told in their order. */
@Injectable()
export class EnterMessages {
  constructor(
    private readonly arrivals: ArrivalsRepository,
    private readonly changes: ChangesRepository,
    private readonly applyChanges: ApplyChanges,
    private readonly askAgain: AskAgain,
    private readonly attachContent: AttachContent,
    private readonly customerWaits: CustomerWaits,
    private readonly askBot: AskBot,
    private readonly answerSurvey: AnswerSurvey,
    private readonly heedWish: HeedWish,
    private readonly readWishes: ReadWishes,
    private readonly said: Said,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    private readonly activities: Activities,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param placed their conversations are locked, and changes are held, by this transaction @returns those that did not stand there already */
  async execute(tx: Transaction, placed: readonly Placed<Entry>[], now: Date): Promise<Arrived[]> {
    const messages = placed.map(({ place, ...entry }) => ({ ...entry, conversationId: place.conversationId }));
    const standings = await this.arrivals.recordInbound(tx, messages, this.config.REPLY_DEBOUNCE_MS);
    const arrived = await this.#changed(
      tx,
      placed.flatMap((entry) => {
        const standing = standings.get(entry.messageId);
        return standing ? [{ ...entry, standing }] : [];
      }),
      now,
    );
    const attaching = arrived.map(({ messageId, outletId, place, attachment }) => ({ messageId, outletId, ...place, attachment }));
    const customers = arrived.map(({ outletId, standing }) => ({
      conversationId: standing.conversationId,
      outletId,
      owner: standing.owner,
    }));
    // Those who talk in a group talk to one another too: no time to answer runs, and nobody is told that nobody is there.
    const isWaiting = ({ asksForReply, groupId }: Arrived, position: number): boolean =>
      asksForReply && groupId === undefined && customers[position]!.owner !== 'bot';
    const [attached, { promised, rules }, requests] = await Promise.all([
      this.attachContent.execute(tx, attaching),
      this.customerWaits.promise(
        tx,
        customers.filter((_, position) => isWaiting(arrived[position]!, position)),
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
      if (entry.survey) await this.answerSurvey.execute(tx, { ...entry, ...entry.standing }, entry.survey, now);
      if (entry.wish && !entry.isDeleted) await this.heedWish.execute(tx, { ...entry, wish: entry.wish }, now);
      if (!isWaiting(entry, position)) continue;
      if (promised.delete(conversationId)) this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      await this.customerWaits.sayAway(tx, customers[position]!, rules.get(outletId)!, now);
    }
    return arrived;
  }

  /** Messages that the customer has edited, or taken back, before they came. */
  async #changed(tx: Transaction, arrived: Arrived[], now: Date): Promise<Arrived[]> {
    const early = arrived.filter(({ standing }) => standing.hasChanges);
    if (early.length === 0) return arrived;
    const changes = Map.groupBy(await this.changes.takeParked(tx, early), ({ phoneNumberId, targetWamid }) =>
      keyOf({ phoneNumberId, wamid: targetWamid }),
    );
    const after = new Map<Arrived, Arrived>();
    for (const entry of early) {
      const { messageId: id, outletId, text = null, type, at, standing } = entry;
      const { conversationId, seq } = standing;
      const content = entry.content === null ? null : (JSON.parse(entry.content) as unknown);
      const message = { id, conversationId, outletId, seq, type, text, content, at, edits: null, deletedAt: null };
      const changed = await this.applyChanges.execute(tx, message, changes.get(keyOf(entry)) ?? []);
      if (!changed) continue;
      const { text: _, attachment, wish: before, ...rest } = entry;
      const isDeleted = changed.deletedAt !== null;
      const isSaidAnew = changed.text !== (entry.text ?? null) && !isDeleted;
      const late: Arrived = {
        ...rest,
        ...(before && !isSaidAnew ? { wish: before } : {}),
        ...(changed.text === null ? {} : { text: changed.text }),
        ...(attachment && !isDeleted ? { attachment } : {}),
        asksForReply: entry.asksForReply && !isDeleted,
        isDeleted,
      };
      // What it says now counts, of promotions too; those of groups say nothing of them.
      const [heard] = isSaidAnew && entry.groupId === undefined ? await this.readWishes.execute(tx, [late], now) : [late];
      after.set(entry, heard!);
      if (before && !before.isAside && !heard!.wish && !isDeleted) await this.askAgain.execute(tx, conversationId, seq);
      // It has ended the running turn, and asks for no other.
      if (isDeleted && entry.asksForReply) await this.askAgain.execute(tx, conversationId, seq);
    }
    return arrived.map((entry) => after.get(entry) ?? entry);
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
    const contact = toldContact(entry.seen);
    const { asksForReply } = entry;
    this.said.append(tx, { conversationId, outletId, contactId: place.contactId, contact, message, asksForReply, traceId });
    if (seq === 1 || owner !== previousOwner || state !== previousState) {
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    }
    if (state !== previousState && (previousState === 'closed' || previousState === 'snoozed')) {
      const kind = previousState === 'closed' ? 'reopened' : 'woken';
      this.activities.append(tx, { conversationId, afterSeq: seq - 1, kind, by: { author: 'customer' } });
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

const keyOf = ({ phoneNumberId, wamid }: { phoneNumberId: string; wamid: string }): string => `${phoneNumberId} ${wamid}`;
