import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { spellingsOf, type Addressed } from '../../domain/gate/recipient.js';

export interface ServiceWindow {
  windowExpiresAt: string | null;
  freeEntryUntil: string | null;
}

const OF = `from conversation.service_windows_v1 where tenant_id = $1 and outlet_id = $2`;

/** Until when customers may be written to freely: the conversation service knows when they wrote, and this reads its published view. */
@Injectable()
export class WindowsRepository {
  /** The latest of whatever is known of the customer at the outlet, under whatever spelling of their number. */
  async find(tx: Transaction, outletId: string, { phone, userId }: Addressed): Promise<ServiceWindow> {
    const [row] = await tx.query<ServiceWindow>(
      `select max(window_expires_at) as "windowExpiresAt", max(free_entry_until) as "freeEntryUntil" from (
         select window_expires_at, free_entry_until ${OF} and phone = any($3::text[])
         union all
         select window_expires_at, free_entry_until ${OF} and user_id = $4
         union all
         select w.window_expires_at, w.free_entry_until from conversation.contact_spellings_v1 s
         cross join lateral (select window_expires_at, free_entry_until ${OF} and phone = s.wa_id) w
         where s.tenant_id = $1 and s.phone = any($3::text[])
       ) known`,
      [tx.tenantId, outletId, spellingsOf(phone), userId ?? null],
    );
    return row!;
  }
}
