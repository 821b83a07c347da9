import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { webhookEndpointDisabled, webhooksAudited } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { isGivenUp, outcomeOf, wasAway, type Attempt, type Outcome } from '../../domain/deliveries/outcome.js';
import { isReachedByErasure } from '../../domain/events/told.js';
import { DeliveriesRepository } from '../../persistence/deliveries/deliveries.repository.js';
import { HealthRepository, type Health } from '../../persistence/deliveries/health.repository.js';
import { QueueRepository, type Claimed, type Head } from '../../persistence/deliveries/queue.repository.js';
import { EndpointRow } from '../../persistence/endpoints/endpoint.entity.js';
import { Listeners } from '../endpoints/listeners.state.js';

/** Stores what became of an attempt, and what follows for the delivery, its lane and its endpoint. */
@Injectable()
export class SettleAttempt {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly queues: QueueRepository,
    private readonly health: HealthRepository,
    private readonly outbox: Outbox,
    private readonly listeners: Listeners,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Does nothing where the lease has ended: whoever has the lane now delivers again, under the same webhook-id. Of an endpoint that was
   * deleted meanwhile the lanes are waited for by nobody, and go.
   */
  async execute(tx: Transaction, claimed: Claimed, head: Head, attempt: Attempt, now: Date): Promise<void> {
    const health = await this.health.lock(tx, claimed.endpointId);
    if (!(await this.queues.hold(tx, claimed))) return;
    const at = now.toISOString();
    const waitedMs = now.getTime() - Date.parse(head.waitingSince);
    const outcome = outcomeOf(attempt, { attempts: head.attempts, waitedMs }, Math.random());
    const nextAttemptAt = outcome.kind === 'again' ? new Date(now.getTime() + outcome.afterMs).toISOString() : null;
    const state = outcome.kind === 'again' ? 'waiting' : outcome.kind === 'delivered' ? 'delivered' : 'failed';
    // Gone by an erasure, or made to wait anew by a replay: the attempt is nobody's then.
    const isKept = await this.deliveries.settle(tx, head.id, { state, attempt, nextAttemptAt, at });
    if (isKept) await this.deliveries.addAttempt(tx, v7(), head.id, isReachedByErasure(head) ? attempt : withoutAnswer(attempt), at);
    const next = outcome.kind === 'again' ? { dueAt: nextAttemptAt!, isAsked: outcome.isAsked } : undefined;
    await this.queues.giveBack(tx, claimed, next, at);
    if (health) await this.#settleEndpoint(tx, claimed.endpointId, health, attempt, outcome, now);
    else await this.queues.deleteLanes(tx, claimed.endpointId);
  }

  /** A lane whose deliveries are gone, with its endpoint or by their age. */
  async giveBackEmpty(tx: Transaction, claimed: Claimed, now: Date): Promise<void> {
    const health = await this.health.lock(tx, claimed.endpointId);
    if (!(await this.queues.hold(tx, claimed))) return;
    await this.queues.giveBack(tx, claimed, undefined, now.toISOString());
    if (!health) await this.queues.deleteLanes(tx, claimed.endpointId);
  }

  async #settleEndpoint(tx: Transaction, id: string, before: Health, attempt: Attempt, outcome: Outcome, now: Date): Promise<void> {
    const at = now.toISOString();
    const lastStatusCode = attempt.statusCode ?? null;
    if (outcome.kind === 'delivered') {
      const isBack = before.catchingUp || wasAway(before.failingSince, now);
      const catchingUp = isBack && (await this.queues.bringForward(tx, id, at));
      await this.health.save(tx, id, { ...before, failingSince: null, lastSuccessAt: at, lastStatusCode, catchingUp });
      return;
    }
    const failingSince = before.failingSince ?? at;
    await this.health.save(tx, id, { ...before, failingSince, lastFailureAt: at, lastStatusCode });
    if (outcome.kind === 'gone') await this.#switchOff(tx, id, 'gone', failingSince, at);
    else if (isGivenUp(before.failingSince, now, this.config.WEBHOOK_DISABLE_AFTER_DAYS)) {
      await this.#switchOff(tx, id, 'failing', failingSince, at);
    }
  }

  /** The admins get a mail, by the tenant service. What happens from now on waits until they switch it on. */
  async #switchOff(tx: Transaction, id: string, reason: 'gone' | 'failing', failingSince: string, at: string): Promise<void> {
    const endpoint = await tx.rows(EndpointRow).lock(id);
    if (!endpoint?.enabled) return;
    await tx.rows(EndpointRow).change(id, { enabled: false, offReason: reason, offAt: at });
    await this.health.pause(tx, id, true, at);
    const { host } = new URL(endpoint.url);
    this.outbox.append(tx, webhookEndpointDisabled, { endpointId: id, host, reason, failingSince, at });
    this.outbox.append(tx, webhooksAudited, {
      actor: { kind: 'system', id: null, address: null, requestId: null },
      action: 'webhook_endpoint.switched_off',
      targetType: 'webhook_endpoint',
      targetId: id,
      before: { enabled: true },
      after: { enabled: false, reason },
    });
    this.listeners.changed(tx);
  }
}

/** What a receiver answers may repeat what it knows of a customer. */
const withoutAnswer = ({ answer: _, ...attempt }: Attempt): Attempt => attempt;
