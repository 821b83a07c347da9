import { MAX_PARTICIPANTS } from '../../domain/groups/group.js';

/** SQL for what a contact is called where nothing else says it. @param k alias of the contact */
export const shownName = (k: string): string => `coalesce(${k}.alias, ${k}.name, ${k}.username, ${k}.phone, ${k}.user_id, '')`;

/** SQL for the group that a thread is of, as JSON; null where it is a customer's. For selects that have the contact as `k` and the tenant as $1. */
export const SHOWN_GROUP = `case when k.group_id is not null then (
    select json_build_object('id', k.group_id, 'name', k.name, 'participants', coalesce(json_agg(json_build_object('contactId', g.id,
      'name', g.name, 'phone', g.phone, 'isMember', g.is_member) order by g.is_member desc, g.id), '[]'))
    from (
      select p.is_member, w.id, w.phone, ${shownName('w')} as name from conversation.group_participants p
      join conversation.contacts w on w.tenant_id = p.tenant_id and w.id = p.contact_id
      where p.tenant_id = $1 and p.group_id = k.id order by p.contact_id limit ${MAX_PARTICIPANTS}) g) end`;

/** SQL for who wrote a message into a group, as JSON; null for every other message. @param m alias of the message */
export const senderOf = (m: string): string => `case when ${m}.direction = 'inbound' and ${m}.author_id is not null then (
    select jsonb_build_object('contactId', w.id, 'name', ${shownName('w')}, 'phone', w.phone) from conversation.contacts w
    where w.tenant_id = ${m}.tenant_id and w.id = ${m}.author_id::uuid) end`;
