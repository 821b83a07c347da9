import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { inThread, MAX_SEQ, type Message, type MessageOrder, type ThreadPosition } from '../../domain/threads/message.js';
import type { Positions } from '../../domain/live/live-page.js';
import { SHOWN_COLUMNS } from './shown-columns.js';
import { behind, ENTRIES_BEHIND } from '../live/live-log.repository.js';

export interface SpokenNotice {
  outletId: string;
  contactId: string;
  phone: string | null;
  userId: string | null;
  groupId: string | null;
  windowExpiresAt: string | null;
  seq: number;
}

const MESSAGE = `id, seq, direction, author, author_id as "authorId", type, text, content, wamid, status, failed, errors, pricing, citations, at, edits, deleted_at as "deletedAt", place,
  ${SHOWN_COLUMNS}`;

@Injectable()
export class MessagesRepository {
  /** Puts an agent's message at the end of a conversation that this transaction has locked. @returns its seq */
  async appendAgentMessage(
    tx: Transaction,
    message: {
      id: string;
      conversationId: string;
      author: 'agent' | 'api';
      authorId: string;
      type: string;
      text: string | undefined;
      content: object;
      /** What the customer has asked is answered by it. */
      isTurn: boolean;
      at: string;
    },
  ): Promise<number> {
    const [row] = await tx.query<{ seq: number }>(
      `with moved as (
         update conversation.conversations set next_seq = next_seq + 1, unread_count = 0,
           unanswered_from_seq = case when $10::boolean then next_seq + 1 else unanswered_from_seq end,
           last_message_at = greatest(last_message_at, $7::timestamptz)
         where tenant_id = $1::uuid and id = $3::uuid returning next_seq - 1 as seq, epoch
       )
       insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, author_id, type, text, content, status, epoch, at)
       select $1, $2::uuid, $3, seq, 'outbound', $8::text, $4::text, $9::text, $5::text, $6::jsonb, 'queued', epoch, $7 from moved
       returning seq`,
      [
        tx.tenantId,
        message.id,
        message.conversationId,
        message.authorId,
        message.text,
        JSON.stringify(message.content),
        message.at,
        message.author,
        message.type,
        message.isTurn,
      ],
    );
    if (!row) throw new Error('the conversation is locked and yet not there');
    return row.seq;
  }

  /**
   * The messages that others refer to by WhatsApp's ids, each in its conversation.
   *
   * @returns their ids, by the ids of those that refer to them
   */
  async targetsOf(
    tx: Transaction,
    references: readonly { messageId: string; conversationId: string; wamid: string }[],
  ): Promise<Map<string, string>> {
    const rows = await tx.query<{ messageId: string; id: string }>(
      `select r.message_id as "messageId", m.id
       from unnest($2::uuid[], $3::uuid[], $4::text[]) as r (message_id, conversation_id, wamid)
       cross join lateral (
         select id from conversation.messages where tenant_id = $1 and wamid = r.wamid and conversation_id = r.conversation_id limit 1) m`,
      [
        tx.tenantId,
        references.map(({ messageId }) => messageId),
        references.map(({ conversationId }) => conversationId),
        references.map(({ wamid }) => wamid),
      ],
    );
    return new Map(rows.map(({ messageId, id }) => [messageId, id]));
  }

  /** WhatsApp's ids of messages of a conversation, by ours; those that WhatsApp does not know are left out. */
  async wamidsOf(tx: Transaction, conversationId: string, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; wamid: string }>(
      `select id, wamid from conversation.messages
       where tenant_id = $1 and id = any($3::uuid[]) and conversation_id = $2 and wamid is not null`,
      [tx.tenantId, conversationId, ids],
    );
    return new Map(rows.map(({ id, wamid }) => [id, wamid]));
  }

  /**
   * Puts what the system tells the customer at the end of a conversation.
   *
   * @param notice.closedSince set where it says that nobody is there: then only in a conversation that waits, and once since that time
   * @returns undefined when it is not said
   */
  async appendNotice(
    tx: Transaction,
    notice: { id: string; conversationId: string; type: string; text: string; content: object; at: string; closedSince: string | null },
  ): Promise<SpokenNotice | undefined> {
    const [row] = await tx.query<SpokenNotice>(
      `with moved as (
         update conversation.conversations set next_seq = next_seq + 1, last_message_at = greatest(last_message_at, $6::timestamptz),
           away_told_at = case when $7::timestamptz is null then away_told_at else $6 end
         where tenant_id = $1::uuid and id = $3::uuid
           and ($7::timestamptz is null or owner = 'none' and state = 'pending' and coalesce(away_told_at, '-infinity') < $7::timestamptz)
         returning next_seq - 1 as seq, epoch, outlet_id, contact_id, window_expires_at
       ), message as (
         insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
         select $1, $2::uuid, $3, seq, 'outbound', 'system', $8::text, $4::text, $5::jsonb, 'queued', epoch, $6 from moved
       )
       select m.seq, m.outlet_id as "outletId", m.contact_id as "contactId", k.phone, k.user_id as "userId", k.group_id as "groupId",
         m.window_expires_at as "windowExpiresAt"
       from moved m join conversation.contacts k on k.tenant_id = $1 and k.id = m.contact_id`,
      [
        tx.tenantId,
        notice.id,
        notice.conversationId,
        notice.text,
        JSON.stringify(notice.content),
        notice.at,
        notice.closedSince,
        notice.type,
      ],
    );
    return row;
  }

  async find(tx: Transaction, id: string): Promise<Message | undefined> {
    const [row] = await tx.query<Message>(`select ${MESSAGE} from conversation.messages where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  /** Those of the messages that are there, in no order. */
  async findAll(tx: Transaction, ids: readonly string[]): Promise<Message[]> {
    return tx.query<Message>(`select ${MESSAGE} from conversation.messages where tenant_id = $1 and id = any($2::uuid[])`, [
      tx.tenantId,
      ids,
    ]);
  }

  /**
   * By WhatsApp's time: a message that came late stands right before the first that is newer. Oldest first, or newest first; one more
   * than `limit` where there are more. Late ones are read from an index of their own, so that neither kind is passed over.
   */
  async list(
    tx: Transaction,
    conversationId: string,
    { afterSeq, from, order }: { afterSeq: number; from?: ThreadPosition | undefined; order: MessageOrder },
    limit: number,
  ): Promise<Message[]> {
    const isUp = order === 'asc';
    const { place, at, seq } = from ?? { place: isUp ? 0 : MAX_SEQ, at: null, seq: 0 };
    const position = [tx.tenantId, conversationId, afterSeq, place];
    const select = `select ${MESSAGE} from conversation.messages where tenant_id = $1 and conversation_id = $2 and seq > $3`;
    const late = at === null ? '' : ` and (place, at, seq) ${isUp ? '>' : '<'} ($4::integer, $6::timestamptz, $7::integer)`;
    const [regular, others] = await Promise.all([
      tx.query<Message>(
        isUp
          ? `${select} and place is null and seq ${at === null ? '>' : '>='} $4 order by seq limit $5`
          : `${select} and place is null and seq < $4 order by seq desc limit $5`,
        [...position, limit + 1],
      ),
      tx.query<Message>(
        isUp
          ? `${select} and place ${at === null ? '>' : '>='} $4${late} order by place, at, seq limit $5`
          : `${select} and place <= $4${late} order by place desc, at desc, seq desc limit $5`,
        [...position, limit + 1, ...(at === null ? [] : [at, seq])],
      ),
    ]);
    if (others.length === 0) return regular;
    const sorted = [...regular, ...others].sort((one, other) => (isUp ? 1 : -1) * inThread(one, other));
    return sorted.slice(0, limit + 1);
  }

  /** The messages that the entries of the live log behind these cursors are about. */
  async ofLog(tx: Transaction, cursors: Positions, perInbox: number): Promise<(Message & { conversationId: string })[]> {
    return tx.query(
      `select ${MESSAGE}, conversation_id as "conversationId" from conversation.messages
       where tenant_id = $1 and id = any(array(select e.ref_id from (${ENTRIES_BEHIND}) e where e.kind in ('message', 'status')))`,
      behind(tx, cursors, perInbox),
    );
  }

  /**
   * The messages of conversations above their seqs, one more than `limit` of each where there are more. Those that stand in the live log
   * of their inbox behind its position are marked.
   */
  async missed(
    tx: Transaction,
    after: Positions,
    until: Positions,
    limit: number,
  ): Promise<(Message & { conversationId: string; isToCome: boolean })[]> {
    return tx.query(
      `select ${MESSAGE}, conversation_id as "conversationId", exists (
         select from conversation.inbox_log l
         where l.tenant_id = $1 and l.outlet_id = messages.outlet_id and l.seq > messages.until and l.kind = 'message' and l.ref_id = messages.id
       ) as "isToCome"
       from unnest($2::uuid[], $3::bigint[]) as wanted (wanted_id, after_seq)
       join lateral (
         select outlet_id, coalesce((select u.seq from unnest($4::uuid[], $5::bigint[]) as u (id, seq) where u.id = c.outlet_id), 0) as until
         from conversation.conversations c where c.tenant_id = $1 and c.id = wanted.wanted_id) inbox on true
       join lateral (
         select m.*, inbox.outlet_id, inbox.until from conversation.messages m
         where m.tenant_id = $1 and m.conversation_id = wanted.wanted_id and m.seq > wanted.after_seq order by m.seq limit $6) messages on true
       order by conversation_id, seq`,
      [tx.tenantId, Object.keys(after), Object.values(after), Object.keys(until), Object.values(until), limit + 1],
    );
  }
}
