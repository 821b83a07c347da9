import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Takes out of orders what names a customer. What was sold, for how much and when stays: the books of the company need it. */
@Injectable()
export class ForgettingRepository {
  /** @param who under what the customer is known, or which orders are theirs @returns ids of the orders that were theirs */
  async forget(
    tx: Transaction,
    {
      phones = [],
      contactIds = [],
      orderIds = [],
    }: { phones?: readonly string[]; contactIds?: readonly string[]; orderIds?: readonly string[] },
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with theirs as materialized (
         select id from commerce.orders where tenant_id = $1 and phone = any($2::text[])
         union select id from commerce.orders where tenant_id = $1 and contact_id = any($3::uuid[])
         union select id from commerce.orders where tenant_id = $1 and id = any($4::uuid[])
       )
       update commerce.orders o set contact_id = null, phone = null, customer_name = null, address = null, language = null, tracking_number = null,
         tracking_url = null, forgotten = true
       from theirs where o.tenant_id = $1 and o.id = theirs.id returning o.id`,
      [tx.tenantId, phones, contactIds, orderIds],
    );
    const ids = rows.map(({ id }) => id);
    // A reason is what somebody wrote by hand.
    await tx.execute(
      `update commerce.order_history set reason = null where tenant_id = $1 and order_id = any($2::uuid[]) and reason is not null`,
      [tx.tenantId, ids],
    );
    return ids;
  }
}
