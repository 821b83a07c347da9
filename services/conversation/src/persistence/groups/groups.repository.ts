import { Injectable } from '@nestjs/common';
import type { Owner } from '#contracts';
import type { Transaction } from '#database';

/** When, by WhatsApp's time, somebody was seen in a group, or out of it. */
export interface Presence {
  contactId: string;
  isMember: boolean;
  at: string;
}

/** Groups: the contacts that stand for them, and who is in them. */
@Injectable()
export class GroupsRepository {
  /** The contact that stands for a group; made where there is none. @param newId should it be the first of it */
  async contactOf(tx: Transaction, groupId: string, newId: string): Promise<string> {
    const known = await this.find(tx, groupId);
    if (known) return known;
    await tx.execute(
      `insert into conversation.contacts (tenant_id, id, group_id) values ($1, $2, $3)
       on conflict (tenant_id, group_id) where group_id is not null do nothing`,
      [tx.tenantId, newId, groupId],
    );
    const made = await this.find(tx, groupId);
    if (!made) throw new Error('the group was just made and is not there');
    return made;
  }

  async find(tx: Transaction, groupId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(`select id from conversation.contacts where tenant_id = $1 and group_id = $2`, [
      tx.tenantId,
      groupId,
    ]);
    return row?.id;
  }

  /** The thread of a group at an outlet, locked; made where there is none. @param first its id, and the time of its message, should it be the first */
  async lockThread(
    tx: Transaction,
    contactId: string,
    outletId: string,
    first: { conversationId: string; at: string },
  ): Promise<{ conversationId: string; owner: Owner }> {
    const lock = (): Promise<{ conversationId: string; owner: Owner }[]> =>
      tx.query(
        `select id as "conversationId", owner from conversation.conversations where tenant_id = $1 and contact_id = $2 and outlet_id = $3 for update`,
        [tx.tenantId, contactId, outletId],
      );
    const [known] = await lock();
    if (known) return known;
    await tx.execute(
      `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, last_message_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [tx.tenantId, first.conversationId, outletId, contactId, first.at],
    );
    const [made] = await lock();
    if (!made) throw new Error('the thread of the group was just made and is not there');
    return made;
  }

  /** Whether something newer is known of a participant of any group. */
  async wasSeenSince(tx: Transaction, seen: { phone?: string | undefined; userId?: string | undefined }, at: string): Promise<boolean> {
    const rows = await tx.query(
      `select from (
         select id from conversation.contacts where tenant_id = $1 and phone = $2
         union
         select id from conversation.contacts where tenant_id = $1
           and phone = (select wa_id from conversation.contact_spellings where tenant_id = $1 and phone = $2)
         union
         select id from conversation.contacts where tenant_id = $1 and user_id = $3) k
       cross join lateral (
         select from conversation.group_participants where tenant_id = $1 and contact_id = k.id and changed_at > $4 limit 1) p limit 1`,
      [tx.tenantId, seen.phone ?? null, seen.userId ?? null, at],
    );
    return rows.length > 0;
  }

  /** What was known later stays. @returns whether it is news: somebody new, or who came or went */
  async see(tx: Transaction, groupId: string, { contactId, isMember, at }: Presence): Promise<boolean> {
    const [row] = await tx.query<{ isNews: boolean }>(
      `with before as (
         select is_member from conversation.group_participants where tenant_id = $1::uuid and group_id = $2::uuid and contact_id = $3::uuid
       )
       insert into conversation.group_participants as p (tenant_id, group_id, contact_id, is_member, changed_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, group_id, contact_id) do update set is_member = excluded.is_member, changed_at = excluded.changed_at
       where p.changed_at < excluded.changed_at
       returning (select is_member from before) is distinct from p.is_member as "isNews"`,
      [tx.tenantId, groupId, contactId, isMember, at],
    );
    return row?.isNews ?? false;
  }

  /** Nobody is in a group any more. */
  async empty(tx: Transaction, groupId: string, at: string): Promise<void> {
    await tx.execute(
      `update conversation.group_participants set is_member = false, changed_at = $3
       where tenant_id = $1 and group_id = $2 and changed_at < $3::timestamptz`,
      [tx.tenantId, groupId, at],
    );
  }

  /** Its threads, with the inbox that each is in. */
  async threads(tx: Transaction, groupId: string): Promise<{ conversationId: string; outletId: string }[]> {
    return tx.query(
      `select id as "conversationId", outlet_id as "outletId" from conversation.conversations where tenant_id = $1 and contact_id = $2 order by id`,
      [tx.tenantId, groupId],
    );
  }

  /** The name that was given last stays, whatever comes late. */
  async name(tx: Transaction, groupId: string, name: string, at: string): Promise<void> {
    await tx.execute(
      `update conversation.contacts set name = $3, group_named_at = $4, updated_at = now()
       where tenant_id = $1 and id = $2 and coalesce(group_named_at, '-infinity') < $4::timestamptz`,
      [tx.tenantId, groupId, name, at],
    );
  }

  /** Threads of groups in which these contacts were seen, and of the inboxes they are in; locked. */
  async lockThreadsOf(tx: Transaction, contactIds: readonly string[]): Promise<{ conversationId: string; outletId: string }[]> {
    return tx.query(
      `select c.id as "conversationId", c.outlet_id as "outletId" from conversation.conversations c
       where c.tenant_id = $1 and c.contact_id = any(array(
         select group_id from conversation.group_participants where tenant_id = $1 and contact_id = any($2::uuid[])))
       order by c.id for update`,
      [tx.tenantId, contactIds],
    );
  }

  /** Two contacts are one customer: what either wrote in groups is theirs, and they are in each group once. @returns the threads in which it shows */
  async join(tx: Transaction, from: string, to: string): Promise<{ conversationId: string; outletId: string }[]> {
    const threads = await this.lockThreadsOf(tx, [from]);
    await tx.execute(
      `update conversation.messages set author_id = $4
       where tenant_id = $1 and conversation_id = any($2::uuid[]) and author_id = $3 and direction = 'inbound'`,
      [tx.tenantId, threads.map(({ conversationId }) => conversationId), from, to],
    );
    await tx.execute(
      `with gone as (
         delete from conversation.group_participants where tenant_id = $1::uuid and contact_id = $2 returning group_id, is_member, changed_at
       )
       insert into conversation.group_participants as p (tenant_id, group_id, contact_id, is_member, changed_at)
       select $1, group_id, $3::uuid, is_member, changed_at from gone
       on conflict (tenant_id, group_id, contact_id) do update set is_member = excluded.is_member, changed_at = excluded.changed_at
       where p.changed_at < excluded.changed_at`,
      [tx.tenantId, from, to],
    );
    return threads;
  }

  /** Under what WhatsApp knew customers when they wrote in groups. */
  async senders(
    tx: Transaction,
    conversationIds: readonly string[],
    contactIds: readonly string[],
  ): Promise<{ phone: string | null; userId: string | null }[]> {
    return tx.query(
      `select distinct content ->> 'from' as phone, content ->> 'from_user_id' as "userId" from conversation.messages
       where tenant_id = $1 and conversation_id = any($2::uuid[]) and author_id = any($3::text[]) and direction = 'inbound'`,
      [tx.tenantId, conversationIds, contactIds],
    );
  }

  /** Takes customers out of groups, which stay. @returns what they wrote there */
  async forget(
    tx: Transaction,
    conversationIds: readonly string[],
    contactIds: readonly string[],
  ): Promise<{ id: string; text: string | null }[]> {
    await tx.execute(`delete from conversation.group_participants where tenant_id = $1 and contact_id = any($2::uuid[])`, [
      tx.tenantId,
      contactIds,
    ]);
    return tx.query(
      `delete from conversation.messages
       where tenant_id = $1 and conversation_id = any($2::uuid[]) and author_id = any($3::text[]) and direction = 'inbound' returning id, text`,
      [tx.tenantId, conversationIds, contactIds],
    );
  }
}
