import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches, Logger } from '#service-kit';
import { StripeAccount } from '../../clients/payments/stripe-account.client.js';
import { ConnectionRow } from '../../persistence/connections/connection.entity.js';
import { PaySessionsRepository } from '../../persistence/payments/pay-sessions.repository.js';
import { StripePaymentsRepository } from '../../persistence/payments/stripe-payments.repository.js';
import { Sealed } from '../connections/sealed.step.js';
import { Clock } from '../customers/clock.state.js';

const LOOK = 50;
const BATCH = 1_000;
/** Longer than Stripe is waited for; then twice as long each time, up to an hour. */
const RETRY_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** Ends checkouts at Stripe that would take what is not due any more. */
@Injectable()
export class EndCheckoutsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sessions: PaySessionsRepository,
    private readonly payments: StripePaymentsRepository,
    private readonly account: StripeAccount,
    private readonly sealed: Sealed,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Until none is due. @param isStopped asked between checkouts @returns how many were ended */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let ended = 0;
    while (!isStopped()) {
      const due = await this.database.forSystem((tx) => this.sessions.due(tx, this.#at(0), LOOK));
      for (const { tenantId, id } of due) if (!isStopped() && (await this.#end(tenantId, id))) ended++;
      if (due.length < LOOK) break;
    }
    return ended;
  }

  /** @param isStopped asked between batches */
  async forget(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.sessions.prune(tx, size)));
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.payments.pruneWaiting(tx, size)));
  }

  #at(afterMs: number): string {
    return new Date(this.clock.now().getTime() + afterMs).toISOString();
  }

  async #end(tenantId: string, id: string): Promise<boolean> {
    const taken = await this.database.forTenant(tenantId, async (tx) => {
      const session = await this.sessions.take(tx, id, this.#at(0), this.#at(RETRY_MS));
      return session && { session, connection: await tx.rows(ConnectionRow).find(session.connectionId) };
    });
    if (!taken) return false;
    const { session, connection } = taken;
    try {
      // By itself it is over then; and without a key nobody can end it.
      if (connection?.credentials && session.expiresAt > this.#at(0)) {
        await this.account.end(this.sealed.credentials(connection.id, connection.credentials).apiKey ?? '', id);
      }
      await this.database.forTenant(tenantId, (tx) => this.sessions.follow(tx, id, 'done'));
      return true;
    } catch (error) {
      this.logger.warn('a checkout could not be ended', error as Error, { connectionId: session.connectionId });
      const pause = Math.min(RETRY_MS * 2 ** Math.min(session.attempts, 10), LONGEST_PAUSE_MS);
      await this.database.forTenant(tenantId, (tx) => this.sessions.postpone(tx, id, this.#at(pause)));
      return false;
    }
  }
}
