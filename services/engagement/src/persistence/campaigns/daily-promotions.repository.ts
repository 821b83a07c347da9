import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** A contact's calendar day. */
export interface ContactDay {
  contactId: string;
  day: string;
}

@Injectable()
export class DailyPromotionsRepository {
  /** Counts one more for each contact who has had fewer than `cap` on the day. @returns the contacts who may get it */
  async take(tx: Transaction, days: readonly ContactDay[], cap: number): Promise<Set<string>> {
    if (days.length === 0) return new Set();
    const rows = await tx.query<{ contactId: string }>(
      `insert into engagement.daily_promotions as p (tenant_id, contact_id, day, sent)
       select $1, d.contact_id, d.day, 1 from unnest($2::uuid[], $3::date[]) as d (contact_id, day) order by d.contact_id, d.day
       on conflict (tenant_id, contact_id, day) do update set sent = p.sent + 1 where p.sent < $4
       returning contact_id as "contactId"`,
      [tx.tenantId, days.map(({ contactId }) => contactId), days.map(({ day }) => day), cap],
    );
    return new Set(rows.map(({ contactId }) => contactId));
  }

  /** What did not reach the contact does not count. */
  async giveBack(tx: Transaction, days: readonly ContactDay[]): Promise<void> {
    if (days.length === 0) return;
    await tx.query(
      `update engagement.daily_promotions p set sent = p.sent - 1 from unnest($2::uuid[], $3::date[]) as d (contact_id, day)
       where p.tenant_id = $1 and p.contact_id = d.contact_id and p.day = d.day and p.sent > 0`,
      [tx.tenantId, days.map(({ contactId }) => contactId), days.map(({ day }) => day)],
    );
  }
}
