import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { webhookEndpointsChanged } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Signals } from '#messaging';
import { EndpointsRepository } from '../../persistence/endpoints/endpoints.repository.js';
import { Clock } from './clock.state.js';

const MAX_TENANTS = 5_000;
/** Another process tells at once of a change; this is for when nobody hears it. */
const KEPT_MS = 5_000;
const DAY_MS = 24 * 60 * 60_000;
/** How long events wait for an endpoint that was switched off by its failures. */
const KEPT_WHILE_OFF_DAYS = 7;

/** Whether anybody listens, so that a tenant without endpoints costs nothing but this look. */
@Injectable()
export class Listeners implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #wanted = new LRUCache<string, ReadonlySet<string>>({ max: MAX_TENANTS, ttl: KEPT_MS });
  /** Grows with every change: what was being read meanwhile is not kept. */
  #changes = 0;
  #unfollow: (() => void) | undefined;

  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: EndpointsRepository,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#unfollow = this.signals.follow(webhookEndpointsChanged, '*', ({ tenantId }) => this.#forget(tenantId));
  }

  beforeApplicationShutdown(): void {
    this.#unfollow?.();
  }

  async hasAny(tenantId: string): Promise<boolean> {
    return (await this.#wantedBy(tenantId)).size > 0;
  }

  /** @returns whether an endpoint of the tenant may want one of these types */
  async areThere(tenantId: string, types: readonly string[]): Promise<boolean> {
    const wanted = await this.#wantedBy(tenantId);
    return wanted.has('*') || types.some((type) => wanted.has(type));
  }

  /** As they are in the transaction. */
  all(tx: Transaction): ReturnType<EndpointsRepository['listeners']> {
    return this.endpoints.listeners(tx, new Date(this.clock.now().getTime() - KEPT_WHILE_OFF_DAYS * DAY_MS).toISOString());
  }

  /** Once the transaction commits, every process reads the tenant's endpoints again. */
  changed(tx: Transaction): void {
    const tenantId = tx.tenantId!;
    tx.afterCommit(() => {
      this.#forget(tenantId);
      this.signals.send(webhookEndpointsChanged, tenantId, { tenantId });
    });
  }

  async #wantedBy(tenantId: string): Promise<ReadonlySet<string>> {
    const known = this.#wanted.get(tenantId);
    if (known) return known;
    const changes = this.#changes;
    const all = await this.database.forTenant(tenantId, (tx) => this.all(tx));
    const wanted = new Set(all.flatMap(({ events }) => events));
    if (changes === this.#changes) this.#wanted.set(tenantId, wanted);
    return wanted;
  }

  #forget(tenantId: string): void {
    this.#changes++;
    this.#wanted.delete(tenantId);
  }
}
