import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { OutboundContent } from '#whatsapp';
import type { MessageView } from '../domain/message-view.js';
import { laneOf, type MessageProgress, type Recipient, type SendClass } from '../domain/message.js';

export interface NewMessage {
  id: string;
  outletId: string;
  conversationId?: string;
  to: Recipient;
  class: SendClass;
  content: { type: string };
  contextWamid?: string;
  traceId?: string;
}

/** A message that this process has taken, with all that its request needs. */
export interface ClaimedMessage {
  tenantId: string;
  id: string;
  outletId: string;
  phone: string | null;
  userId: string | null;
  content: OutboundContent;
  template: string | null;
  contextWamid: string | null;
  claim: number;
  queuedMs: number;
  /** The three are null when the outlet is gone. */
  phoneNumberId: string | null;
  sealedToken: string | null;
  wabaId: string | null;
}

export interface StoredMessage extends MessageProgress {
  id: string;
  outletId: string;
  conversationId: string | null;
  template: string | null;
  traceId: string | null;
}

export interface OpenMessage {
  tenantId: string;
  id: string;
  claim: number;
  instance: string;
}

export interface UnknownMessage {
  tenantId: string;
  id: string;
  claim: number;
  resends: number;
  unknownForMs: number;
  attemptedAt: string;
  statusSeen: boolean;
  laterStatusAt: string | null;
}

/** How long a message whose fate is unknown keeps back the ones after it in its lane. */
const UNKNOWN_BLOCKS = '5 seconds';

const STORED = `id, outlet_id as "outletId", conversation_id as "conversationId", template, trace_id as "traceId", state, failed, wamid, claim, refusals,
  waits, resends, errors, pricing`;

const VIEW = `id, outlet_id as "outletId", conversation_id as "conversationId", recipient_phone as phone, recipient_user_id as "userId", class,
  content ->> 'type' as type, state as status, failed, wamid, claim as attempts, errors, pricing, created_at as "createdAt", updated_at as "updatedAt"`;

@Injectable()
export class MessagesRepository {
  /** @returns false when the message is there already */
  async insert(tx: Transaction, message: NewMessage): Promise<boolean> {
    return (
      (await tx.execute(
        `insert into message_sender.messages
           (tenant_id, id, outlet_id, conversation_id, recipient_phone, recipient_user_id, lane, class, content, context_wamid, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
        [
          tx.tenantId,
          message.id,
          message.outletId,
          message.conversationId,
          message.to.phone,
          message.to.userId,
          laneOf(message.outletId, message.to),
          message.class,
          JSON.stringify(message.content),
          message.contextWamid,
          message.traceId,
        ],
      )) === 1
    );
  }

  /**
   * Takes the next messages of all tenants, at most `limit`, and marks them as being sent. Runs under the system role.
   *
   * Only the first open message of a lane is eligible, and only when no other of its lane is under way: the order for a recipient.
   * Classes come first, then outlets in turn (what an outlet has under way counts as turns it had), then age. Held scopes are
   * left out; a hold is of its tenant only, one of scope app too, since tokens and so the apps behind them are each tenant's own.
   * A row that another process is just taking is passed over; its lane has no other eligible row.
   */
  async claim(tx: Transaction, limit: number, instance: string): Promise<ClaimedMessage[]> {
    return tx.query<ClaimedMessage>(
      `with recursive waiting as (
         (select tenant_id, outlet_id from message_sender.messages where state = 'queued' order by tenant_id, outlet_id limit 1)
         union all
         select n.tenant_id, n.outlet_id from waiting w cross join lateral (
           select m.tenant_id, m.outlet_id from message_sender.messages m
           where m.state = 'queued' and (m.tenant_id, m.outlet_id) > (w.tenant_id, w.outlet_id)
           order by m.tenant_id, m.outlet_id limit 1) n
       ),
       active_holds as materialized (
         select tenant_id, scope, key from message_sender.holds where ended_at is null and (until is null or until > now())
       ),
       under_way as materialized (
         select outlet_id, count(*) as turns from message_sender.messages where state = 'sending' group by outlet_id
       ),
       open_outlets as materialized (
         select w.tenant_id, w.outlet_id, o.waba_id, c.phone_number_id, c.access_token_sealed, coalesce(u.turns, 0) as turns
         from waiting w
         left join tenant.outlets_v1 o on o.tenant_id = w.tenant_id and o.id = w.outlet_id
         left join tenant.outlet_credentials_v1 c on c.tenant_id = w.tenant_id and c.id = w.outlet_id
         left join under_way u on u.outlet_id = w.outlet_id
         where o.status is distinct from 'disabled' and not exists (
           select 1 from active_holds h where h.tenant_id = w.tenant_id and (
             h.scope = 'app' or (h.scope = 'number' and h.key = w.outlet_id::text) or (h.scope = 'waba' and h.key = o.waba_id)))
       ),
       eligible as (
         select o.tenant_id, m.id, m.priority, o.turns + row_number() over (partition by o.tenant_id, o.outlet_id, m.priority order by m.id) as turn
         from open_outlets o cross join lateral (
           select m.id, m.priority from message_sender.messages m
           where m.state = 'queued' and m.tenant_id = o.tenant_id and m.outlet_id = o.outlet_id and m.next_attempt_at <= now()
             and not exists (
               select 1 from message_sender.messages b
               where b.tenant_id = m.tenant_id and b.lane = m.lane and b.state = 'queued' and b.id < m.id)
             and not exists (
               select 1 from message_sender.messages b
               where b.tenant_id = m.tenant_id and b.lane = m.lane and b.state in ('sending', 'unknown')
                 and (b.state = 'sending' or b.unknown_at > now() - interval '${UNKNOWN_BLOCKS}'))
             and (m.template is null or not exists (
               select 1 from active_holds h
               where h.tenant_id = m.tenant_id and h.scope = 'template' and h.key = o.waba_id || ':' || m.template))
           order by m.priority, m.id limit $1) m
       ),
       picked as (
         select m.tenant_id, m.id from message_sender.messages m
         join (select tenant_id, id from eligible order by priority, turn, id limit $1) e on e.tenant_id = m.tenant_id and e.id = m.id
         where m.state = 'queued' and m.next_attempt_at <= now()
         for update of m skip locked
       )
       update message_sender.messages m
       set state = 'sending', claim = m.claim + 1, attempted_at = clock_timestamp(), sender_instance = $2, updated_at = now()
       from picked p, open_outlets o
       where m.tenant_id = p.tenant_id and m.id = p.id and o.tenant_id = m.tenant_id and o.outlet_id = m.outlet_id
       returning m.tenant_id as "tenantId", m.id, m.outlet_id as "outletId", m.recipient_phone as phone, m.recipient_user_id as "userId", m.content,
         m.template, m.context_wamid as "contextWamid", m.claim, extract(epoch from now() - m.created_at)::float8 * 1000 as "queuedMs",
         o.phone_number_id as "phoneNumberId", o.access_token_sealed as "sealedToken", o.waba_id as "wabaId"`,
      [limit, instance],
    );
  }

  /** The messages with these ids, locked in the order of their ids so that two transactions cannot wait for each other. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<StoredMessage[]> {
    return tx.query<StoredMessage>(
      `select ${STORED} from message_sender.messages where tenant_id = $1 and id = any($2::uuid[]) order by id for update`,
      [tx.tenantId, ids],
    );
  }

  /** The same for messages that are known by our id or by WhatsApp's. */
  async lockReported(tx: Transaction, ids: readonly string[], wamids: readonly string[]): Promise<StoredMessage[]> {
    return tx.query<StoredMessage>(
      `select ${STORED} from message_sender.messages
       where tenant_id = $1 and (id = any($2::uuid[]) or wamid = any($3::text[])) order by id for update`,
      [tx.tenantId, ids, wamids],
    );
  }

  /** Writes the progress of locked messages. `delayMs`: when a message that is back in the queue may leave. */
  async save(tx: Transaction, messages: readonly (StoredMessage & { delayMs?: number })[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.execute(
      `update message_sender.messages m
       set state = r.state, failed = r.failed, wamid = r.wamid, refusals = r.refusals, waits = r.waits, resends = r.resends, errors = r.errors,
         pricing = r.pricing, next_attempt_at = coalesce(now() + make_interval(secs => r."delayMs" / 1000), m.next_attempt_at),
         unknown_at = case when r.state <> 'unknown' then null when m.state <> 'unknown' then now() else m.unknown_at end, updated_at = now()
       from jsonb_to_recordset($2::jsonb) as r (
         id uuid, state text, failed boolean, wamid text, refusals integer, waits integer, resends integer, errors jsonb, pricing jsonb,
         "delayMs" float8)
       where m.tenant_id = $1 and m.id = r.id`,
      [tx.tenantId, JSON.stringify(messages)],
    );
  }

  /** Messages under way since longer than any attempt can last, of all tenants. Runs under the system role. */
  async abandoned(tx: Transaction, olderThanMs: number, inHand: readonly string[]): Promise<OpenMessage[]> {
    return tx.query<OpenMessage>(
      `select tenant_id as "tenantId", id, claim, sender_instance as instance from message_sender.messages
       where state = 'sending' and attempted_at < now() - make_interval(secs => $1::float8 / 1000) and not (id = any($2::uuid[]))
       order by attempted_at limit 500`,
      [olderThanMs, inHand],
    );
  }

  /** Unknown messages that were not sent again yet, with the evidence about each. Runs under the system role. */
  async unresolved(tx: Transaction, unknownForMs: number): Promise<UnknownMessage[]> {
    return tx.query<UnknownMessage>(
      `select u.tenant_id as "tenantId", u.id, u.claim, u.resends, u.attempted_at as "attemptedAt",
         extract(epoch from now() - u.unknown_at)::float8 * 1000 as "unknownForMs",
         exists (select 1 from message_sender.status_log s where s.tenant_id = u.tenant_id and s.message_id = u.id) as "statusSeen",
         (select s.status_at from message_sender.status_log s
          join message_sender.messages o on o.tenant_id = s.tenant_id and o.id = s.message_id
          where s.tenant_id = u.tenant_id and s.outlet_id = u.outlet_id and s.status_at > u.attempted_at and s.message_id <> u.id
            and o.attempted_at > u.attempted_at
          order by s.status_at desc limit 1) as "laterStatusAt"
       from message_sender.messages u
       where u.state = 'unknown' and u.resends = 0 and u.unknown_at <= now() - make_interval(secs => $1::float8 / 1000)
       order by u.attempted_at desc limit 500`,
      [unknownForMs],
    );
  }

  /** Runs under the system role. */
  async countUnknown(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) as count from message_sender.messages where state = 'unknown'`);
    return row?.count ?? 0;
  }

  async find(tx: Transaction, id: string): Promise<(MessageView & { content: object }) | undefined> {
    return (
      await tx.query<MessageView & { content: object }>(
        `select ${VIEW}, content from message_sender.messages where tenant_id = $1 and id = $2`,
        [tx.tenantId, id],
      )
    )[0];
  }

  /** Whether anything was queued for the conversation since `firstId`: ids are UUIDv7, so that those of the last moments lie together. */
  async hasNewer(tx: Transaction, conversationId: string, firstId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from message_sender.messages where tenant_id = $1 and id >= $3::uuid and conversation_id = $2 limit 1`,
      [tx.tenantId, conversationId, firstId],
    );
    return rows.length > 0;
  }

  /** Newest first. */
  async list(tx: Transaction, filter: { status?: string; outletId?: string; beforeId?: string; limit: number }): Promise<MessageView[]> {
    return tx.query<MessageView>(
      `select ${VIEW} from message_sender.messages
       where tenant_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or outlet_id = $3) and ($4::uuid is null or id < $4)
       order by id desc limit $5`,
      [tx.tenantId, filter.status, filter.outletId, filter.beforeId, filter.limit],
    );
  }
}
