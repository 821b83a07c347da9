import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { signedHeaders } from '#egress';
import { CONFIG, Logger } from '#service-kit';
import { Receiver } from '../../clients/deliveries/receiver.js';
import type { Config } from '../../config.js';
import { webhookIdOf } from '../../domain/deliveries/delivery.js';
import type { Attempt } from '../../domain/deliveries/outcome.js';
import { QueueRepository, type Claimed, type Head } from '../../persistence/deliveries/queue.repository.js';
import { Clock } from '../endpoints/clock.state.js';
import { Secrets } from '../endpoints/secrets.step.js';
import { DeliveryWake } from './delivery-wake.state.js';
import { InHand } from './in-hand.state.js';
import { SettleAttempt } from './settle-attempt.step.js';

/** Lanes of one endpoint that are under way at a time in a process: a slow receiver takes no more. */
const PER_ENDPOINT = 8;
/** A claim takes at most this part of the free places, so that tenants share what is left. */
const PART = 4;
/** Longer than a request and its settlement take: after it, a lane whose process is gone is somebody else's. */
const LEASE_MARGIN_MS = 30_000;

const keyOf = ({ endpointId, lane }: { endpointId: string; lane: string }): string => `${endpointId} ${lane}`;

@Injectable()
export class DispatchDeliveriesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly queues: QueueRepository,
    private readonly receiver: Receiver,
    private readonly settle: SettleAttempt,
    private readonly secrets: Secrets,
    private readonly inHand: InHand,
    private readonly wake: DeliveryWake,
    private readonly clock: Clock,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins as many deliveries as there is room for. It waits for none of them: each wakes the next turn when it ends. */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    for (let begun = 1; begun > 0 && !isStopped();) {
      const free = this.config.WEBHOOK_CONCURRENCY - this.inHand.count;
      if (free <= 0) return;
      begun = await this.#begin(free);
    }
  }

  /** Waits for what is under way. */
  idle(): Promise<void> {
    return this.inHand.idle();
  }

  async #begin(free: number): Promise<number> {
    const now = this.clock.now();
    const limits = {
      most: Math.ceil(free / PART),
      perEndpoint: PER_ENDPOINT,
      ...this.inHand.limits(free),
      now,
      leaseMs: this.config.WEBHOOK_TIMEOUT_MS + LEASE_MARGIN_MS,
    };
    const { claimed, heads } = await this.database.forSystem(async (tx) => {
      const lanes = await this.queues.claim(tx, limits);
      return { claimed: lanes, heads: lanes.length > 0 ? await this.queues.heads(tx, lanes) : [] };
    });
    const headOf = new Map(heads.map((head) => [keyOf(head), head]));
    for (const lane of claimed) this.inHand.add(lane, () => this.#work(lane, headOf.get(keyOf(lane))));
    return claimed.length;
  }

  async #work(claimed: Claimed, head: Head | undefined): Promise<void> {
    try {
      const attempt = head && (await this.#attempt(head));
      await this.database.forTenant(claimed.tenantId, (tx) =>
        head && attempt
          ? this.settle.execute(tx, claimed, head, attempt, this.clock.now())
          : this.settle.giveBackEmpty(tx, claimed, this.clock.now()),
      );
    } catch (error) {
      // The lease brings it back.
      this.logger.warn('what became of a webhook delivery could not be stored', error as Error, { endpointId: claimed.endpointId });
    } finally {
      this.wake.wake();
    }
  }

  async #attempt(head: Head): Promise<Attempt> {
    const now = this.clock.now();
    let secrets: string[];
    try {
      secrets = this.secrets.open(head.endpointId, head, now);
    } catch (error) {
      this.logger.error('the secret of a webhook endpoint cannot be opened with the keys in WEBHOOK_ENCRYPTION_KEYS', error as Error, {
        endpointId: head.endpointId,
      });
      return { error: 'secret', durationMs: 0 };
    }
    const headers = signedHeaders(webhookIdOf(head.eventId), head.body, secrets, now.getTime());
    return this.receiver.deliver(head.url, headers, head.body);
  }
}
