import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { withoutTracking } from '../../domain/connections/shop-order.js';
import { ShopOrderRow, type KnownShopOrder } from './shop-order.entity.js';

@Injectable()
export class ShopOrdersRepository {
  /** What is known of a shop's order; nobody else changes it until the transaction ends. */
  async lock(tx: Transaction, connectionId: string, externalId: string, now: string): Promise<KnownShopOrder> {
    await tx.execute(
      `insert into commerce.shop_orders (tenant_id, connection_id, external_id, updated_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [tx.tenantId, connectionId, externalId, now],
    );
    const [row] = await tx.query<KnownShopOrder>(
      `select ${columnsOf(ShopOrderRow, 's')} from commerce.shop_orders s where s.tenant_id = $1 and s.connection_id = $2 and s.external_id = $3 for update`,
      [tx.tenantId, connectionId, externalId],
    );
    return row!;
  }

  async save(tx: Transaction, { connectionId, externalId, orderId, facts, status, updatedAt }: KnownShopOrder): Promise<void> {
    await tx.execute(
      `update commerce.shop_orders set order_id = $4, facts = $5, status = $6, updated_at = $7
       where tenant_id = $1 and connection_id = $2 and external_id = $3`,
      [tx.tenantId, connectionId, externalId, orderId, JSON.stringify(facts), status, updatedAt],
    );
  }

  /** Their customer is to be forgotten, also in those that come later. @param externalIds each once, sorted @returns the orders that are here */
  async forget(tx: Transaction, connectionId: string, externalIds: readonly string[], now: string): Promise<string[]> {
    const rows = await tx.query<{ orderId: string | null }>(
      `insert into commerce.shop_orders as s (tenant_id, connection_id, external_id, forgotten, updated_at)
       select $1, $2, external_id, true, $4 from unnest($3::text[]) with ordinality as u (external_id, n) order by n
       on conflict (tenant_id, connection_id, external_id) do update set forgotten = true
       returning s.order_id as "orderId"`,
      [tx.tenantId, connectionId, externalIds, now],
    );
    return rows.flatMap(({ orderId }) => orderId ?? []);
  }

  /** Takes the parcels' numbers of these orders away, which lead to their customers. */
  async forgetTracking(tx: Transaction, orderIds: readonly string[]): Promise<void> {
    const rows = await tx.query<KnownShopOrder>(
      `select ${columnsOf(ShopOrderRow, 's')} from commerce.shop_orders s where s.tenant_id = $1 and s.order_id = any($2::uuid[]) for update`,
      [tx.tenantId, orderIds],
    );
    for (const row of rows) await this.save(tx, { ...row, facts: withoutTracking(row.facts) });
  }

  /** Parcels and refunds of orders that did not come in 30 days. System role. @returns how many */
  async pruneWaiting(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, connection_id, external_id from commerce.shop_orders
         where order_id is null and updated_at < now() - interval '30 days' order by updated_at limit $1
       )
       delete from commerce.shop_orders s using old
       where s.tenant_id = old.tenant_id and s.connection_id = old.connection_id and s.external_id = old.external_id and s.order_id is null`,
      [limit],
    );
  }
}
