import { Injectable } from '@nestjs/common';
import type { MessageState, SendClass } from '#contracts';
import type { Transaction } from '#database';
import { RENDERED_WITHOUT_CODE, type OutboundContent } from '#whatsapp';
import type { WholeMessage } from '../../domain/queue/message-view.js';
import { laneOf, type MessageProgress, type Recipient } from '../../domain/queue/message.js';
import { CLAIM, IS_TEMPLATE_HELD, PUT_ASIDE } from './claim-statement.js';

export interface NewMessage {
  id: string;
  outletId: string;
  conversationId?: string;
  to: Recipient;
  class: SendClass;
  content: { type: string };
  contextWamid?: string;
  /** Of free-form messages: the end of the customer's service window, where it is known. */
  windowUntil?: string;
  traceId?: string;
  /** When it is to leave; at once without. */
  sendAt?: string | undefined;
  /** The failed message in place of which it is sent. */
  retryOf?: string | undefined;
  /** Of a message that another service asked for. */
  requestedBy?: string | undefined;
  /** It does not leave from then on. */
  expiresAt?: string | undefined;
  /** It does not go to a customer who has unsubscribed. */
  needsConsent?: boolean | undefined;
}

/** A message that this process has taken, with all that its request needs. */
export interface ClaimedMessage {
  tenantId: string;
  id: string;
  outletId: string;
  conversationId: string | null;
  traceId: string | null;
  requestedBy: string | null;
  phone: string | null;
  userId: string | null;
  groupId: string | null;
  content: OutboundContent;
  template: string | null;
  contextWamid: string | null;
  windowUntil: string | null;
  expiresAt: string | null;
  needsConsent: boolean;
  claim: number;
  queuedMs: number;
  /** The three are null when the outlet is gone. */
  phoneNumberId: string | null;
  sealedToken: string | null;
  wabaId: string | null;
}

/** One line of a number: messages of one class and template, by the time at which they may leave. */
export type QueueKey = [priority: number, tenantId: string, outletId: string, template: string];

/** A row of a claim; of its only row the id is null when nothing was taken. */
export interface ClaimRow extends Omit<ClaimedMessage, 'id'> {
  id: string | null;
  /** Whether messages wait for the rate of their number: they may leave in a moment. */
  isPaced: boolean;
  /** Numbers of which messages wait and that have no row of their rate yet. */
  unrated: [tenantId: string, outletId: string][] | null;
  /** Messages that were looked at and have to wait for another one of their lane. */
  blocked: number;
  /** Those of them that stand before more messages than a claim looks at. */
  crowded: number;
  /** The last queue that was looked at, if there are others behind it. */
  walkedTo: QueueKey | null;
  /** The last class and tenant, likewise. */
  aroundTo: [priority: number, tenantId: string] | null;
}

/** Where the claim before has ended, if it did not look at all queues. */
export type ClaimedUpTo = Pick<ClaimRow, 'walkedTo' | 'aroundTo'>;

export interface StoredMessage extends MessageProgress {
  id: string;
  /** The state as it was read: what is saved must still be based on it. */
  was: MessageState;
  phone: string | null;
  userId: string | null;
  outletId: string;
  conversationId: string | null;
  template: string | null;
  /** As it was when the message was taken. */
  templateCategory: string | null;
  traceId: string | null;
  requestedBy: string | null;
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

/** A message in one of these may still leave, with all that it holds. */
const MAY_LEAVE: readonly MessageState[] = ['scheduled', 'queued', 'sending', 'unknown'];

/** Key of the advisory lock between those who free lanes and those who put messages of them aside. */
const LANES = 7_215_077_106;

const NOWHERE = [null, null, null, null] as const;
const BEFORE_ALL = [0, '00000000-0000-0000-0000-000000000000'] as const;
const valuesOf = ({ walkedTo, aroundTo }: ClaimedUpTo): unknown[] => [...(walkedTo ?? NOWHERE), ...(aroundTo ?? BEFORE_ALL)];

const STORED = `id, recipient_phone as phone, recipient_user_id as "userId", outlet_id as "outletId", conversation_id as "conversationId", template,
  content -> 'template' ->> 'category' as "templateCategory", trace_id as "traceId", requested_by as "requestedBy", state, state as was, failed, wamid, claim, refusals,
  waits, resends, errors, pricing`;

/** Columns of a {@link MessageView}. */
export const VIEW = `id, outlet_id as "outletId", conversation_id as "conversationId", recipient_phone as phone, recipient_user_id as "userId", recipient_group_id as "groupId", class,
  content ->> 'type' as type, state as status, failed, wamid, claim as attempts, errors, pricing, send_at as "sendAt", retry_of as "retryOf",
  created_at as "createdAt", updated_at as "updatedAt"`;

@Injectable()
export class MessagesRepository {
  /** Puts messages into the queue; those that are there already stay as they are. @returns how many are new */
  async insert(tx: Transaction, messages: readonly NewMessage[]): Promise<number> {
    return tx.execute(
      `insert into message_sender.messages
         (tenant_id, id, outlet_id, conversation_id, recipient_phone, recipient_user_id, lane, class, content, context_wamid, trace_id,
          recipient_group_id, state, send_at, due_at, next_attempt_at, retry_of, window_until, requested_by, expires_at, needs_consent)
       select $1, r.id, r.outlet_id, r.conversation_id, r.phone, r.user_id, r.lane, r.class, r.content, r.context_wamid, r.trace_id,
         r.group_id, case when r.send_at is null then 'queued' else 'scheduled' end, r.send_at, r.send_at, coalesce(r.send_at, now()), r.retry_of,
         r.window_until, r.requested_by, r.expires_at, r.needs_consent
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::text[], $11::text[],
         $12::text[], $13::timestamptz[], $14::uuid[], $15::timestamptz[], $16::text[], $17::timestamptz[], $18::boolean[])
         as r (id, outlet_id, conversation_id, phone, user_id, lane, class, content, context_wamid, trace_id, group_id, send_at, retry_of,
           window_until, requested_by, expires_at, needs_consent)
       order by r.id on conflict do nothing`,
      [
        tx.tenantId,
        messages.map(({ id }) => id),
        messages.map(({ outletId }) => outletId),
        messages.map(({ conversationId }) => conversationId ?? null),
        messages.map(({ to }) => to.phone ?? null),
        messages.map(({ to }) => to.userId ?? null),
        messages.map(({ outletId, to }) => laneOf(outletId, to)),
        messages.map((message) => message.class),
        messages.map(({ content }) => JSON.stringify(content)),
        messages.map(({ contextWamid }) => contextWamid ?? null),
        messages.map(({ traceId }) => traceId ?? null),
        messages.map(({ to }) => to.groupId ?? null),
        messages.map(({ sendAt }) => sendAt ?? null),
        messages.map(({ retryOf }) => retryOf ?? null),
        messages.map(({ windowUntil }) => windowUntil ?? null),
        messages.map(({ requestedBy }) => requestedBy ?? null),
        messages.map(({ expiresAt }) => expiresAt ?? null),
        messages.map(({ needsConsent }) => needsConsent ?? false),
      ],
    );
  }

  /**
   * Takes the next messages of all tenants, at most `limit`, and marks them as being sent. Runs under the system role.
   *
   * @param from up to where the claim before has looked
   */
  async claim(tx: Transaction, limit: number, instance: string, from: ClaimedUpTo): Promise<ClaimRow[]> {
    return tx.query<ClaimRow>(CLAIM, [limit, ...valuesOf(from), instance]);
  }

  /**
   * Puts messages aside that have to wait for others of their lanes and hide what is behind them. Runs under the system role.
   *
   * Alone among all that frees lanes: what is put aside is seen by whoever settles the message it waits for. @returns how many
   */
  async putAside(tx: Transaction, limit: number, from: ClaimedUpTo): Promise<number> {
    const [, count] = await Promise.all([
      tx.query(`select pg_advisory_xact_lock(${LANES})`),
      tx.execute(PUT_ASIDE, [limit, ...valuesOf(from)]),
    ]);
    return count;
  }

  /**
   * Marks messages as accepted whose attempt is still the present one and has met nothing else: nearly all of them, without reading them
   * first. @returns those
   */
  async accept(tx: Transaction, accepted: readonly { id: string; claim: number; wamid: string }[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `update message_sender.messages m
       set state = 'accepted', wamid = ($4::text[])[array_position($2::uuid[], m.id)], errors = '[]', updated_at = now()
       where tenant_id = $1 and id = any($2::uuid[]) and state = 'sending' and wamid is null
         and claim = ($3::integer[])[array_position($2::uuid[], m.id)]
       returning id`,
      [tx.tenantId, accepted.map(({ id }) => id), accepted.map(({ claim }) => claim), accepted.map(({ wamid }) => wamid)],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** The first messages of these lanes, by the order of a claim, may leave now, also if they were put aside while they had to wait. @returns how many there are */
  async freeLanes(tx: Transaction, lanes: readonly string[]): Promise<number> {
    const [, [row]] = await Promise.all([
      tx.query(`select pg_advisory_xact_lock_shared(${LANES})`),
      tx.query<{ waiting: number }>(
        `with first as materialized (
         select m.id, m.claim, m.next_attempt_at from unnest($2::text[]) lane cross join lateral (
           select id, claim, next_attempt_at from message_sender.messages
           where tenant_id = $1 and open_state = 'queued' and messages.lane = lane.lane
             and not ${IS_TEMPLATE_HELD('messages', '(select v.waba_id from tenant.numbers_v1 v where v.tenant_id = $1 and v.id = messages.outlet_id limit 1)')}
           order by priority, id limit 1) m
       ),
       freed as (
         update message_sender.messages set next_attempt_at = now()
         -- Only what was never tried is put aside; others wait for a time of their own.
         where tenant_id = $1 and id = any(array(select id from first where claim = 0 and next_attempt_at > now())) and open_state = 'queued'
       )
       select count(*) as waiting from first`,
        [tx.tenantId, lanes],
      ),
    ]);
    return row!.waiting;
  }

  /** The messages with these ids, locked in the order of their ids so that two transactions cannot wait for each other. */
  async lock(tx: Transaction, ids: readonly string[]): Promise<StoredMessage[]> {
    return tx.query<StoredMessage>(
      `select ${STORED} from message_sender.messages where tenant_id = $1 and id = any($2::uuid[]) order by id for update`,
      [tx.tenantId, ids],
    );
  }

  /** The same for messages that are known by WhatsApp's id. */
  async lockByWamid(tx: Transaction, wamids: readonly string[]): Promise<StoredMessage[]> {
    return tx.query<StoredMessage>(
      `select ${STORED} from message_sender.messages where tenant_id = $1 and wamid = any($2::text[]) order by id for update`,
      [tx.tenantId, wamids],
    );
  }

  /**
   * Writes the progress of locked messages. `delayMs`: when a message that is back in the queue may leave.
   *
   * The values are looked up by id: starting from the ids is then the only way in, whatever the planner believes about the table. In a
   * shared transaction a lock keeps nobody of the same transaction away: whose message was changed since it was read runs again, alone.
   */
  async save(tx: Transaction, messages: readonly (StoredMessage & { delayMs?: number })[]): Promise<void> {
    if (messages.length === 0) return;
    const saved = await tx.execute(
      `update message_sender.messages m
       set (state, failed, wamid, refusals, waits, resends, errors, pricing, next_attempt_at, unknown_at, updated_at) = (
         select r.state, r.failed, r.wamid, r.refusals, r.waits, r.resends, r.errors, r.pricing,
           coalesce(now() + make_interval(secs => r."delayMs" / 1000), m.next_attempt_at),
           case when r.state <> 'unknown' then null when m.state <> 'unknown' then now() else m.unknown_at end, now()
         from jsonb_to_record($3::jsonb -> m.id::text) as r (
           state text, failed boolean, wamid text, refusals integer, waits integer, resends integer, errors jsonb, pricing jsonb,
           "delayMs" float8))
       where m.tenant_id = $1 and m.id = any($2::uuid[]) and m.state = $3::jsonb -> m.id::text ->> 'was'`,
      [tx.tenantId, messages.map(({ id }) => id), JSON.stringify(Object.fromEntries(messages.map((message) => [message.id, message])))],
    );
    if (saved < messages.length) tx.alone();
    const codes = messages.filter(({ state, templateCategory }) => templateCategory === 'AUTHENTICATION' && !MAY_LEAVE.includes(state));
    if (codes.length > 0) {
      await this.maskCodes(
        tx,
        codes.map(({ id }) => id),
      );
    }
  }

  /** One-time codes among messages that have left, or never will: what is kept of them does not hold the code. */
  async maskCodes(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(
      `update message_sender.messages set content = jsonb_set(content #- '{template,components}', '{template,rendered}', $3::jsonb)
       where tenant_id = $1 and id = any($2::uuid[]) and content -> 'template' ->> 'category' = 'AUTHENTICATION'`,
      [tx.tenantId, ids, JSON.stringify(RENDERED_WITHOUT_CODE)],
    );
  }

  /** Messages under way since longer than any attempt can last, of all tenants. Runs under the system role. */
  async abandoned(tx: Transaction, olderThanMs: number, inHand: readonly string[]): Promise<OpenMessage[]> {
    return tx.query<OpenMessage>(
      `select tenant_id as "tenantId", id, claim, sender_instance as instance from message_sender.messages
       where open_state = 'sending' and attempted_at < now() - make_interval(secs => $1::float8 / 1000) and not (id = any($2::uuid[]))
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
       where u.open_state = 'unknown' and u.resends = 0 and u.unknown_at <= now() - make_interval(secs => $1::float8 / 1000)
       order by u.attempted_at desc limit 500`,
      [unknownForMs],
    );
  }

  /** Runs under the system role. */
  async countUnknown(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) as count from message_sender.messages where open_state = 'unknown'`);
    return row?.count ?? 0;
  }

  async find(tx: Transaction, id: string): Promise<WholeMessage | undefined> {
    return (
      await tx.query<WholeMessage>(
        `select ${VIEW}, content, context_wamid as "contextWamid" from message_sender.messages where tenant_id = $1 and id = $2`,
        [tx.tenantId, id],
      )
    )[0];
  }

  /** The time that a message was scheduled for; undefined for one that was to leave at once, or is gone. */
  async sendAtOf(tx: Transaction, id: string): Promise<string | undefined> {
    const [row] = await tx.query<{ sendAt: string | null }>(
      `select send_at as "sendAt" from message_sender.messages where tenant_id = $1 and id = $2`,
      [tx.tenantId, id],
    );
    return row?.sendAt ?? undefined;
  }

  /** Whether anything was queued for the conversation since `firstId`: ids are UUIDv7, so that those of the last moments lie together. */
  async hasNewer(tx: Transaction, conversationId: string, firstId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from message_sender.messages where tenant_id = $1 and id >= $3::uuid and conversation_id = $2 limit 1`,
      [tx.tenantId, conversationId, firstId],
    );
    return rows.length > 0;
  }
}
