import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { holdsCode, ownMediaIds } from '#whatsapp';
import { limitsAfter, type DeliveryLimit } from '../../domain/gate/delivery-limit.js';
import type { HoldRequest } from '../../domain/holds/hold.js';
import { laneOf, toldAccount } from '../../domain/queue/message.js';
import { settleAttempt, type AttemptOutcome } from '../../domain/sending/settle-attempt.js';
import { DeliveryLimitsRepository } from '../../persistence/gate/delivery-limits.repository.js';
import { TellHolds } from '../holds/tell-holds.step.js';
import { MediaUploadsRepository } from '../../persistence/media/media-uploads.repository.js';
import { MessagesRepository, type ClaimedMessage, type StoredMessage } from '../../persistence/queue/messages.repository.js';
import { RatesRepository } from '../../persistence/rates/rates.repository.js';
import { AnnounceStatus } from '../queue/announce-status.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { MediaSignal } from '../media/media-signal.state.js';

export interface Attempt {
  message: ClaimedMessage;
  outcome: AttemptOutcome;
}

/** Meta's codes for a rate that was exceeded, of a number and of a number and one recipient. */
const NUMBER_TOO_FAST = 130_429;
const PAIR_TOO_FAST = 131_056;

@Injectable()
export class SettleAttemptsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly stops: TellHolds,
    private readonly limits: DeliveryLimitsRepository,
    private readonly announce: AnnounceStatus,
    private readonly uploads: MediaUploadsRepository,
    private readonly rates: RatesRepository,
    private readonly mediaSignal: MediaSignal,
    private readonly signal: DispatchSignal,
  ) {}

  /** Stores what became of attempts of one tenant. Storing the same outcome again changes nothing. */
  async execute(tenantId: string, attempts: readonly Attempt[]): Promise<void> {
    const accepted = await this.#accept(tenantId, attempts);
    const others = attempts.filter(({ message }) => !accepted.has(message.id));
    if (others.length > 0) await this.#settle(tenantId, others);
    this.signal.laneFreed();
  }

  /** What nearly always becomes of an attempt: WhatsApp took it, and nothing was reported of it yet. @returns the messages */
  async #accept(tenantId: string, attempts: readonly Attempt[]): Promise<Set<string>> {
    const taken = attempts.flatMap(({ message, outcome }) =>
      outcome.outcome === 'accepted' ? [{ ...message, wamid: outcome.wamid, waId: outcome.waId }] : [],
    );
    if (taken.length === 0) return new Set();
    return this.database.together(tenantId, async (tx) => {
      const accepted = await this.messages.accept(tx, taken);
      const settled = taken.filter(({ id }) => accepted.has(id));
      for (const { waId, ...message } of settled) {
        const { content } = message;
        const templateCategory = content.type === 'template' ? (content.template.category ?? null) : null;
        this.announce.append(
          tx,
          { ...message, templateCategory, state: 'accepted', errors: [] },
          { recipient: toldAccount(message.phone, waId) },
        );
      }
      const codes = settled.filter(({ content }) => holdsCode(content));
      if (codes.length > 0) {
        await this.messages.maskCodes(
          tx,
          codes.map(({ id }) => id),
        );
      }
      if (settled.length > 0) await this.#freeLanes(tx, settled);
      return accepted;
    });
  }

  async #freeLanes(tx: Transaction, messages: readonly ClaimedMessage[]): Promise<void> {
    const lanes = messages.map(laneOfClaimed);
    if ((await this.messages.freeLanes(tx, [...new Set(lanes)])) > 0) tx.afterCommit(() => this.signal.wake());
  }

  async #settle(tenantId: string, attempts: readonly Attempt[]): Promise<void> {
    const byId = new Map(attempts.map((attempt) => [attempt.message.id, attempt]));
    // Not shared: it reads messages and writes what follows from that.
    await this.database.forTenant(tenantId, async (tx) => {
      const changed: (StoredMessage & { delayMs?: number })[] = [];
      const holds: HoldRequest[] = [];
      const limits: DeliveryLimit[] = [];
      for (const stored of await this.messages.lock(tx, [...byId.keys()])) {
        const { message, outcome } = byId.get(stored.id)!;
        if (outcome.outcome === 'rejected' && outcome.error.effect === 'upload_media') {
          await this.uploads.forget(tx, ownMediaIds(message.content), message.outletId);
        }
        const settlement = settleAttempt(stored, message.claim, message, outcome, Math.random());
        if (!settlement) continue;
        const saved = { ...stored, ...settlement.progress, ...(settlement.delayMs === undefined ? {} : { delayMs: settlement.delayMs }) };
        // Requeued before it waits, so that the end of the upload finds it in the queue.
        const isHere = outcome.outcome === 'media_missing' && !(await this.#demand(tx, message, outcome.mediaIds));
        changed.push(isHere ? { ...saved, delayMs: 0 } : saved);
        if (settlement.hold) holds.push(settlement.hold);
        if (outcome.outcome === 'rejected') limits.push(...limitsAfter(outcome.error.code, { ...message, at: new Date() }));
        const recipient = outcome.outcome === 'accepted' ? toldAccount(message.phone, outcome.waId) : undefined;
        if (settlement.announce) this.announce.append(tx, saved, { recipient });
      }
      await this.messages.save(tx, changed);
      await this.#freeLanes(
        tx,
        attempts.map(({ message }) => message),
      );
      await this.stops.put(tx, distinct(holds));
      await this.#adapt(tx, attempts);
      await this.limits.put(tx, limits);
    });
  }

  /** To what WhatsApp said of rates. Last: claims wait for nothing here, and nothing here waits for claims afterwards. */
  async #adapt(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const refusedFor = (code: number): ClaimedMessage[] =>
      attempts.flatMap(({ message, outcome }) => (outcome.outcome === 'rejected' && outcome.error.code === code ? [message] : []));
    const [numbers, pairs] = [refusedFor(NUMBER_TOO_FAST), refusedFor(PAIR_TOO_FAST)];
    if (numbers.length > 0) await this.rates.lower(tx, [...new Set(numbers.map(({ outletId }) => outletId))]);
    if (pairs.length > 0) await this.rates.fillPairs(tx, pairs.map(laneOfClaimed));
  }

  /** @returns whether the message has to wait */
  async #demand(tx: Transaction, { id, outletId, phoneNumberId }: ClaimedMessage, mediaIds: readonly string[]): Promise<boolean> {
    tx.afterCommit(() => this.mediaSignal.wake());
    return this.uploads.demand(tx, { id, outletId, phoneNumberId: phoneNumberId! }, mediaIds);
  }
}

const laneOfClaimed = ({ outletId, phone, userId, groupId }: ClaimedMessage): string =>
  laneOf(outletId, { phone: phone ?? undefined, userId: userId ?? undefined, groupId: groupId ?? undefined });

/** Messages that were refused together for one reason need one hold: the longest. */
function distinct(holds: readonly HoldRequest[]): HoldRequest[] {
  const longest = new Map<string, HoldRequest>();
  for (const hold of holds) {
    const key = JSON.stringify([hold.scope, hold.key, hold.kind, hold.code]);
    const other = longest.get(key);
    if (!other || (hold.delayMs ?? 0) > (other.delayMs ?? 0)) longest.set(key, hold);
  }
  return [...longest.values()];
}
