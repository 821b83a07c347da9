import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { MAX_URL_LENGTH, readTarget, type TargetFault } from '#egress';
import { CONFIG, Problem, requireFeature, type Actor } from '#service-kit';
import type { Config } from '../../config.js';
import { EndpointRow, type Endpoint } from '../../persistence/endpoints/endpoint.entity.js';
import { HealthRepository, type Health } from '../../persistence/deliveries/health.repository.js';
import { QueueRepository } from '../../persistence/deliveries/queue.repository.js';
import { Audit } from './audit.step.js';
import { Clock } from './clock.state.js';
import { ForgetLanesHandler } from './forget-lanes.handler.js';
import { Listeners } from './listeners.state.js';
import { Secrets } from './secrets.step.js';

export const MAX_ENDPOINTS = 20;
/** Whoever deletes an endpoint waits for so long. */
const FORGETTING_MS = 2_000;
const FORMER_SECRET_MS = 24 * 60 * 60_000;

const REFUSALS: Readonly<Record<TargetFault, string>> = {
  not_a_url: `url must be an address of at most ${MAX_URL_LENGTH} characters.`,
  scheme: 'url must begin with https://.',
  user_info: 'url must not hold a user name or a password; check the signature instead.',
  port: 'The port must be 443, or 1024 and above.',
  private_address: 'url leads into a private network. Events are delivered to public addresses only.',
};

export type EndpointFields = Pick<Endpoint, 'url' | 'description' | 'events' | 'enabled'>;
export type ShownEndpoint = Omit<Endpoint, 'secret' | 'formerSecret' | 'formerUntil'> & { health: Health };

const NEW_HEALTH: Health = { failingSince: null, lastSuccessAt: null, lastFailureAt: null, lastStatusCode: null, catchingUp: false };

/** Where a tenant is told of what happens. */
@Injectable()
export class EndpointsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audit: Audit,
    private readonly secrets: Secrets,
    private readonly health: HealthRepository,
    private readonly queues: QueueRepository,
    private readonly forgetLanes: ForgetLanesHandler,
    private readonly listeners: Listeners,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** All of them: there are twenty at most. */
  async list(tenantId: string): Promise<ShownEndpoint[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      const [endpoints, queues] = await Promise.all([tx.rows(EndpointRow).list('id'), this.health.all(tx)]);
      const healthOf = new Map(queues.map((queue) => [queue.endpointId, queue]));
      return endpoints.map((endpoint) => shown(endpoint, healthOf.get(endpoint.id)));
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<ShownEndpoint> {
    const found = (await this.list(tenantId)).find((endpoint) => endpoint.id === id);
    if (!found) throw Problem.notFound('webhook endpoint');
    return found;
  }

  /** @returns the secret too, this once @throws {Problem} feature_not_in_plan, webhook_url_refused, too_many */
  async create(tenantId: string, given: EndpointFields, by: Actor): Promise<ShownEndpoint & { secret: string }> {
    const fields = this.#checked(given);
    return this.database.forTenant(tenantId, async (tx) => {
      await requireFeature(tx, tenantId, 'webhooks');
      if ((await tx.rows(EndpointRow).count()) >= MAX_ENDPOINTS) {
        throw new Problem(422, 'too_many', `A company may have ${MAX_ENDPOINTS} webhook endpoints. Delete one first.`);
      }
      const id = v7();
      const { secret, sealed } = this.secrets.make(id);
      const endpoint = await tx.rows(EndpointRow).insert({ id, ...fields, secret: sealed });
      await this.health.create(tx, id, !endpoint.enabled);
      this.audit.append(tx, by, 'created', { type: 'webhook_endpoint', id }, null, audited(endpoint));
      this.listeners.changed(tx);
      return { ...shown(endpoint, undefined), secret };
    });
  }

  /** What is left out stays. Switched on again, what waits goes. @throws {Problem} not_found, webhook_url_refused */
  async change(tenantId: string, id: string, given: Partial<EndpointFields>, by: Actor): Promise<ShownEndpoint> {
    const fields = given.url === undefined ? given : { ...given, ...this.#checked({ url: given.url }) };
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#lock(tx, id);
      const isSwitched = fields.enabled !== undefined && fields.enabled !== before.enabled;
      const after = (await tx.rows(EndpointRow).change(id, { ...fields, ...(isSwitched ? { offReason: null, offAt: null } : {}) }))!;
      if (after.url !== before.url) await this.health.forget(tx, id);
      if (isSwitched) await this.#switch(tx, id, after.enabled);
      if (JSON.stringify(audited(before)) !== JSON.stringify(audited(after))) {
        this.audit.append(tx, by, 'changed', { type: 'webhook_endpoint', id }, audited(before), audited(after));
      }
      this.listeners.changed(tx);
      return shown(after, await this.health.lock(tx, id));
    });
  }

  /** What waits is not delivered any more; the log goes with its time. @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(EndpointRow).lock(id);
      if (!before) throw Problem.notFound('webhook endpoint');
      // Waits for those who are adding deliveries, and then for those who claim or settle them.
      await tx.rows(EndpointRow).delete(id);
      await this.health.delete(tx, id);
      this.audit.append(tx, by, 'deleted', { type: 'webhook_endpoint', id }, audited(before), null);
      this.listeners.changed(tx);
    });
    // Nobody delivers them any more; a job takes up what is left when it takes long.
    const until = performance.now() + FORGETTING_MS;
    await this.forgetLanes.of({ tenantId, endpointId: id }, () => performance.now() > until);
  }

  /** The former secret signs beside the new one for a day. @returns the new one, this once @throws {Problem} not_found */
  async rotateSecret(tenantId: string, id: string, by: Actor): Promise<{ secret: string; formerUntil: string }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#lock(tx, id);
      const { secret, sealed } = this.secrets.make(id);
      const formerUntil = new Date(this.clock.now().getTime() + FORMER_SECRET_MS).toISOString();
      await tx.rows(EndpointRow).change(id, { secret: sealed, formerSecret: before.secret, formerUntil });
      this.audit.append(tx, by, 'secret_rotated', { type: 'webhook_endpoint', id }, null, { formerUntil });
      return { secret, formerUntil };
    });
  }

  /** In the order in which a settled delivery takes them: the queue, then the endpoint. */
  async #lock(tx: Transaction, id: string): Promise<Endpoint> {
    await this.health.lock(tx, id);
    const endpoint = await tx.rows(EndpointRow).lock(id);
    if (!endpoint) throw Problem.notFound('webhook endpoint');
    return endpoint;
  }

  async #switch(tx: Transaction, id: string, on: boolean): Promise<void> {
    const now = this.clock.now().toISOString();
    await this.health.pause(tx, id, !on, now);
    if (on) await this.queues.bringForward(tx, id, now, { all: true });
  }

  #checked<Fields extends { url: string }>(fields: Fields): Fields {
    const target = readTarget(fields.url, { allowPrivate: this.config.WEBHOOKS_ALLOW_PRIVATE === '1' });
    if ('fault' in target) {
      const message = REFUSALS[target.fault];
      throw new Problem(422, 'webhook_url_refused', message, [{ field: 'url', message }]);
    }
    return { ...fields, url: target.url.href };
  }
}

function shown(endpoint: Endpoint, health: Health | undefined): ShownEndpoint {
  const { secret: _, formerSecret: __, formerUntil: ___, ...rest } = endpoint;
  return { ...rest, health: health ?? NEW_HEALTH };
}

/** Paths and queries of addresses may hold secrets: the log names the host. */
const audited = ({ url, description, events, enabled }: Endpoint) => ({ host: new URL(url).host, description, events, enabled });
