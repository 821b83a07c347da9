import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { mergeStatus, QUEUED, type MessageStatus, type ToldStatus } from '../../domain/threads/message-status.js';
import { StatusesRepository, type AppliedStatus } from '../../persistence/messages/statuses.repository.js';
import { AnswerFailed } from '../ownership/answer-failed.step.js';
import { RefusedByWhatsApp } from '../consent/refused-by-whatsapp.step.js';
import { LearnSpelling } from '../contacts/learn-spelling.step.js';
import { LiveLog } from '../live/live-log.step.js';

/** What became of outbound messages, in whatever order it is told; a status that is ahead of its message waits for it. */
@Injectable()
export class ApplyStatusesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly statuses: StatusesRepository,
    private readonly live: LiveLog,
    private readonly answerFailed: AnswerFailed,
    private readonly learnSpelling: LearnSpelling,
    private readonly refusedByWhatsApp: RefusedByWhatsApp,
  ) {}

  /** @param events of one tenant */
  async execute(events: ToldStatus[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    const told = await this.#learn(
      first.tenantId,
      events.filter(({ data }) => data.recipient),
    );
    const parked = await this.database.together(first.tenantId, async (tx) => {
      const ids = events.map(({ id }) => id);
      const applied = await this.statuses.apply(tx, ids, foldedOf(events));
      const missing = new Set(applied.filter(({ isKnown }) => !isKnown).map(({ messageId }) => messageId));
      // A message of a conversation stands there before it is sent: one that is not there was erased, or was too old to be kept.
      const early = events.filter(({ data }) => data.conversationId === undefined && missing.has(data.messageId));
      const still = early.length > 0 ? await this.#park(tx, early) : { applied: [], parked: new Set<string>() };
      applied.push(...still.applied);
      await this.#tell(tx, events, applied);
      return still.parked;
    });
    // What waits with its message is learned from when that comes. The rest came here meanwhile.
    await this.#learn(
      first.tenantId,
      told.filter(({ id }) => !parked.has(id)),
    );
  }

  /**
   * Whose numbers messages were sent to, of those messages that are here. Before the statuses count as applied: what is learned once more
   * changes nothing. Each in a transaction of its own, since it may make one contact of two.
   *
   * @returns the others
   */
  async #learn(tenantId: string, events: readonly ToldStatus[]): Promise<ToldStatus[]> {
    if (events.length === 0) return [];
    const ids = events.map(({ data }) => data.messageId);
    const here = await this.database.together(tenantId, (tx) => this.statuses.outboundAmong(tx, ids));
    for (const { data } of events) {
      if (!here.has(data.messageId)) continue;
      await this.database.forTenant(tenantId, (tx) => this.learnSpelling.execute(tx, data.recipient!, data.at));
    }
    return events.filter(({ data }) => !here.has(data.messageId));
  }

  /** @returns what became known meanwhile, and the events of the others */
  async #park(tx: Transaction, early: ToldStatus[]): Promise<{ applied: AppliedStatus[]; parked: Set<string> }> {
    // Works that share a transaction do not wait for each other's locks.
    tx.alone();
    await this.statuses.holdIds(tx, [...new Set(early.map(({ data }) => data.messageId))]);
    // Asked again once nobody can be recording them any more.
    const applied = await this.statuses.apply(tx, [], foldedOf(early));
    const missing = new Set(applied.filter(({ isKnown }) => !isKnown).map(({ messageId }) => messageId));
    const parked = early.filter(({ data }) => missing.has(data.messageId)).map(({ id, data }) => ({ ...data, eventId: id }));
    if (parked.length > 0) await this.statuses.park(tx, parked);
    return { applied, parked: new Set(parked.map(({ eventId }) => eventId)) };
  }

  async #tell(tx: Transaction, events: readonly ToldStatus[], applied: readonly AppliedStatus[]): Promise<void> {
    const outlets = new Map(events.map(({ data }) => [data.messageId, data.outletId]));
    for (const { messageId, conversationId } of applied) {
      const outletId = outlets.get(messageId);
      if (conversationId && outletId) this.live.append(tx, { outletId, conversationId, kind: 'status', refId: messageId });
    }
    const failed = applied.filter(({ hasFailed }) => hasFailed).map(({ messageId }) => messageId);
    await this.answerFailed.execute(tx, failed, new Date());
    await this.#closeWindows(tx, events, failed);
    const free = events.filter(({ data }) => data.pricing?.type === FREE_ENTRY);
    if (free.length > 0) await this.statuses.openFreeEntries(tx, [...new Set(free.map(({ data }) => data.messageId))]);
    await this.refusedByWhatsApp.execute(
      tx,
      events.filter(({ data }) => failed.includes(data.messageId)),
    );
  }

  async #closeWindows(tx: Transaction, events: readonly ToldStatus[], failed: readonly string[]): Promise<void> {
    const refused = events.filter(({ data }) => failed.includes(data.messageId) && codesOf(data.errors).includes(WINDOW_CLOSED));
    if (refused.length === 0) return;
    const ids = refused.map(({ data }) => data.messageId);
    for (const closed of await this.statuses.closeWindows(tx, ids)) this.live.append(tx, { ...closed, kind: 'conversation' });
  }
}

/** Meta, "Error codes": more than 24 hours have passed since the customer last wrote. */
const WINDOW_CLOSED = 131_047;

/** Meta, "Pricing": what a status says of a message that was free because the customer came through an advertisement. */
const FREE_ENTRY = 'free_entry_point';

const codesOf = (errors: readonly unknown[] | undefined): unknown[] => (errors ?? []).map((error) => (error as { code?: unknown }).code);

/** What the events of each message come to. */
function foldedOf(events: readonly ToldStatus[]): Map<string, MessageStatus> {
  const folded = new Map<string, MessageStatus>();
  for (const { data } of events) folded.set(data.messageId, mergeStatus(folded.get(data.messageId) ?? QUEUED, data));
  return folded;
}
