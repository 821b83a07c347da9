import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { firstIdOf, Problem } from '#service-kit';
import { stateOf, type DeliveryStatus } from '../../domain/deliveries/delivery.js';
import type { StoredAttempt } from '../../persistence/deliveries/attempt.entity.js';
import type { Delivery } from '../../persistence/deliveries/delivery.entity.js';
import { DeliveriesRepository, type ListedDelivery } from '../../persistence/deliveries/deliveries.repository.js';
import { QueueRepository } from '../../persistence/deliveries/queue.repository.js';
import { EndpointRow, type Endpoint } from '../../persistence/endpoints/endpoint.entity.js';
import { Clock } from '../endpoints/clock.state.js';
import { DeliveryWake } from './delivery-wake.state.js';

export type { ListedDelivery, StoredAttempt };

/** Replayed by one call. */
export const MAX_REPLAYED = 5_000;
const BATCH = 500;

export interface ReplayRange {
  from: string;
  to: string;
  status: 'failed' | 'delivered';
}

/** The log of what was delivered, and deliveries once more. */
@Injectable()
export class DeliveriesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deliveries: DeliveriesRepository,
    private readonly queues: QueueRepository,
    private readonly wake: DeliveryWake,
    private readonly clock: Clock,
  ) {}

  /** @returns one more than the limit where there are more @throws {Problem} not_found */
  async list(
    tenantId: string,
    endpointId: string,
    page: { status?: DeliveryStatus | undefined; after?: string | undefined; limit: number },
  ): Promise<ListedDelivery[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#endpoint(tx, endpointId);
      const { status, after, limit } = page;
      return this.deliveries.list(tx, endpointId, { state: status && stateOf(status), after, limit: limit + 1 });
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, endpointId: string, id: string): Promise<Delivery & { log: StoredAttempt[] }> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#endpoint(tx, endpointId);
      const delivery = await this.#find(tx, endpointId, id);
      return { ...delivery, log: await this.deliveries.attempts(tx, id) };
    });
  }

  /** Delivers once more, under the same webhook-id; what waits for its next attempt is attempted now. @throws {Problem} not_found, webhook_endpoint_off */
  async replay(tenantId: string, endpointId: string, id: string): Promise<Delivery> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#endpoint(tx, endpointId, { mustBeOn: true });
      const { lane, state } = await this.#find(tx, endpointId, id);
      if (state !== 'waiting') await this.deliveries.waitAgain(tx, endpointId, [id], this.clock.now().toISOString());
      await this.#hurry(tx, endpointId, [lane]);
      return this.#find(tx, endpointId, id);
    });
  }

  /**
   * Delivers a range once more, the oldest first.
   *
   * @returns how many, and whether there are more: then call again
   * @throws {Problem} not_found, webhook_endpoint_off, validation_failed
   */
  async replayRange(
    tenantId: string,
    endpointId: string,
    { from, to, status }: ReplayRange,
  ): Promise<{ replayed: number; hasMore: boolean }> {
    if (!(Date.parse(from) < Date.parse(to))) throw Problem.invalid([{ field: 'to', message: 'to must be later than from' }]);
    const range = { from: firstIdOf(new Date(from)), to: firstIdOf(new Date(to)), state: status };
    let [replayed, after]: [number, string | undefined] = [0, undefined];
    for (;;) {
      const limit = Math.min(BATCH, MAX_REPLAYED - replayed);
      if (limit === 0) return { replayed, hasMore: true };
      const ids: string[] = await this.database.forTenant(tenantId, async (tx) => {
        await this.#endpoint(tx, endpointId, { mustBeOn: true });
        const found = await this.deliveries.settledBetween(tx, endpointId, { ...range, after, limit });
        if (found.length === 0) return found;
        await this.#hurry(tx, endpointId, await this.deliveries.waitAgain(tx, endpointId, found, this.clock.now().toISOString()));
        return found;
      });
      replayed += ids.length;
      if (ids.length < limit) return { replayed, hasMore: false };
      after = nextId(ids.at(-1)!);
    }
  }

  async #hurry(tx: Transaction, endpointId: string, lanes: readonly string[]): Promise<void> {
    const keys = lanes.map((lane) => ({ endpointId, lane }));
    await this.queues.wait(tx, keys, this.clock.now().toISOString(), true);
    tx.afterCommit(() => this.wake.wake());
  }

  async #endpoint(tx: Transaction, id: string, { mustBeOn = false } = {}): Promise<Endpoint> {
    const endpoint = await tx.rows(EndpointRow).find(id);
    if (!endpoint) throw Problem.notFound('webhook endpoint');
    if (mustBeOn && !endpoint.enabled) {
      throw new Problem(409, 'webhook_endpoint_off', 'The endpoint is switched off. Switch it on; what waits is then delivered.');
    }
    return endpoint;
  }

  async #find(tx: Transaction, endpointId: string, id: string): Promise<Delivery> {
    const delivery = await this.deliveries.find(tx, endpointId, id);
    if (!delivery) throw Problem.notFound('delivery');
    return delivery;
  }
}

/** The id right after. */
function nextId(id: string): string {
  const hex = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
