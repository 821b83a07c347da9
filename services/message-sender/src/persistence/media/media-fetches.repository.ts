import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { MediaKind } from '#whatsapp';
import { nextTenant } from './next-tenant.js';

export interface MediaFetch {
  id: string;
  outletId: string;
  kind: MediaKind;
  graphId: string;
  contentType: string | null;
  sha256: string | null;
  expiresAt: string;
}

/** A fetch that this process has in hand. */
export interface ClaimedFetch extends MediaFetch {
  tenantId: string;
  lease: string;
  attempts: number;
  /** Both null when the outlet is gone. */
  phoneNumberId: string | null;
  sealedToken: string | null;
}

const CLAIM = `
with recursive ${nextTenant('message_sender.media_fetches', 'true', '$1::uuid', '$2::uuid[]')},
taken as (
  update message_sender.media_fetches f
  set attempts = f.attempts + 1, lease = $3::uuid, next_attempt_at = now() + make_interval(secs => $4::float8 / 1000)
  where f.ctid = any(array(
    select m.ctid from message_sender.media_fetches m where m.tenant_id = (select tenant_id from next) and m.next_attempt_at <= now()
    order by m.next_attempt_at limit 1 for update skip locked))
  returning f.tenant_id, f.id, f.outlet_id, f.kind, f.graph_id, f.content_type, f.sha256, f.expires_at, f.attempts
)
select t.tenant_id as "tenantId", t.id, t.outlet_id as "outletId", t.kind, t.graph_id as "graphId", t.content_type as "contentType",
  t.sha256, t.expires_at as "expiresAt", t.attempts, $3::uuid as lease, c.phone_number_id as "phoneNumberId",
  c.access_token_sealed as "sealedToken"
from taken t left join lateral (
  select * from tenant.outlet_credentials_v1 where tenant_id = t.tenant_id and id = t.outlet_id limit 1) c on true`;

@Injectable()
export class MediaFetchesRepository {
  /** Requests a file; a second request starts over. */
  async want(
    tx: Transaction,
    fetch: Omit<MediaFetch, 'contentType' | 'sha256'> & { contentType?: string; sha256?: string },
  ): Promise<void> {
    await tx.execute(
      `insert into message_sender.media_fetches (tenant_id, id, outlet_id, kind, graph_id, content_type, sha256, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (tenant_id, id) do update set attempts = 0, next_attempt_at = now(), lease = null, expires_at = excluded.expires_at`,
      [tx.tenantId, fetch.id, fetch.outletId, fetch.kind, fetch.graphId, fetch.contentType, fetch.sha256, fetch.expiresAt],
    );
  }

  /**
   * Takes a due fetch in hand, for `leaseMs`: the oldest of the next tenant behind `after` that is not among `without`. What another process is
   * just taking is passed over. System role.
   */
  async claimNext(
    tx: Transaction,
    after: string,
    without: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<ClaimedFetch | undefined> {
    const rows = await tx.query<ClaimedFetch>(CLAIM, [after, without, lease, leaseMs]);
    return rows[0];
  }

  /** @returns false when the fetch has passed into other hands */
  async finish(tx: Transaction, fetch: { id: string; lease: string }): Promise<boolean> {
    return (
      (await tx.execute(`delete from message_sender.media_fetches where tenant_id = $1 and id = $2 and lease = $3`, [
        tx.tenantId,
        fetch.id,
        fetch.lease,
      ])) === 1
    );
  }

  async postpone(tx: Transaction, fetch: { id: string; lease: string }, delayMs: number): Promise<void> {
    await tx.execute(
      `update message_sender.media_fetches set lease = null, next_attempt_at = now() + make_interval(secs => $4::float8 / 1000)
       where tenant_id = $1 and id = $2 and lease = $3`,
      [tx.tenantId, fetch.id, fetch.lease, delayMs],
    );
  }
}
