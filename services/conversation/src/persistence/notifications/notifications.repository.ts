import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { Notification } from '../../domain/notifications/notification.js';
import { groupName, type Group } from '../../domain/groups/group.js';
import { SHOWN_GROUP, shownName } from '../groups/shown-group.js';

const PREVIEW_CHARACTERS = 200;
/** More unread ones are not counted. */
const MAX_COUNTED = 100;
/** More are not marked in one go: what a person leaves unread for 90 days is no more than this, or is marked by the next call. */
const MAX_MARKED = 1_000;

@Injectable()
export class NotificationsRepository {
  /** Tells people of a note. A person who was told of it already is not told again. */
  async add(tx: Transaction, noteId: string, told: readonly { id: string; userId: string }[]): Promise<void> {
    await tx.execute(
      `insert into conversation.notifications (tenant_id, id, user_id, note_id)
       select $1, id, user_id, $2 from unnest($3::uuid[], $4::uuid[]) as told (id, user_id)
       on conflict on constraint notifications_once do nothing`,
      [tx.tenantId, noteId, told.map(({ id }) => id), told.map(({ userId }) => userId)],
    );
  }

  /** Newest first, one more than `limit` where there are more. */
  async list(tx: Transaction, userId: string, before: string | undefined, limit: number): Promise<Notification[]> {
    const rows = await tx.query<Notification & { group: Group | null }>(
      `select n.id, t.conversation_id as "conversationId", n.note_id as "noteId", t.author_id as "authorId",
         ${shownName('k')} as "contactName", ${SHOWN_GROUP} as "group", left(t.text, ${PREVIEW_CHARACTERS}) as text,
         n.created_at as at, n.read_at as "readAt"
       from (
         select * from conversation.notifications
         where tenant_id = $1 and user_id = $2 and ${idBefore('id', '$3')} order by id desc limit $4) n
       cross join lateral (
         select conversation_id, author_id, text from conversation.notes where tenant_id = $1 and id = n.note_id limit 1) t
       cross join lateral (select contact_id from conversation.conversations where tenant_id = $1 and id = t.conversation_id limit 1) c
       cross join lateral (
         select id, alias, name, username, phone, user_id, group_id from conversation.contacts
         where tenant_id = $1 and id = c.contact_id limit 1) k
       order by n.id desc`,
      [tx.tenantId, userId, before ?? null, limit + 1],
    );
    return rows.map(({ group, ...row }) => (group ? { ...row, contactName: groupName(group) } : row));
  }

  /** @returns how many a person has not read, up to {@link MAX_COUNTED} */
  async countUnread(tx: Transaction, userId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::integer as count from (
         select from conversation.notifications where tenant_id = $1 and user_id = $2 and read_at is null limit ${MAX_COUNTED}) unread`,
      [tx.tenantId, userId],
    );
    return row!.count;
  }

  /** Of the person alone: another's id changes nothing. */
  async markRead(tx: Transaction, userId: string, ids: readonly string[]): Promise<void> {
    await tx.execute(
      `update conversation.notifications set read_at = now()
       where tenant_id = $1 and id = any($3::uuid[]) and user_id = $2 and read_at is null`,
      [tx.tenantId, userId, ids],
    );
  }

  async markAllRead(tx: Transaction, userId: string): Promise<void> {
    await tx.execute(
      `update conversation.notifications set read_at = now()
       where tenant_id = $1 and id = any(array(
         select id from conversation.notifications where tenant_id = $1 and user_id = $2 and read_at is null
         order by id desc limit ${MAX_MARKED}))`,
      [tx.tenantId, userId],
    );
  }

  /** Those of all tenants that are older than 90 days. System role. @returns how many are gone */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, id from conversation.notifications where created_at < now() - interval '90 days' order by created_at limit $1
       )
       delete from conversation.notifications n using old where n.tenant_id = old.tenant_id and n.id = old.id`,
      [limit],
    );
  }
}
