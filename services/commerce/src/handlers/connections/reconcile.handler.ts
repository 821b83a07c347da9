import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { CONFIG, Logger } from '#service-kit';
import { ShopClient } from '../../clients/shops/shop.client.js';
import { ShopProblem } from '../../clients/shops/shop-http.js';
import type { ChangedOrder, Place, Shop } from '../../clients/shops/shop.js';
import { publicLink, type Config } from '../../config.js';
import { isReconciled, type PollProblem } from '../../domain/connections/platforms.js';
import { isNews } from '../../domain/connections/shop-order.js';
import { ConnectionRow, type Connection } from '../../persistence/connections/connection.entity.js';
import type { ConnectionPoll } from '../../persistence/connections/connection-poll.entity.js';
import { EventsRepository } from '../../persistence/connections/events.repository.js';
import { PollsRepository } from '../../persistence/connections/polls.repository.js';
import { Clock } from '../customers/clock.state.js';
import { EventsWake } from './events-wake.state.js';
import { readTold } from '../../domain/connections/read-told.js';
import { Sealed } from './sealed.step.js';

/** WooCommerce never sends again what did not arrive; Shopify does so for hours, and then deletes its subscription. */
const EVERY_MS = { woocommerce: 60 * 60_000, shopify: 24 * 60 * 60_000 } as const;
/** Pages in one turn: who has much to catch up on lets others in between. */
const MAX_PAGES = 20;
/** As long as all were changed at one time, and the next turn would begin with the same ones. */
const MAX_PAGES_OF_AN_INSTANT = 40;
const AT_ONCE = 4;
const LOOK = 100;
/** Longer than a turn with every request at its limit of time. */
const LEASE_MS = 20 * 60_000;
const RETRY_MS = 60_000;
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;

/** How far a turn came: whether there is more, and whether the next one begins later than this one, or goes on where this one was stopped. */
interface Progress {
  isMore: boolean;
  isOn: boolean;
}

/**
 * Compares with shops' own orders what their webhooks told, and takes what is missing or newer as if it had been told. A shop that cannot be
 * reached is left alone for longer each time, up to a day.
 */
@Injectable()
export class ReconcileHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly polls: PollsRepository,
    private readonly events: EventsRepository,
    private readonly shops: ShopClient,
    private readonly sealed: Sealed,
    private readonly wake: EventsWake,
    private readonly clock: Clock,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Until nothing is due. @param isStopped asked between shops and pages @returns how many shops were looked at */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let done = 0;
    while (!isStopped()) {
      const due = await this.database.forSystem((tx) => this.polls.due(tx, this.#at(0), LOOK));
      if (due.length === 0) break;
      const turns = Array.from({ length: AT_ONCE }, async () => {
        for (let next = due.shift(); next && !isStopped(); next = due.shift()) {
          await this.#look(next.tenantId, next.connectionId, isStopped);
          done++;
        }
      });
      await Promise.all(turns);
    }
    return done;
  }

  #at(afterMs: number): string {
    return new Date(this.clock.now().getTime() + afterMs).toISOString();
  }

  async #look(tenantId: string, connectionId: string, isStopped: () => boolean): Promise<void> {
    const lease = this.#at(LEASE_MS);
    const taken = await this.database.forTenant(tenantId, async (tx) => {
      const poll = await this.polls.take(tx, connectionId, this.#at(0), lease);
      if (!poll) return undefined;
      const connection = await tx.rows(ConnectionRow).find(connectionId);
      if (connection?.enabled && isReconciled(connection.platform) && connection.credentials && !connection.uninstalledAt)
        return { poll, connection };
      await this.polls.delete(tx, connectionId);
      return undefined;
    });
    if (!taken) return;
    const { poll, connection } = taken;
    let problem: PollProblem | null;
    let more: Progress = { isMore: false, isOn: false };
    try {
      const shop = this.#shopOf(connection);
      // Who may only read orders may do so without its webhooks being looked after.
      problem = await this.shops.subscribe(shop).then(() => null, webhooksOnly);
      more = await this.#catchUp(tenantId, connection, shop, poll, isStopped);
    } catch (error) {
      problem = error instanceof ShopProblem ? error.problem : 'failed';
      this.logger.warn('a shop’s own orders could not be read', error as Error, { connectionId });
    }
    const isFailed = problem !== null && problem !== 'webhooks_refused';
    const failures = isFailed ? poll.failures + 1 : 0;
    const every = EVERY_MS[connection.platform as Shop['platform']];
    // A shop that has more and never gets on is asked like any other: its answers could be the same forever.
    const pause = isFailed ? Math.min(RETRY_MS * 4 ** poll.failures, LONGEST_PAUSE_MS) : more.isMore && more.isOn ? 0 : every;
    await this.database.forTenant(tenantId, (tx) =>
      this.polls.settle(tx, connectionId, lease, {
        dueAt: this.#at(pause),
        failures,
        problem,
        polledAt: this.#at(0),
      }),
    );
  }

  /** @throws {ShopProblem} */
  #shopOf({ id, platform, storeUrl, secrets, credentials }: Connection): Shop {
    if (!storeUrl) throw new ShopProblem('address_missing', 'The connection has no address of the shop.');
    return {
      platform: platform as Shop['platform'],
      storeUrl,
      webhookUrl: publicLink(this.config, `/webhooks/${platform}/${id}`),
      secret: this.sealed.secrets(id, secrets)[0] ?? '',
      credentials: this.sealed.credentials(id, credentials!),
    };
  }

  /** Each page is kept as it is read: who is cut off goes on from there. */
  async #catchUp(tenantId: string, connection: Connection, shop: Shop, poll: ConnectionPoll, isStopped: () => boolean): Promise<Progress> {
    let reached = poll.until;
    let from: Place | undefined = { since: poll.until };
    for (let page = 0; from && page < (reached > poll.until ? MAX_PAGES : MAX_PAGES_OF_AN_INSTANT) && !isStopped(); page++) {
      const { orders, next }: Awaited<ReturnType<ShopClient['changed']>> = await this.shops.changed(shop, from);
      // A shop whose clock is ahead must not hide what it changes until then.
      const now = this.#at(0);
      const changes = orders.map(({ changedAt }) => changedAt).filter((changedAt) => changedAt <= now);
      reached = changes.reduce((latest, changedAt) => (changedAt > latest ? changedAt : latest), reached);
      await this.database.forTenant(tenantId, async (tx) => {
        await this.#bring(tx, connection, orders);
        await this.polls.advance(tx, connection.id, reached);
      });
      from = next;
    }
    return { isMore: from !== undefined, isOn: reached > poll.until || isStopped() };
  }

  async #bring(tx: Transaction, connection: Connection, orders: readonly ChangedOrder[]): Promise<void> {
    const at = this.#at(0);
    const told = orders.flatMap((order) => {
      const read = readTold(connection, { topic: order.topic, triggeredAt: order.changedAt, at }, order.body);
      return read.kind === 'order' ? [{ ...order, ...read }] : [];
    });
    const known = await this.polls.factsOf(
      tx,
      connection.id,
      told.map(({ externalId }) => externalId),
    );
    const news = told.filter(({ externalId, facts }) => isNews(known.get(externalId), facts));
    for (const { topic, body, changedAt } of news) {
      const event = { id: v7(), connectionId: connection.id, topic, triggeredAt: changedAt, body: Buffer.from(JSON.stringify(body)), at };
      await this.events.insert(tx, event);
    }
    if (news.length > 0) tx.afterCommit(() => this.wake.wake());
  }
}

/** @throws whatever does not mean that only the webhooks are out of reach */
function webhooksOnly(error: unknown): PollProblem {
  if (error instanceof ShopProblem && ['credentials_refused', 'webhooks_refused'].includes(error.problem)) return 'webhooks_refused';
  throw error;
}
