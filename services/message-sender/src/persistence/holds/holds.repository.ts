import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { HoldKind, HoldRequest, HoldScope } from '../../domain/holds/hold.js';

export interface HoldView {
  id: string;
  scope: HoldScope;
  key: string;
  kind: HoldKind;
  code: string;
  title: string;
  advice: string;
  until: string | null;
  createdAt: string;
}

@Injectable()
export class HoldsRepository {
  /** Puts holds; one that is there already for the same reason lasts as long as the longer of the two. */
  async put(tx: Transaction, holds: readonly HoldRequest[]): Promise<void> {
    // In one order for all transactions, so that two of them cannot wait for each other.
    for (const hold of [...holds].sort((a, b) => identity(a).localeCompare(identity(b)))) {
      await tx.execute(
        `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice, until, credential)
         values ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9::float8 / 1000), md5($10::text))
         on conflict (tenant_id, scope, key, kind, code) where ended_at is null
         do update set until = greatest(holds.until, excluded.until), credential = excluded.credential`,
        [tx.tenantId, v7(), hold.scope, hold.key, hold.kind, hold.code, hold.title, hold.advice, hold.delayMs, hold.sealedToken],
      );
    }
  }

  /** Whether a hold for this reason was lifted at or after a time: what was reported before then is settled. */
  async wasLiftedSince(tx: Transaction, hold: HoldRequest, at: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from message_sender.holds
       where tenant_id = $1 and scope = $2 and key = $3 and kind = $4 and code = $5 and ended_at >= $6 limit 1`,
      [tx.tenantId, hold.scope, hold.key, hold.kind, hold.code, at],
    );
    return rows.length > 0;
  }

  async listActive(tx: Transaction): Promise<HoldView[]> {
    return tx.query<HoldView>(
      `select id, scope, key, kind, code, title, advice, until, created_at as "createdAt" from message_sender.holds
       where tenant_id = $1 and ended_at is null and (until is null or until > now()) order by id`,
      [tx.tenantId],
    );
  }

  /** @returns false when there is no such hold, or it has ended */
  async end(tx: Transaction, id: string): Promise<boolean> {
    return (
      (await tx.execute(
        `update message_sender.holds set ended_at = now()
         where tenant_id = $1 and id = $2 and ended_at is null and (until is null or until > now())`,
        [tx.tenantId, id],
      )) === 1
    );
  }

  /**
   * Ends the holds of all tenants that end by themselves: waits by time (nobody asks for them afterwards, so they go), and auth when the
   * outlet has another token. Runs under the system role. @returns how many
   */
  async endOutdated(tx: Transaction): Promise<number> {
    const waits = await tx.execute(`delete from message_sender.holds where kind = 'wait' and until <= now()`);
    const auths = await tx.execute(
      `update message_sender.holds h set ended_at = now()
       from tenant.outlet_credentials_v1 c
       where h.kind = 'auth' and h.ended_at is null and c.tenant_id = h.tenant_id and c.id::text = h.key
         and md5(c.access_token_sealed) is distinct from h.credential`,
    );
    return waits + auths;
  }
}

const identity = (hold: HoldRequest): string => `${hold.scope}:${hold.key}:${hold.kind}:${hold.code}`;
