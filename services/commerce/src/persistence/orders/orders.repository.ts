import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, tenantsDue, type Transaction } from '#database';
import type { OrderStatus } from '../../domain/orders/states.js';
import type { KnownAs } from '../customers/customers.repository.js';
import { OrderHistoryRow, type OrderMove } from './order-history.entity.js';
import { OrderItemRow, type OrderItem } from './order-item.entity.js';
import { OrderRow, type Order } from './order.entity.js';

const COLUMNS = columnsOf(OrderRow, 'o');
const PAGE = `order by o.id desc limit $3`;
/** Numbers that begin with `$4`: a range of the index, where a pattern would be planned without knowing it. */
const BEGINS = `o.order_number ~>=~ $4 and o.order_number ~<~ ($4 || chr(1114111))`;

export interface Page {
  /** At most so many. */
  limit: number;
  /** The id behind which to go on. */
  after?: string | undefined;
}

const DUE = { table: 'commerce.orders', at: 'confirm_by', waiting: 'confirm_by is not null' };

@Injectable()
export class OrdersRepository {
  /** The newest first. @param status only of this one */
  async list(tx: Transaction, { limit, after }: Page, status?: OrderStatus): Promise<Order[]> {
    const where = `from commerce.orders o where o.tenant_id = $1 and ${idBefore('o.id', '$2')}`;
    return status
      ? tx.query(`select ${COLUMNS} ${where} and o.status = $4 ${PAGE}`, [tx.tenantId, after ?? null, limit, status])
      : tx.query(`select ${COLUMNS} ${where} ${PAGE}`, [tx.tenantId, after ?? null, limit]);
  }

  /** By number, from the one behind which to go on. */
  async listByNumber(
    tx: Transaction,
    { limit, after, afterNumber }: Page & { afterNumber?: string | undefined },
    prefix: string,
    status?: OrderStatus,
  ): Promise<Order[]> {
    const values = [tx.tenantId, after ?? null, limit, prefix, afterNumber ?? null];
    const order = `order by o.order_number using ~<~, o.id limit $3`;
    const from = `select ${COLUMNS} from commerce.orders o where o.tenant_id = $1`;
    const behind = `and ($5::text is null or o.order_number ~>~ $5 or o.order_number = $5 and o.id > $2::uuid)`;
    return status
      ? tx.query(`${from} and o.status = $6 and ${BEGINS} ${behind} ${order}`, [...values, status])
      : tx.query(`${from} and ${BEGINS} ${behind} ${order}`, values);
  }

  /** Of a customer, the newest first. */
  async listOfContact(
    tx: Transaction,
    { limit, after }: Page,
    contact: KnownAs,
    { status, number }: { status?: OrderStatus | undefined; number?: string | undefined },
  ): Promise<Order[]> {
    // Each part reads an index from its newest; together they are few.
    const part = (which: string): string =>
      `(select ${COLUMNS} from commerce.orders o where o.tenant_id = $1 and ${idBefore('o.id', '$2')} and ${which} and ($6::text is null or o.status = $6)
         and ($7::text is null or starts_with(o.order_number, $7)) ${PAGE})`;
    return tx.query(
      `select * from (select by_contact.* from unnest($4::uuid[]) as given (id) cross join lateral ${part('o.contact_id = given.id')} by_contact union
         select by_phone.* from unnest($5::text[]) as given (number) cross join lateral ${part('o.phone = given.number')} by_phone) o
       order by o.id desc limit $3`,
      [tx.tenantId, after ?? null, limit, contact.ids, contact.phones, status ?? null, number ?? null],
    );
  }

  /**
   * The newest orders that are a contact's own: made for them or for contacts that were merged into them, or by a number that is theirs, of which no contact was known. Where an order
   * names another contact the number does not count: it may have passed from that one to this.
   *
   * @param since an order by the number alone counts only from then on; see {@link NUMBER_DAYS}
   */
  async ownOf(tx: Transaction, contact: KnownAs, since: string, limit: number): Promise<Order[]> {
    const newest = `order by o.id desc limit $5`;
    return tx.query(
      `select * from (
         select by_contact.* from unnest($2::uuid[]) as given (id) cross join lateral (
           select ${COLUMNS} from commerce.orders o where o.tenant_id = $1 and o.contact_id = given.id ${newest}) by_contact union
         select by_phone.* from unnest($3::text[]) as given (number) cross join lateral (
           select ${COLUMNS} from commerce.orders o where o.tenant_id = $1 and o.phone = given.number
             and o.id > (select uuidv7($4::timestamptz - now())) and o.placed_at > $4::timestamptz and o.contact_id is null ${newest}) by_phone) o
       order by o.id desc limit $5`,
      [tx.tenantId, contact.ids, contact.phones, since, limit],
    );
  }

  async findExternal(
    tx: Transaction,
    of: { connectionId: string | null; platform: string; externalId: string },
  ): Promise<Order | undefined> {
    const connection = of.connectionId ? 'o.connection_id = $4' : 'o.connection_id is null';
    const [row] = await tx.query<Order>(
      `select ${COLUMNS} from commerce.orders o where o.tenant_id = $1 and o.external_platform = $2 and o.external_id = $3 and ${connection} for no key update`,
      [tx.tenantId, of.platform, of.externalId, ...(of.connectionId ? [of.connectionId] : [])],
    );
    return row;
  }

  /** @returns false where the shop's order is here already */
  async insert(tx: Transaction, order: Omit<Order, 'tenantId' | 'createdAt' | 'updatedAt' | 'confirmBy'>): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into commerce.orders (tenant_id, id, order_number, connection_id, external_platform, external_id, contact_id, phone, customer_name, language,
         address, currency, total_minor, status, cash_on_delivery, tracking_number, tracking_url, forgotten, placed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) on conflict do nothing`,
      [
        tx.tenantId,
        order.id,
        order.orderNumber,
        order.connectionId,
        order.externalPlatform,
        order.externalId,
        order.contactId,
        order.phone,
        order.customerName,
        order.language,
        order.address,
        order.currency,
        order.totalMinor,
        order.status,
        order.cashOnDelivery,
        order.trackingNumber,
        order.trackingUrl,
        order.forgotten,
        order.placedAt,
      ],
    );
    return inserted === 1;
  }

  async itemsOf(tx: Transaction, orderId: string): Promise<OrderItem[]> {
    return tx.query(
      `select ${columnsOf(OrderItemRow, 'i')} from commerce.order_items i where i.tenant_id = $1 and i.order_id = $2 order by i.position`,
      [tx.tenantId, orderId],
    );
  }

  async insertItems(tx: Transaction, orderId: string, items: readonly Omit<OrderItem, 'tenantId' | 'orderId'>[]): Promise<void> {
    await tx.execute(
      `insert into commerce.order_items (tenant_id, order_id, id, position, external_id, sku, name, quantity, unit_price_minor, packed, packed_at, packed_by)
       select $1, $2, given.* from unnest($3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::bigint[], $10::boolean[],
         $11::timestamptz[], $12::uuid[]) as given`,
      [
        tx.tenantId,
        orderId,
        items.map(({ id }) => id),
        items.map(({ position }) => position),
        items.map(({ externalId }) => externalId),
        items.map(({ sku }) => sku),
        items.map(({ name }) => name),
        items.map(({ quantity }) => quantity),
        items.map(({ unitPriceMinor }) => unitPriceMinor),
        items.map(({ packed }) => packed),
        items.map(({ packedAt }) => packedAt),
        items.map(({ packedBy }) => packedBy),
      ],
    );
  }

  async deleteItems(tx: Transaction, orderId: string): Promise<void> {
    await tx.execute(`delete from commerce.order_items where tenant_id = $1 and order_id = $2`, [tx.tenantId, orderId]);
  }

  /** The oldest first; an order has few. */
  async historyOf(tx: Transaction, orderId: string): Promise<OrderMove[]> {
    return tx.query(
      `select ${columnsOf(OrderHistoryRow, 'h')} from commerce.order_history h where h.tenant_id = $1 and h.order_id = $2 order by h.id limit 200`,
      [tx.tenantId, orderId],
    );
  }

  /** Tenants of whom something is due. System role. */
  tenantsUnconfirmed(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** The one whose time was over first. One that somebody else holds is passed over. */
  async nextUnconfirmed(tx: Transaction, now: string): Promise<Order | undefined> {
    const [row] = await tx.query<Order>(
      `select ${COLUMNS} from commerce.orders o where o.tenant_id = $1 and o.confirm_by <= $2
       order by o.confirm_by, o.id limit 1 for no key update skip locked`,
      [tx.tenantId, now],
    );
    return row;
  }
}
