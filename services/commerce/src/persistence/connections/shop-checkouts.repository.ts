import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { columnsOf, tenantsDue, type Transaction } from '#database';
import { ShopCheckoutRow, type ShopCheckout } from './shop-checkout.entity.js';

const COLUMNS = columnsOf(ShopCheckoutRow, 'k');
const DUE = { table: 'commerce.shop_checkouts', at: 'due_at', waiting: 'due_at is not null' };

@Injectable()
export class ShopCheckoutsRepository {
  /** What is known of a shop's checkout, made where nothing is; nobody else changes it until the transaction ends. */
  async lock(tx: Transaction, connectionId: string, token: string, now: string): Promise<ShopCheckout> {
    await tx.execute(
      `insert into commerce.shop_checkouts (tenant_id, id, connection_id, token, version, state, started_at, updated_at)
       values ($1, $2, $3, $4, '', 'passed', $5, $5) on conflict do nothing`,
      [tx.tenantId, v7(), connectionId, token, now],
    );
    const [row] = await tx.query<ShopCheckout>(
      `select ${COLUMNS} from commerce.shop_checkouts k where k.tenant_id = $1 and k.connection_id = $2 and k.token = $3 for update`,
      [tx.tenantId, connectionId, token],
    );
    return row!;
  }

  /** Tenants of whom something is due. System role. */
  tenantsDue(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** The one that is due for longest. One that somebody else holds is passed over. */
  async takeDue(tx: Transaction, now: string): Promise<ShopCheckout | undefined> {
    const [row] = await tx.query<ShopCheckout>(
      `select ${COLUMNS} from commerce.shop_checkouts k where k.tenant_id = $1 and k.due_at <= $2
       order by k.due_at, k.id limit 1 for update skip locked`,
      [tx.tenantId, now],
    );
    return row;
  }

  /** Whether a customer has an order, of whichever shop, that was placed since. @param since ISO 8601 */
  async hasOrdered(
    tx: Transaction,
    { phones, contactId }: { phones: readonly string[]; contactId: string },
    since: string,
  ): Promise<boolean> {
    const rows = await tx.query(
      `(select from commerce.orders where tenant_id = $1 and phone = any($2::text[]) and placed_at >= $4 limit 1)
       union all (select from commerce.orders where tenant_id = $1 and contact_id = $3 and placed_at >= $4 limit 1)`,
      [tx.tenantId, phones, contactId, since],
    );
    return rows.length > 0;
  }

  /** A customer who is forgotten: all of theirs. @returns how many */
  async forget(tx: Transaction, phones: readonly string[]): Promise<number> {
    return tx.execute(`delete from commerce.shop_checkouts where tenant_id = $1 and phone = any($2::text[])`, [tx.tenantId, phones]);
  }

  /** A customer whom one shop asks to forget: theirs there. */
  async forgetAt(tx: Transaction, connectionId: string, phones: readonly string[]): Promise<void> {
    await tx.execute(`delete from commerce.shop_checkouts where tenant_id = $1 and phone = any($2::text[]) and connection_id = $3`, [
      tx.tenantId,
      phones,
      connectionId,
    ]);
  }

  /** Those of all tenants that were last heard of 30 days ago. System role. @returns how many */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, id from commerce.shop_checkouts where updated_at < now() - interval '30 days' order by updated_at limit $1
       )
       delete from commerce.shop_checkouts k using old where k.tenant_id = old.tenant_id and k.id = old.id`,
      [limit],
    );
  }
}
