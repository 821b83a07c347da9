import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Changeable, MessageChange } from '../../domain/threads/message-change.js';

/** A customer's message, and where it stands. */
export interface ChangeableMessage extends Changeable {
  id: string;
  conversationId: string;
  outletId: string;
  seq: number;
}

export interface EarlyChange extends MessageChange {
  eventId: string;
  phoneNumberId: string;
}

/** Names the lock under which a message and a change of it that come at the same moment see each other. */
const LOCK = 1_118_001;

/** Edits and revocations of customers' messages. */
@Injectable()
export class ChangesRepository {
  /**
   * Whoever records messages shares this until the end of the transaction; whoever parks a change has it alone. So a message sees each
   * change that was parked before it, and a change is parked only where its message is not there.
   */
  async hold(tx: Transaction, how: 'shared' | 'alone'): Promise<void> {
    await tx.query(
      how === 'shared'
        ? 'select pg_advisory_xact_lock_shared(hashtextextended($1::text, $2::bigint))'
        : 'select pg_advisory_xact_lock(hashtextextended($1::text, $2::bigint))',
      [tx.tenantId, LOCK],
    );
  }

  /** The conversation in which a customer's message stands. */
  async conversationOf(tx: Transaction, phoneNumberId: string, wamid: string): Promise<string | undefined> {
    const [row] = await tx.query<{ conversationId: string }>(
      `select conversation_id as "conversationId" from conversation.messages
       where tenant_id = $1 and phone_number_id = $2 and wamid = $3 and direction = 'inbound'`,
      [tx.tenantId, phoneNumberId, wamid],
    );
    return row?.conversationId;
  }

  /** Locks a conversation. @returns its message of that id of WhatsApp; undefined where it stands there no more */
  async lockTarget(tx: Transaction, conversationId: string, phoneNumberId: string, wamid: string): Promise<ChangeableMessage | undefined> {
    await tx.query('select from conversation.conversations where tenant_id = $1 and id = $2 for update', [tx.tenantId, conversationId]);
    const [row] = await tx.query<ChangeableMessage>(
      `select m.id, m.conversation_id as "conversationId", c.outlet_id as "outletId", m.seq, m.type, m.text, m.content, m.at, m.edits,
         m.deleted_at as "deletedAt"
       from conversation.messages m join conversation.conversations c on c.tenant_id = $1 and c.id = m.conversation_id
       where m.tenant_id = $1 and m.phone_number_id = $3 and m.wamid = $4 and m.direction = 'inbound' and m.conversation_id = $2`,
      [tx.tenantId, conversationId, phoneNumberId, wamid],
    );
    return row;
  }

  async save(tx: Transaction, message: Pick<ChangeableMessage, 'id' | 'text' | 'content' | 'edits' | 'deletedAt'>): Promise<void> {
    await tx.execute(
      `update conversation.messages set text = $3, content = $4::jsonb, edits = $5::jsonb, deleted_at = $6 where tenant_id = $1 and id = $2`,
      [
        tx.tenantId,
        message.id,
        message.text,
        message.content === null ? null : JSON.stringify(message.content),
        message.edits && JSON.stringify(message.edits),
        message.deletedAt,
      ],
    );
    // A file of nobody's is forgotten, its bytes first.
    if (message.deletedAt) {
      await tx.execute('update conversation.media set message_id = null where tenant_id = $1 and message_id = $2', [
        tx.tenantId,
        message.id,
      ]);
    }
  }

  async park(tx: Transaction, change: EarlyChange, sender: { phone?: string | undefined; userId?: string | undefined }): Promise<void> {
    await tx.execute(
      `insert into conversation.pending_changes (tenant_id, event_id, phone_number_id, target_wamid, kind, wamid, text, at, phone, user_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tx.tenantId,
        change.eventId,
        change.phoneNumberId,
        change.targetWamid,
        change.kind,
        change.wamid,
        change.text,
        change.at,
        sender.phone ?? null,
        sender.userId ?? null,
      ],
    );
  }

  /** Takes the changes that were waiting for messages. */
  async takeParked(tx: Transaction, messages: readonly { phoneNumberId: string; wamid: string }[]): Promise<EarlyChange[]> {
    return tx.query<EarlyChange>(
      `with due as materialized (
         select p.event_id from unnest($2::text[], $3::text[]) as m (phone_number_id, wamid)
         cross join lateral (
           select event_id from conversation.pending_changes
           where tenant_id = $1 and phone_number_id = m.phone_number_id and target_wamid = m.wamid) p
       )
       delete from conversation.pending_changes c where c.tenant_id = $1 and c.event_id = any(array(select event_id from due))
       returning c.event_id as "eventId", c.phone_number_id as "phoneNumberId", c.target_wamid as "targetWamid", c.kind, c.wamid, c.text, c.at`,
      [tx.tenantId, messages.map(({ phoneNumberId }) => phoneNumberId), messages.map(({ wamid }) => wamid)],
    );
  }

  /** Changes whose messages have not come for so long. System role. @returns how many went */
  async pruneParked(tx: Transaction, days: number, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select tenant_id, event_id from conversation.pending_changes
         where created_at < now() - make_interval(days => $1) order by created_at limit $2
       )
       delete from conversation.pending_changes p using old where p.tenant_id = old.tenant_id and p.event_id = old.event_id`,
      [days, limit],
    );
  }
}
