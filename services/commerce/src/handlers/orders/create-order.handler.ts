import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { isCurrency } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { MessageKeys, Problem, type Actor, type FieldError } from '#service-kit';
import { phoneAdvice, readPhoneOf } from '#whatsapp';
import type { OrderStatus } from '../../domain/orders/states.js';
import type { Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Clock } from '../customers/clock.state.js';
import { FindCustomer } from '../customers/find-customer.step.js';
import { MoveOrder, type NewOrderRow } from './move-order.step.js';
import { ShowOrder, type ShownOrder } from './show-order.step.js';

export interface NewItem {
  sku?: string | undefined;
  name: string;
  quantity: number;
  unitPriceMinor: number;
}

export interface NewOrder {
  orderNumber: string;
  externalId?: string | undefined;
  externalPlatform?: string | undefined;
  contactId?: string | undefined;
  phone?: string | undefined;
  country?: string | undefined;
  customerName?: string | undefined;
  language?: string | undefined;
  address?: string | undefined;
  currency: string;
  items: readonly NewItem[];
  status?: OrderStatus | undefined;
  cashOnDelivery?: boolean | undefined;
}

/** The sum of an order's lines, in whole minor units. @returns undefined where it is more than can be counted exactly */
export function totalOf(items: readonly Pick<NewItem, 'quantity' | 'unitPriceMinor'>[]): number | undefined {
  const total = items.reduce((sum, { quantity, unitPriceMinor }) => sum + BigInt(quantity) * BigInt(unitPriceMinor), 0n);
  return total <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(total) : undefined;
}

/** Takes an order that a person or a program makes. */
@Injectable()
export class CreateOrderHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly orders: OrdersRepository,
    private readonly findCustomer: FindCustomer,
    private readonly move: MoveOrder,
    private readonly show: ShowOrder,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly keys: MessageKeys,
  ) {}

  /**
   * The same Idempotency-Key, or the same id of the same platform, is the same order.
   *
   * @throws {Problem} validation_failed, idempotency_key_reused
   */
  async execute(tenantId: string, given: NewOrder, by: Actor, key: string | undefined): Promise<ShownOrder> {
    const { totalMinor, phone } = checked(given);
    return this.database.forTenant(tenantId, async (tx) => {
      const id = v7();
      const external = {
        externalPlatform: given.externalId === undefined ? null : (given.externalPlatform ?? 'api'),
        externalId: given.externalId ?? null,
      };
      const earlier = key === undefined ? undefined : await this.keys.take(tx, key, given, id);
      // Under a key whose first request found the order of a platform there is no order of its own.
      const known = (await this.#known(tx, external)) ?? earlier;
      if (known) return this.show.execute(tx, known);
      const customer = await this.findCustomer.execute(tx, given.contactId, phone);
      const order: NewOrderRow = {
        id,
        orderNumber: given.orderNumber,
        connectionId: null,
        ...external,
        contactId: customer?.id ?? null,
        phone: phone ?? customer?.phone ?? null,
        customerName: given.customerName ?? null,
        language: given.language ?? null,
        address: given.address ?? null,
        currency: given.currency,
        totalMinor,
        status: given.status ?? (given.cashOnDelivery ? 'awaiting_confirmation' : 'pending'),
        cashOnDelivery: given.cashOnDelivery ?? false,
        trackingNumber: null,
        trackingUrl: null,
        forgotten: false,
        placedAt: this.clock.now().toISOString(),
      };
      if (!(await this.orders.insert(tx, order))) return this.show.execute(tx, (await this.#known(tx, external))!);
      await this.orders.insertItems(
        tx,
        id,
        given.items.map(({ sku, name, quantity, unitPriceMinor }, position) => ({
          id: v7(),
          position,
          externalId: null,
          sku: sku ?? null,
          name,
          quantity,
          unitPriceMinor,
          packed: false,
          packedAt: null,
          packedBy: null,
        })),
      );
      await this.move.begin(tx, order, by, null);
      const { orderNumber, status, currency } = order;
      this.audit.append(tx, by, 'created', { type: 'order', id }, null, { orderNumber, status, totalMinor, currency });
      return this.show.execute(tx, id);
    });
  }

  async #known(
    tx: Transaction,
    { externalPlatform, externalId }: Pick<Order, 'externalPlatform' | 'externalId'>,
  ): Promise<string | undefined> {
    if (externalPlatform === null || externalId === null) return undefined;
    return (await this.orders.findExternal(tx, { connectionId: null, platform: externalPlatform, externalId }))?.id;
  }
}

/** @throws {Problem} validation_failed */
function checked({ contactId, phone, country, currency, items }: NewOrder): { totalMinor: number; phone: string | undefined } {
  const errors: FieldError[] = [];
  if (!isCurrency(currency)) errors.push({ field: 'currency', message: 'currency must be a code of ISO 4217, such as USD' });
  const totalMinor = totalOf(items);
  if (totalMinor === undefined) errors.push({ field: 'items', message: `items must come to ${Number.MAX_SAFE_INTEGER} at most` });
  const read = phone === undefined ? undefined : readPhoneOf(phone, country);
  if (read && 'problem' in read) errors.push({ field: 'phone', message: `phone ${phoneAdvice(read.problem)}` });
  if (phone === undefined && contactId === undefined) errors.push({ field: 'phone', message: 'phone must be there, or contactId' });
  if (errors.length > 0) throw Problem.invalid(errors);
  return { totalMinor: totalMinor!, phone: read && 'phone' in read ? read.phone : undefined };
}
