import { Injectable } from '@nestjs/common';
import { checkoutAbandoned } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { inTurns } from '#service-kit';
import { ConnectionRow } from '../../persistence/connections/connection.entity.js';
import { ShopCheckoutRow, type ShopCheckout } from '../../persistence/connections/shop-checkout.entity.js';
import { ShopCheckoutsRepository } from '../../persistence/connections/shop-checkouts.repository.js';
import { CustomersRepository, spellings } from '../../persistence/customers/customers.repository.js';
import { Clock } from '../customers/clock.state.js';

/** Checkouts of a tenant in one turn. */
const BATCH = 100;

/** Tells of checkouts with which their customers have not gone on: each once, and of none whose customer has ordered since. */
@Injectable()
export class TellAbandonedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly checkouts: ShopCheckoutsRepository,
    private readonly customers: CustomersRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Tenants take turns, until nothing is due. @param isStopped asked between checkouts @returns how many were dealt with */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.checkouts.tenantsDue(tx, this.#now())),
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
    return this.database.forTenant(tenantId, async (tx) => {
      const checkout = await this.checkouts.takeDue(tx, this.#now());
      if (!checkout) return false;
      const contactId = await this.#whom(tx, checkout);
      await tx.rows(ShopCheckoutRow).change(checkout.id, { state: contactId === undefined ? 'passed' : 'told', dueAt: null });
      if (contactId !== undefined) this.#tell(tx, checkout, contactId);
      return true;
    });
  }

  /** @returns the contact whose it is; undefined where there is none, or nothing is to be told of it */
  async #whom(tx: Transaction, { connectionId, phone, startedAt }: ShopCheckout): Promise<string | undefined> {
    const connection = await tx.rows(ConnectionRow).find(connectionId);
    const isOn = connection && connection.enabled && connection.uninstalledAt === null && connection.abandonAfterMinutes !== null;
    const contact = isOn && phone !== null ? await this.customers.findByPhone(tx, phone) : undefined;
    if (!contact) return undefined;
    const hasOrdered = await this.checkouts.hasOrdered(tx, { phones: spellings(phone!), contactId: contact.id }, startedAt);
    return hasOrdered ? undefined : contact.id;
  }

  #tell(tx: Transaction, { id, connectionId, currency, totalMinor, link }: ShopCheckout, contactId: string): void {
    this.outbox.append(tx, checkoutAbandoned, {
      checkoutId: id,
      connectionId,
      contactId,
      currency: currency!,
      totalMinor: totalMinor!,
      ...(link ? { link } : {}),
      at: this.#now(),
    });
  }
}
