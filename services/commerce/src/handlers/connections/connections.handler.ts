import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { CONFIG, onlyGiven, Problem, type Actor } from '#service-kit';
import { StripeAccount, StripeProblem } from '../../clients/payments/stripe-account.client.js';
import { publicLink, type Config } from '../../config.js';
import type { Mapping } from '../../domain/connections/generic.js';
import { isReconciled, type Platform } from '../../domain/connections/platforms.js';
import { ConnectionRow, type Connection } from '../../persistence/connections/connection.entity.js';
import { ConnectionsRepository, type ConnectionHealth } from '../../persistence/connections/connections.repository.js';
import type { ConnectionPoll } from '../../persistence/connections/connection-poll.entity.js';
import { EventsRepository, type ListedEvent } from '../../persistence/connections/events.repository.js';
import { PollsRepository } from '../../persistence/connections/polls.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Clock } from '../customers/clock.state.js';
import { EventsWake } from './events-wake.state.js';
import { Sealed, type Credentials } from './sealed.step.js';

export const MAX_CONNECTIONS = 20;
export const MAX_SECRETS = 5;
const ABANDON_AFTER_MINUTES = 60;
export type ShownEvent = ListedEvent;

export interface ConnectionFields {
  name: string;
  secrets: readonly string[];
  storeUrl?: string | null | undefined;
  country?: string | null | undefined;
  credentials?: Credentials | null | undefined;
  mapping?: Mapping | null | undefined;
  /** Null: no checkout is told of. */
  abandonAfterMinutes?: number | null | undefined;
  enabled?: boolean | undefined;
}

export interface ShownConnection extends Omit<Connection, 'secrets' | 'credentials'> {
  webhookUrl: string;
  hasCredentials: boolean;
  /** Those that sign now: more than one while one is rotated. */
  secretCount: number;
  health: Omit<ConnectionHealth, 'connectionId'>;
  /** Null where its own orders are not compared. */
  reconciliation: Omit<ConnectionPoll, 'tenantId' | 'connectionId'> | null;
}

/** The shops of a company. */
@Injectable()
export class ConnectionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly events: EventsRepository,
    private readonly polls: PollsRepository,
    private readonly sealed: Sealed,
    private readonly account: StripeAccount,
    private readonly audit: Audit,
    private readonly wake: EventsWake,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** All of them: there are twenty at most. */
  async list(tenantId: string): Promise<ShownConnection[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      const rows = await tx.rows(ConnectionRow).list('id');
      const ids = rows.map(({ id }) => id);
      const [healths, polls] = [await this.connections.health(tx, ids), await this.polls.listOf(tx, ids)];
      const of = <T extends { connectionId: string }>(list: readonly T[], id: string) =>
        list.find(({ connectionId }) => connectionId === id);
      return rows.map((row) => this.#shown(row, of(healths, row.id), of(polls, row.id)));
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<ShownConnection> {
    return this.database.forTenant(tenantId, (tx) => this.#find(tx, id));
  }

  /** @throws {Problem} too_many, validation_failed */
  async create(tenantId: string, platform: Platform, fields: ConnectionFields, by: Actor): Promise<ShownConnection> {
    requireMapping(platform, fields.mapping);
    requireCheckouts(platform, fields.abandonAfterMinutes);
    await this.#tryKey(platform, fields.credentials);
    return this.database.forTenant(tenantId, async (tx) => {
      if ((await tx.rows(ConnectionRow).count()) >= MAX_CONNECTIONS) {
        throw new Problem(422, 'too_many', `A company may have ${MAX_CONNECTIONS} connections. Delete one first.`);
      }
      const id = v7();
      const { secrets, credentials, ...rest } = fields;
      const row = await tx.rows(ConnectionRow).insert({
        id,
        platform,
        abandonAfterMinutes: platform === 'shopify' ? ABANDON_AFTER_MINUTES : null,
        ...onlyGiven(rest),
        secrets: this.sealed.seal(id, secrets),
        credentials: credentials ? this.sealed.seal(id, credentials) : null,
        createdAt: this.clock.now().toISOString(),
      });
      this.audit.append(tx, by, 'created', { type: 'connection', id }, null, { platform, ...audited(row) });
      await this.#schedule(tx, row);
      return this.#find(tx, id);
    });
  }

  /** What is left out stays. @throws {Problem} not_found, validation_failed */
  async change(tenantId: string, id: string, fields: Partial<ConnectionFields>, by: Actor): Promise<ShownConnection> {
    if (fields.credentials) await this.#tryKey((await this.get(tenantId, id)).platform, fields.credentials);
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(ConnectionRow).lock(id);
      if (!before) throw Problem.notFound('connection');
      const { secrets, credentials, ...rest } = fields;
      if (rest.mapping !== undefined) requireMapping(before.platform, rest.mapping);
      requireCheckouts(before.platform, rest.abandonAfterMinutes);
      // Else the kept ones would be sent to whoever answers there.
      if (before.credentials && credentials === undefined && rest.storeUrl && !isSameShop(before.storeUrl, rest.storeUrl)) {
        throw Problem.invalid([{ field: 'credentials', message: 'credentials must be given again with another address of the shop' }]);
      }
      const row = (await tx.rows(ConnectionRow).change(id, {
        ...rest,
        ...(secrets ? { secrets: this.sealed.seal(id, secrets) } : {}),
        ...(credentials === undefined ? {} : { credentials: credentials && this.sealed.seal(id, credentials) }),
        // Whoever gives a new token has put the app in again.
        ...(credentials ? { uninstalledAt: null } : {}),
      }))!;
      if (credentials !== undefined || rest.storeUrl !== undefined || rest.enabled !== undefined) await this.#schedule(tx, row);
      this.audit.append(tx, by, 'changed', { type: 'connection', id }, audited(before), audited(row));
      if (secrets) this.audit.append(tx, by, 'secrets_changed', { type: 'connection', id }, null, null);
      return this.#find(tx, id);
    });
  }

  /** From now on it may sign by this one too: those before stay until {@link keepNewestSecret}. @throws {Problem} not_found, too_many */
  async addSecret(tenantId: string, id: string, secret: string, by: Actor): Promise<ShownConnection> {
    return this.#changeSecrets(tenantId, id, by, (secrets) => {
      const added = [secret, ...secrets.filter((one) => one !== secret)];
      if (added.length <= MAX_SECRETS) return added;
      throw new Problem(422, 'too_many', `A connection may have ${MAX_SECRETS} secrets. End those before the newest first.`);
    });
  }

  /** Ends all secrets but the newest. @throws {Problem} not_found */
  async keepNewestSecret(tenantId: string, id: string, by: Actor): Promise<ShownConnection> {
    return this.#changeSecrets(tenantId, id, by, (secrets) => secrets.slice(0, 1));
  }

  async #changeSecrets(tenantId: string, id: string, by: Actor, change: (secrets: string[]) => string[]): Promise<ShownConnection> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(ConnectionRow).lock(id);
      if (!before) throw Problem.notFound('connection');
      const secrets = this.sealed.seal(id, change(this.sealed.secrets(id, before.secrets)));
      await tx.rows(ConnectionRow).change(id, { secrets });
      this.audit.append(tx, by, 'secrets_changed', { type: 'connection', id }, null, null);
      return this.#find(tx, id);
    });
  }

  /** Its orders stay. @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(ConnectionRow).lock(id);
      if (!before) throw Problem.notFound('connection');
      await this.polls.delete(tx, id);
      await tx.rows(ConnectionRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'connection', id }, audited(before), null);
    });
  }

  /** The newest first. @returns one more than `limit` where there are more @throws {Problem} not_found */
  async listEvents(tenantId: string, id: string, page: { after: string | undefined; limit: number }): Promise<ShownEvent[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, id);
      return this.events.list(tx, id, { ...page, limit: page.limit + 1 });
    });
  }

  /** Follows what was told once more; what is newer stays. @throws {Problem} not_found */
  async replay(tenantId: string, id: string, eventId: string): Promise<ShownEvent> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, id);
      const event = await this.events.replay(tx, id, eventId, this.clock.now().toISOString());
      if (!event) throw Problem.notFound('event of the connection that can be replayed');
      tx.afterCommit(() => this.wake.wake());
      return event;
    });
  }

  async #find(tx: Transaction, id: string): Promise<ShownConnection> {
    const row = await tx.rows(ConnectionRow).find(id);
    if (!row) throw Problem.notFound('connection');
    return this.#shown(row, (await this.connections.health(tx, [id]))[0], (await this.polls.listOf(tx, [id]))[0]);
  }

  /** A key that does not work is told now, and not by a customer. No transaction is open while Stripe is asked. @throws {Problem} validation_failed, payment_account_failed */
  async #tryKey(platform: Platform, credentials: Credentials | null | undefined): Promise<void> {
    if (platform !== 'stripe' || !credentials) return;
    const wrong = (message: string): Problem => Problem.invalid([{ field: 'credentials.apiKey', message }]);
    if (!credentials.apiKey) throw wrong('apiKey must be there: a key of your Stripe account');
    try {
      await this.account.check(credentials.apiKey);
    } catch (error) {
      if (!(error instanceof StripeProblem)) throw error;
      if (error.fault === 'unreachable') throw new Problem(502, 'payment_account_failed', error.message);
      throw wrong('apiKey must be a key that Stripe knows and that may write checkout sessions');
    }
  }

  /** Its own orders are looked at as soon as they can be, and after it was off or elsewhere. */
  async #schedule(tx: Transaction, { id, platform, credentials, enabled, createdAt }: Connection): Promise<void> {
    if (enabled && credentials && isReconciled(platform)) await this.polls.schedule(tx, id, createdAt, this.clock.now().toISOString());
    else if (!credentials) await this.polls.delete(tx, id);
  }

  #shown(
    { secrets, credentials, ...row }: Connection,
    health: ConnectionHealth | undefined,
    poll: ConnectionPoll | undefined,
  ): ShownConnection {
    const { lastEventAt = null, lastOutcome = null, lastFailedAt = null, lastFailure = null, waiting = 0, missing = 0 } = health ?? {};
    return {
      ...row,
      hasCredentials: credentials !== null,
      secretCount: this.sealed.secrets(row.id, secrets).length,
      webhookUrl: publicLink(this.config, `/webhooks/${row.platform}/${row.id}`),
      health: { lastEventAt, lastOutcome, lastFailedAt, lastFailure, waiting, missing },
      reconciliation: poll ?? null,
    };
  }
}

function requireMapping(platform: Platform, mapping: Mapping | null | undefined): void {
  if (platform === 'generic' && !mapping) {
    throw Problem.invalid([{ field: 'mapping', message: 'mapping must say where the id, the currency and the total are' }]);
  }
  if (platform !== 'generic' && mapping) throw Problem.invalid([{ field: 'mapping', message: 'mapping is for a generic connection only' }]);
}

function requireCheckouts(platform: Platform, abandonAfterMinutes: number | null | undefined): void {
  if (platform === 'shopify' || abandonAfterMinutes === undefined || abandonAfterMinutes === null) return;
  throw Problem.invalid([
    { field: 'abandonAfterMinutes', message: 'abandonAfterMinutes must be left out: only Shopify tells of checkouts' },
  ]);
}

const isSameShop = (one: string | null, other: string): boolean => one !== null && new URL(one).origin === new URL(other).origin;

const audited = ({ name, storeUrl, country, abandonAfterMinutes, enabled }: Connection) => ({
  name,
  storeUrl,
  country,
  abandonAfterMinutes,
  enabled,
});
