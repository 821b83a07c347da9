import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { nextTenant } from './next-tenant.js';

/** How long an upload counts as being at WhatsApp, which keeps it for 30 days. */
const USABLE = '27 days';

/** An upload that this process has in hand. */
export interface ClaimedUpload {
  tenantId: string;
  mediaId: string;
  outletId: string;
  lease: string;
  /** The three are null when the outlet is gone. */
  phoneNumberId: string | null;
  sealedToken: string | null;
  wabaId: string | null;
}

const CLAIM = `
with recursive ${nextTenant('message_sender.media_uploads', 'q.next_attempt_at is not null', '$1::uuid', '$2::uuid[]')},
taken as (
  update message_sender.media_uploads u set lease = $3::uuid, next_attempt_at = now() + make_interval(secs => $4::float8 / 1000)
  where u.ctid = any(array(
    select m.ctid from message_sender.media_uploads m where m.tenant_id = (select tenant_id from next) and m.next_attempt_at <= now()
    order by m.next_attempt_at limit 1 for update skip locked))
  returning u.tenant_id, u.media_id, u.outlet_id
)
select t.tenant_id as "tenantId", t.media_id as "mediaId", t.outlet_id as "outletId", $3::uuid as lease,
  c.phone_number_id as "phoneNumberId", c.access_token_sealed as "sealedToken", o.waba_id as "wabaId"
from taken t
left join lateral (select * from tenant.outlets_v1 where tenant_id = t.tenant_id and id = t.outlet_id limit 1) o on true
left join lateral (select * from tenant.outlet_credentials_v1 where tenant_id = t.tenant_id and id = t.outlet_id limit 1) c on true`;

@Injectable()
export class MediaUploadsRepository {
  /** WhatsApp's ids of files, by ours; those that are not there, or not for long, are left out. */
  async graphIds(tx: Transaction, mediaIds: readonly string[], outletId: string, phoneNumberId: string): Promise<Map<string, string>> {
    const rows = await tx.query<{ mediaId: string; graphId: string }>(
      `select media_id as "mediaId", graph_id as "graphId" from message_sender.media_uploads
       where tenant_id = $1 and media_id = any($2::uuid[]) and outlet_id = $3 and phone_number_id = $4 and graph_id is not null
         and usable_until > now()`,
      [tx.tenantId, mediaIds, outletId, phoneNumberId],
    );
    return new Map(rows.map(({ mediaId, graphId }) => [mediaId, graphId]));
  }

  /**
   * Has files uploaded that a queued message needs. Whoever finishes an upload locks its row as this does, so that no message begins to
   * wait after the last look at who waits.
   *
   * @returns whether the message has to wait
   */
  async demand(
    tx: Transaction,
    message: { id: string; outletId: string; phoneNumberId: string },
    mediaIds: readonly string[],
  ): Promise<boolean> {
    const missing = await tx.query<{ mediaId: string }>(
      `with wanted as (
         insert into message_sender.media_uploads as u (tenant_id, media_id, outlet_id, next_attempt_at)
         select $1::uuid, id, $3::uuid, now() from unnest($2::uuid[]) id order by id
         on conflict (tenant_id, media_id, outlet_id) do update set
           graph_id = case when u.usable_until > now() and u.phone_number_id = $4::text then u.graph_id end,
           next_attempt_at = case when u.graph_id is not null and u.usable_until > now() and u.phone_number_id = $4 then null
             else coalesce(u.next_attempt_at, now()) end
         returning u.media_id, u.graph_id
       )
       select media_id as "mediaId" from wanted where graph_id is null`,
      [tx.tenantId, mediaIds, message.outletId, message.phoneNumberId],
    );
    if (missing.length === 0) return false;
    await tx.execute(
      `insert into message_sender.media_waits (tenant_id, media_id, outlet_id, message_id)
       select $1, id, $3, $4 from unnest($2::uuid[]) id on conflict do nothing`,
      [tx.tenantId, missing.map(({ mediaId }) => mediaId), message.outletId, message.id],
    );
    return true;
  }

  /** Takes a due upload in hand, for `leaseMs`: the oldest of the next tenant behind `after` that is not among `without`. System role. */
  async claimNext(
    tx: Transaction,
    after: string,
    without: readonly string[],
    lease: string,
    leaseMs: number,
  ): Promise<ClaimedUpload | undefined> {
    const rows = await tx.query<ClaimedUpload>(CLAIM, [after, without, lease, leaseMs]);
    return rows[0];
  }

  /**
   * Ends an upload that is in hand.
   *
   * @param graphId WhatsApp's id of the file; undefined when it did not get there: nobody has it in hand then until it is demanded anew
   * @returns the messages that waited for it; undefined when the upload has passed into other hands
   */
  async finish(tx: Transaction, upload: ClaimedUpload, graphId: string | undefined): Promise<string[] | undefined> {
    const ended = await tx.execute(
      `update message_sender.media_uploads set lease = null, next_attempt_at = null, graph_id = $5, phone_number_id = $6,
         usable_until = now() + interval '${USABLE}'
       where tenant_id = $1 and media_id = $2 and outlet_id = $3 and lease = $4`,
      [tx.tenantId, upload.mediaId, upload.outletId, upload.lease, graphId, upload.phoneNumberId],
    );
    if (ended === 0) return undefined;
    const waited = await tx.query<{ messageId: string }>(
      `delete from message_sender.media_waits where tenant_id = $1 and media_id = $2 and outlet_id = $3 returning message_id as "messageId"`,
      [tx.tenantId, upload.mediaId, upload.outletId],
    );
    return waited.map(({ messageId }) => messageId);
  }

  /** WhatsApp refused to send what it was said to have: the next message uploads it again. */
  async forget(tx: Transaction, mediaIds: readonly string[], outletId: string): Promise<void> {
    await tx.execute(
      `update message_sender.media_uploads set graph_id = null where tenant_id = $1 and media_id = any($2::uuid[]) and outlet_id = $3`,
      [tx.tenantId, mediaIds, outletId],
    );
  }

  /** All tenants, system role. */
  async prune(tx: Transaction, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select tenant_id, media_id, outlet_id from message_sender.media_uploads
         where usable_until < now() and next_attempt_at is null order by usable_until limit $1
       )
       delete from message_sender.media_uploads u using old
       where u.tenant_id = old.tenant_id and u.media_id = old.media_id and u.outlet_id = old.outlet_id
         and u.usable_until < now() and u.next_attempt_at is null`,
      [limit],
    );
  }
}
