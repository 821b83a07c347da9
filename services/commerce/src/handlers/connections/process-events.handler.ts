import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { inTurns, Logger } from '#service-kit';
import { readPhoneOf } from '#whatsapp';
import { readTold } from '../../domain/connections/read-told.js';
import { objectOf } from '../../domain/connections/reading.js';
import type { Told } from '../../domain/connections/shop-order.js';
import { ConnectionRow, type Connection } from '../../persistence/connections/connection.entity.js';
import type { ConnectionEvent } from '../../persistence/connections/connection-event.entity.js';
import { EventsRepository } from '../../persistence/connections/events.repository.js';
import { ShopCheckoutsRepository } from '../../persistence/connections/shop-checkouts.repository.js';
import { ShopOrdersRepository } from '../../persistence/connections/shop-orders.repository.js';
import { spellings } from '../../persistence/customers/customers.repository.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { ForgettingRepository } from '../../persistence/orders/forgetting.repository.js';
import { Clock } from '../customers/clock.state.js';
import { FollowMoney } from '../payments/follow-money.step.js';
import { FollowCheckout } from './follow-checkout.step.js';
import { FollowShop, type Followed } from './follow-shop.step.js';

/** Events of a tenant in one turn. */
const BATCH = 100;
const MAX_ATTEMPTS = 8;
const RETRY_MS = 2_000;

/** What shops told becomes orders, in the order in which it came; what fails is tried again, and holds nothing else up. */
@Injectable()
export class ProcessEventsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly events: EventsRepository,
    private readonly shopOrders: ShopOrdersRepository,
    private readonly checkouts: ShopCheckoutsRepository,
    private readonly forgetting: ForgettingRepository,
    private readonly invoices: InvoicesRepository,
    private readonly follow: FollowShop,
    private readonly followCheckout: FollowCheckout,
    private readonly money: FollowMoney,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Tenants take turns, until nothing is due. @param isStopped asked between events @returns how many were done */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.events.tenantsDue(tx, this.#now())),
      async (tenantId) => {
        let count = 0;
        while (count < BATCH && !isStopped() && (await this.#next(tenantId))) count++;
        return count;
      },
      isStopped,
    );
  }

  #now(): string {
    return this.clock.now().toISOString();
  }

  /** @returns whether there was one */
  async #next(tenantId: string): Promise<boolean> {
    let taken: ConnectionEvent | undefined;
    try {
      await this.database.forTenant(tenantId, async (tx) => {
        taken = await this.events.takeDue(tx, this.#now());
        if (taken) await this.events.settle(tx, taken.id, await this.#do(tx, taken));
      });
      return taken !== undefined;
    } catch (error) {
      if (!taken) throw error;
      await this.#failed(tenantId, taken, error as Error);
      return true;
    }
  }

  async #failed(tenantId: string, { id, connectionId, attempts }: ConnectionEvent, error: Error): Promise<void> {
    const isLast = attempts + 1 >= MAX_ATTEMPTS;
    this.logger[isLast ? 'error' : 'warn']('what a shop told could not be followed', error, { connectionId, eventId: id });
    const dueAt = isLast ? null : new Date(this.clock.now().getTime() + RETRY_MS * 4 ** attempts).toISOString();
    await this.database.forTenant(tenantId, (tx) =>
      this.events.settle(tx, id, {
        outcome: isLast ? 'failed' : 'pending',
        detail: 'It failed on our side; replay it, or ask the operator.',
        orderId: null,
        dueAt,
      }),
    );
  }

  async #do(tx: Transaction, event: ConnectionEvent): Promise<Followed> {
    const connection = await tx.rows(ConnectionRow).find(event.connectionId);
    if (!connection) return { ...ignored('The connection was deleted.'), isRead: true };
    if (!event.body) return ignored('Its customer was erased.');
    const body = objectOf(JSON.parse(event.body.toString('utf8')));
    if (!body) return ignored('The body is no object.');
    const told = readTold(connection, event, body);
    switch (told.kind) {
      case 'order':
        if (told.checkoutToken) await this.followCheckout.complete(tx, connection, told.checkoutToken);
        return this.follow.execute(tx, connection, told);
      case 'shop-checkout':
        return this.followCheckout.execute(tx, connection, told);
      case 'money':
        return this.money.execute(tx, connection, told);
      case 'checkout':
        return this.money.checkout(tx, told);
      case 'uninstalled':
        await tx.rows(ConnectionRow).change(connection.id, { uninstalledAt: this.#now() });
        return { outcome: 'applied', detail: null, orderId: null };
      case 'forget':
        return this.#forget(tx, connection, told);
      case 'ignored':
        // A mapping that is put right can be followed by a replay.
        return { ...ignored(told.why), isRead: connection.platform !== 'generic' };
    }
  }

  async #forget(tx: Transaction, connection: Connection, { externalIds, phone }: Extract<Told, { kind: 'forget' }>): Promise<Followed> {
    const orderIds = await this.shopOrders.forget(tx, connection.id, externalIds, this.#now());
    const read = phone === null ? undefined : readPhoneOf(phone, connection.country);
    if (read && 'phone' in read) await this.checkouts.forgetAt(tx, connection.id, spellings(read.phone));
    const forgotten = await this.forgetting.forget(tx, { orderIds });
    await this.invoices.forget(tx, { orderIds: forgotten });
    await this.events.forgetBodies(tx, forgotten);
    await this.shopOrders.forgetTracking(tx, forgotten);
    return { outcome: 'applied', detail: `The customer was taken out of ${forgotten.length} orders.`, orderId: null, isRead: true };
  }
}

const ignored = (why: string): Followed => ({ outcome: 'ignored', detail: why, orderId: null });
