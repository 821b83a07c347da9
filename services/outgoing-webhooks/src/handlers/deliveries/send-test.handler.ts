import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { signedHeaders } from '#egress';
import { Problem } from '#service-kit';
import { Receiver } from '../../clients/deliveries/receiver.js';
import { webhookIdOf } from '../../domain/deliveries/delivery.js';
import { isSuccess, type Attempt } from '../../domain/deliveries/outcome.js';
import { bodyOf, TEST_EVENT } from '../../domain/events/public-events.js';
import { DeliveriesRepository } from '../../persistence/deliveries/deliveries.repository.js';
import { EndpointRow } from '../../persistence/endpoints/endpoint.entity.js';
import { Clock } from '../endpoints/clock.state.js';
import { Secrets } from '../endpoints/secrets.step.js';

/** A person tries an endpoint: one event, at once, also where the endpoint is switched off. It is not tried again. */
@Injectable()
export class SendTestHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deliveries: DeliveriesRepository,
    private readonly receiver: Receiver,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** @returns what became of it @throws {Problem} not_found */
  async execute(tenantId: string, endpointId: string): Promise<Attempt & { deliveryId: string; delivered: boolean }> {
    const endpoint = await this.database.forTenant(tenantId, (tx) => tx.rows(EndpointRow).find(endpointId));
    if (!endpoint) throw Problem.notFound('webhook endpoint');
    const now = this.clock.now();
    const [id, eventId, at] = [v7(), v7(), now.toISOString()];
    const body = bodyOf(TEST_EVENT, at, { message: 'It works.' });
    const headers = signedHeaders(webhookIdOf(eventId), body, this.secrets.open(endpointId, endpoint, now), now.getTime());
    const attempt = await this.receiver.deliver(endpoint.url, headers, body);
    await this.database.forTenant(tenantId, async (tx) => {
      await this.deliveries.insert(tx, [{ id, endpointId, eventId, event: TEST_EVENT, lane: id, body }], at);
      const state = isSuccess(attempt) ? 'delivered' : 'failed';
      await this.deliveries.settle(tx, id, { state, attempt, nextAttemptAt: null, at: this.clock.now().toISOString() });
      await this.deliveries.addAttempt(tx, v7(), id, attempt, at);
    });
    return { ...attempt, deliveryId: id, delivered: isSuccess(attempt) };
  }
}
