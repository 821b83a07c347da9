import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { HoldRequest } from '../domain/hold.js';
import { settleAttempt, type AttemptOutcome } from '../domain/settle-attempt.js';
import { HoldsRepository } from '../persistence/holds.repository.js';
import { MessagesRepository, type ClaimedMessage, type StoredMessage } from '../persistence/messages.repository.js';
import { AnnounceStatus } from './announce-status.js';

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
  ) {}

  /** Stores what became of attempts of one tenant, in one transaction. Storing the same outcome again changes nothing. */
  async execute(tenantId: string, attempts: readonly Attempt[]): Promise<void> {
    const byId = new Map(attempts.map((attempt) => [attempt.message.id, attempt]));
    await this.database.forTenant(tenantId, async (tx) => {
      const changed: (StoredMessage & { delayMs?: number })[] = [];
      const holds: HoldRequest[] = [];
      for (const stored of await this.messages.lock(tx, [...byId.keys()])) {
        const { message, outcome } = byId.get(stored.id)!;
        const settlement = settleAttempt(stored, message.claim, message, outcome, Math.random());
        if (!settlement) continue;
        const saved = { ...stored, ...settlement.progress, ...(settlement.delayMs === undefined ? {} : { delayMs: settlement.delayMs }) };
        changed.push(saved);
        if (settlement.hold) holds.push(settlement.hold);
        if (settlement.announce) this.announce.append(tx, saved);
      }
      await this.messages.save(tx, changed);
      await this.holds.put(tx, distinct(holds));
    });
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
