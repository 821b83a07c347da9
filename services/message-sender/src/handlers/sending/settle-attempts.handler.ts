import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { ownMediaIds } from '#whatsapp';
import type { HoldRequest } from '../../domain/holds/hold.js';
import { laneOf } from '../../domain/queue/message.js';
import { settleAttempt, type AttemptOutcome } from '../../domain/sending/settle-attempt.js';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import { MediaUploadsRepository } from '../../persistence/media/media-uploads.repository.js';
import { MessagesRepository, type ClaimedMessage, type StoredMessage } from '../../persistence/queue/messages.repository.js';
import { AnnounceStatus } from '../queue/announce-status.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { MediaSignal } from '../media/media-signal.state.js';

export interface Attempt {
  message: ClaimedMessage;
  outcome: AttemptOutcome;
}

@Injectable()
export class SettleAttemptsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly holds: HoldsRepository,
    private readonly announce: AnnounceStatus,
    private readonly uploads: MediaUploadsRepository,
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
      outcome.outcome === 'accepted' ? [{ ...message, wamid: outcome.wamid }] : [],
    );
    if (taken.length === 0) return new Set();
    return this.database.together(tenantId, async (tx) => {
      const accepted = await this.messages.accept(tx, taken);
      const settled = taken.filter(({ id }) => accepted.has(id));
      for (const message of settled) this.announce.append(tx, { ...message, state: 'accepted', errors: [] });
      if (settled.length > 0) await this.#freeLanes(tx, settled);
      return accepted;
    });
  }

  async #freeLanes(tx: Transaction, messages: readonly ClaimedMessage[]): Promise<void> {
    const lanes = messages.map(({ outletId, phone, userId }) =>
      laneOf(outletId, { phone: phone ?? undefined, userId: userId ?? undefined }),
    );
    if ((await this.messages.freeLanes(tx, [...new Set(lanes)])) > 0) tx.afterCommit(() => this.signal.wake());
  }

  async #settle(tenantId: string, attempts: readonly Attempt[]): Promise<void> {
    const byId = new Map(attempts.map((attempt) => [attempt.message.id, attempt]));
    // Not shared: it reads messages and writes what follows from that.
    await this.database.forTenant(tenantId, async (tx) => {
      const changed: (StoredMessage & { delayMs?: number })[] = [];
      const holds: HoldRequest[] = [];
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
        if (settlement.announce) this.announce.append(tx, saved);
      }
      await this.messages.save(tx, changed);
      await this.#freeLanes(
        tx,
        attempts.map(({ message }) => message),
      );
      await this.holds.put(tx, distinct(holds));
    });
  }

  /** @returns whether the message has to wait */
  async #demand(tx: Transaction, { id, outletId, phoneNumberId }: ClaimedMessage, mediaIds: readonly string[]): Promise<boolean> {
    tx.afterCommit(() => this.mediaSignal.wake());
    return this.uploads.demand(tx, { id, outletId, phoneNumberId: phoneNumberId! }, mediaIds);
  }
}

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
