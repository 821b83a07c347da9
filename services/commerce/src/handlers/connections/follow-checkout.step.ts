import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { readPhoneOf } from '#whatsapp';
import type { Told } from '../../domain/connections/shop-order.js';
import type { Connection } from '../../persistence/connections/connection.entity.js';
import { ShopCheckoutRow } from '../../persistence/connections/shop-checkout.entity.js';
import { ShopCheckoutsRepository } from '../../persistence/connections/shop-checkouts.repository.js';
import { Clock } from '../customers/clock.state.js';
import type { Followed } from './follow-shop.step.js';

/** What a customer has left so long ago is news to nobody. */
const NEW_MS = 2 * 86_400_000;
const MINUTE_MS = 60_000;

/** Keeps what customers have begun to buy in a shop, and when that counts as abandoned. */
@Injectable()
export class FollowCheckout {
  constructor(
    private readonly checkouts: ShopCheckoutsRepository,
    private readonly clock: Clock,
  ) {}

  /** Whatever comes late, or again, changes nothing; what was told of stays so. */
  async execute(tx: Transaction, connection: Connection, told: Extract<Told, { kind: 'shop-checkout' }>): Promise<Followed> {
    const now = this.clock.now();
    const known = await this.checkouts.lock(tx, connection.id, told.token, now.toISOString());
    if (known.version >= told.version)
      return { outcome: 'older', detail: 'A newer state of the checkout is here already.', orderId: null, isRead: true };
    const part = { version: told.version, updatedAt: now.toISOString() };
    if (known.state === 'completed' || (known.state === 'told' && told.state === 'deleted')) {
      await tx.rows(ShopCheckoutRow).change(known.id, part);
    } else if (told.state !== 'open') {
      await tx.rows(ShopCheckoutRow).change(known.id, { ...part, state: told.state, dueAt: null });
    } else {
      const { phones, country, ...cart } = told.cart;
      const read = phones.map((phone) => readPhoneOf(phone, country ?? connection.country)).find((one) => 'phone' in one);
      const phone = read?.phone ?? null;
      const dueAt = known.state === 'told' || phone === null ? null : this.#dueAt(connection, told.changedAt);
      const state = known.state === 'told' ? 'told' : dueAt === null ? 'passed' : 'open';
      await tx.rows(ShopCheckoutRow).change(known.id, { ...part, ...cart, phone, state, dueAt });
    }
    return { outcome: 'applied', detail: null, orderId: null, isRead: true };
  }

  /** It has become an order, whichever of the two is told first. */
  async complete(tx: Transaction, connection: Connection, token: string): Promise<void> {
    const now = this.clock.now().toISOString();
    const known = await this.checkouts.lock(tx, connection.id, token, now);
    if (known.state !== 'completed') await tx.rows(ShopCheckoutRow).change(known.id, { state: 'completed', dueAt: null, updatedAt: now });
  }

  #dueAt({ abandonAfterMinutes, createdAt }: Connection, changedAt: string): string | null {
    const changedMs = Date.parse(changedAt);
    const isOld = changedMs < Math.max(Date.parse(createdAt), this.clock.now().getTime() - NEW_MS);
    return isOld || abandonAfterMinutes === null ? null : new Date(changedMs + abandonAfterMinutes * MINUTE_MS).toISOString();
  }
}
