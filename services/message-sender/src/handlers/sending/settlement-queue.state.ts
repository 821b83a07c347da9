import { Injectable } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { SettleAttemptsHandler, type Attempt } from './settle-attempts.handler.js';

export interface OutcomeInHand extends Attempt {
  /** Called once the outcome is in the database. */
  settled: () => void;
}

const RETRY_MS = 250;
const FAULT_RETRY_MS = 5_000;
const MAX_TOGETHER = 100;

/**
 * Outcomes on their way into the database. What comes in while a transaction of a tenant runs goes into its next one together. An
 * outcome leaves this queue only when it is stored: while Postgres is away it waits here.
 */
@Injectable()
export class SettlementQueue {
  readonly #waiting = new Map<string, OutcomeInHand[]>();
  readonly #running = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(
    private readonly handler: SettleAttemptsHandler,
    private readonly logger: Logger,
  ) {}

  add(outcome: OutcomeInHand): void {
    const { tenantId } = outcome.message;
    const waiting = this.#waiting.get(tenantId);
    if (waiting) waiting.push(outcome);
    else this.#waiting.set(tenantId, [outcome]);
    if (!this.#running.has(tenantId)) this.#running.set(tenantId, this.#drain(tenantId));
  }

  /** Waits until everything is stored, at most `withinMs`; what is left then is found as abandoned by the next process. */
  async finish(withinMs: number): Promise<void> {
    const end = setTimeout(() => (this.#stopped = true), withinMs);
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    clearTimeout(end);
  }

  async #drain(tenantId: string): Promise<void> {
    // Lets answers that arrive in the same turn share the first transaction.
    await new Promise((resolve) => setImmediate(resolve));
    for (let together = MAX_TOGETHER; ;) {
      const batch = this.#waiting.get(tenantId)?.splice(0, together) ?? [];
      if (batch.length === 0) break;
      try {
        await this.handler.execute(tenantId, batch);
        for (const outcome of batch) outcome.settled();
        together = MAX_TOGETHER;
      } catch (error) {
        if (this.#stopped) break;
        const outage = isDatabaseUnavailable(error);
        const others = this.#waiting.get(tenantId)!;
        const alone = batch.length === 1 && others.length === 0;
        if (outage) {
          others.unshift(...batch);
        } else {
          // A fault of one outcome: the others must not share its transaction, and go first.
          this.logger.error('outcomes could not be stored; trying again', error as Error, { tenantId, outcomes: batch.length });
          others.push(...batch);
          together = 1;
        }
        await new Promise((resolve) => setTimeout(resolve, !outage && alone ? FAULT_RETRY_MS : RETRY_MS));
      }
    }
    // In the turn in which the queue was found empty, so that a later outcome starts a new run.
    this.#running.delete(tenantId);
    this.#waiting.delete(tenantId);
  }
}
