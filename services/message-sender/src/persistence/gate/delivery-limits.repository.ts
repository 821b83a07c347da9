import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { countryKey, type DeliveryLimit } from '../../domain/gate/delivery-limit.js';
import { countryOf, spellingsOf, type Addressed } from '../../domain/gate/recipient.js';

const keysOf = ({ phone, userId }: Addressed): string[] => [...spellingsOf(phone), ...(userId ? [userId] : [])];

@Injectable()
export class DeliveryLimitsRepository {
  /** One that is known already lasts as long as the longer of the two. */
  async put(tx: Transaction, limits: readonly DeliveryLimit[]): Promise<void> {
    if (limits.length === 0) return;
    const byKey = new Map<string, DeliveryLimit>();
    for (const limit of limits) {
      const key = JSON.stringify([limit.kind, limit.key]);
      if ((byKey.get(key)?.untilMs ?? 0) < limit.untilMs) byKey.set(key, limit);
    }
    // In one order for all transactions, so that two of them cannot wait for each other.
    const rows = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, limit]) => limit);
    await tx.execute(
      `insert into message_sender.delivery_limits as l (tenant_id, kind, key, until)
       select $1, r.* from unnest($2::text[], $3::text[], $4::timestamptz[]) as r (kind, key, until)
       on conflict (tenant_id, kind, key) do update set until = greatest(l.until, excluded.until)`,
      [tx.tenantId, rows.map(({ kind }) => kind), rows.map(({ key }) => key), rows.map(({ untilMs }) => new Date(untilMs).toISOString())],
    );
  }

  /** What WhatsApp does not deliver to the recipient now. */
  async find(tx: Transaction, wabaId: string, to: Addressed): Promise<{ cappedUntil: string | null; countryRefusedUntil: string | null }> {
    const country = countryOf(to);
    const [row] = await tx.query<{ cappedUntil: string | null; countryRefusedUntil: string | null }>(
      `select (select max(until) from message_sender.delivery_limits
           where tenant_id = $1 and kind = 'marketing_cap' and key = any($2::text[]) and until > now()) as "cappedUntil",
         (select until from message_sender.delivery_limits
           where tenant_id = $1 and kind = 'country' and key = $3 and until > now()) as "countryRefusedUntil"`,
      [tx.tenantId, keysOf(to), country === null ? null : countryKey(wabaId, country)],
    );
    return row!;
  }

  /** Whether WhatsApp keeps promotions from the customer now. */
  async isCapped(tx: Transaction, to: Addressed): Promise<boolean> {
    const rows = await tx.query(
      `select from message_sender.delivery_limits
       where tenant_id = $1 and kind = 'marketing_cap' and key = any($2::text[]) and until > now() limit 1`,
      [tx.tenantId, keysOf(to)],
    );
    return rows.length > 0;
  }

  /** Of all tenants. Runs under the system role. @returns how many are over, and gone */
  async forget(tx: Transaction, limit: number): Promise<number> {
    return tx.execute(
      `with over as materialized (
         select tenant_id, kind, key from message_sender.delivery_limits where until <= now() order by until limit $1
       )
       delete from message_sender.delivery_limits l using over
       where l.tenant_id = over.tenant_id and l.kind = over.kind and l.key = over.key and l.until <= now()`,
      [limit],
    );
  }
}
