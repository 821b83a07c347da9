import { Injectable } from '@nestjs/common';
import type { Owner } from '#contracts';
import type { Transaction } from '#database';
import type { Awaited } from '../../domain/surveys/survey-turn.js';
import type { SeenContact } from '../../domain/contacts/identity.js';
import { likelySpellings } from '../../domain/contacts/spelling.js';

/** A message that came, and whose it is. */
export interface ArrivedMessage {
  eventId: string;
  outletId: string;
  seen: SeenContact;
  /**
   * Of its contact, should it be the first of it. Given in the order of the messages, so that it does not matter in which order they are
   * recorded: of two contacts that become one, the older stays.
   */
  newContactId: string;
  /** When it was written. */
  at: string;
  /** What tells a message that WhatsApp repeats; programs' have none. */
  phoneNumberId?: string;
  wamid?: string;
}

/** Where a message belongs. */
export interface Place {
  conversationId: string;
  contactId: string;
  contactName: string | null;
  owner: Owner;
  /** What the survey of a closed conversation waits for. */
  awaited?: Awaited;
}

export type Found =
  | { outcome: 'placed'; place: Place }
  /** The event's effects are in the database already. */
  | { outcome: 'known' }
  /** The contact is known otherwise than the message shows it, and has to be reconciled. */
  | { outcome: 'apart' }
  /** Another transaction was just making the contact or the conversation, or taking it away. */
  | { outcome: 'missing' };

/** Which events are claimed in the inbox meanwhile: all; those that are not to be apart; none, because this transaction has claimed them. */
export type Claims = 'all' | 'plain' | 'none';

interface FoundRow {
  eventId: string;
  isApart: boolean;
  isClaimed: boolean;
  conversationId: string | null;
  contactId: string | null;
  contactName: string | null;
  owner: Owner;
  awaits: Awaited['awaits'] | null;
  until: string | null;
}

/**
 * The hot path, first half: places for a batch of messages of one tenant in ONE statement.
 *
 * known -> verdict -> claim -> contact -> conversation, found and locked, or made. Each table is read and written once, in the order of
 * sorted keys, so that two transactions with overlapping batches wait for each other and never both. A place is a customer as seen at an
 * outlet; several messages may belong to one.
 *
 * - A number that is another spelling of an account is the account's from the first step on.
 * - A contact is looked for by phone and by user id, each through its own index; what is locked is named by its keys before.
 * - A spelling that nobody knows yet, and a number that nobody has while somebody has a likely spelling of it, are apart.
 * - A place whose contact is not as seen is apart, and so is every other place of that contact: what the first makes of it comes first.
 * - Where a conversation is to be made for a known contact, the contact is locked: one that is being merged away, or forgotten, is waited
 *   for and then no longer found. A conversation that was merged away meanwhile is not found either (READ COMMITTED evaluates the
 *   condition again after the wait).
 */
const FIND_PLACES = `
with place as (
  select p.outlet_id, coalesce(s.wa_id, p.phone) as phone, p.user_id, p.parent_user_id, p.name, p.username, p.new_contact_id,
    p.new_conversation_id, p.at, p.n, case when s.wa_id is null then string_to_array(p.others, ' ') end as others,
    p.is_entangled or p.spelling is not null and not exists (
      select from conversation.contact_spellings o where o.tenant_id = $1 and o.phone = p.spelling and o.wa_id = p.phone) as is_entangled
  from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::uuid[], $10::uuid[], $11::timestamptz[],
    $15::text[], $16::text[]) with ordinality as p (outlet_id, phone, user_id, parent_user_id, name, username, is_entangled, new_contact_id,
    new_conversation_id, at, spelling, others, n)
  left join lateral (select wa_id from conversation.contact_spellings where tenant_id = $1 and phone = p.phone limit 1) s on true
), event as (
  select * from unnest($12::uuid[], $13::bigint[]) as e (event_id, n)
), known as (
  select p.n, k.id, k.name, k.phone,
    coalesce((p.phone is null or k.phone = p.phone) and (p.user_id is null or k.user_id = p.user_id)
      and (p.parent_user_id is null or k.parent_user_id = p.parent_user_id) and (p.name is null or k.name = p.name)
      and (p.username is null or k.username = p.username), false) as is_as_seen
  from place p cross join lateral (
    select id, phone, user_id, parent_user_id, name, username from conversation.contacts where tenant_id = $1 and phone = p.phone
    union
    select id, phone, user_id, parent_user_id, name, username from conversation.contacts where tenant_id = $1 and user_id = p.user_id) k
), verdict as (
  select p.n, (array_agg(k.id))[1] as contact_id, (array_agg(k.name))[1] as contact_name,
    p.is_entangled or count(k.id) > 1 or not coalesce(bool_and(k.is_as_seen), true)
      or not coalesce(bool_or(k.phone = p.phone), false)
        and exists (select from conversation.contacts o where o.tenant_id = $1 and o.phone = any(p.others)) as is_apart
  from place p left join known k on k.n = p.n group by p.n, p.is_entangled, p.phone, p.others
), plain as (
  select p.*, v.contact_id, v.contact_name from place p join verdict v on v.n = p.n
  where not v.is_apart
    and coalesce(v.contact_id not in (select k.id from known k join verdict o on o.n = k.n where o.is_apart), true)
), claim as (
  insert into conversation.inbox (tenant_id, event_id)
  select $1::uuid, e.event_id from event e where $14::text = 'all' or $14 = 'plain' and e.n in (select n from plain)
  order by e.event_id
  on conflict do nothing returning event_id
), wanted as (
  select * from plain p
  where p.n in (select e.n from event e where $14 = 'none' or e.event_id in (select event_id from claim))
), target as (
  select w.contact_id, f.id, array_agg(w.n) as places
  from wanted w cross join lateral (
    select id from conversation.conversations where tenant_id = $1 and contact_id = w.contact_id and outlet_id = w.outlet_id limit 1) f
  group by f.id, w.contact_id order by f.id
), locked as (
  select t.places, c.id, c.owner, c.survey_until, case when c.state = 'closed' then c.survey_awaits end as survey_awaits
  from target t cross join lateral (
    select id, owner, state, survey_awaits, survey_until from conversation.conversations where tenant_id = $1 and id = t.id and contact_id = t.contact_id for update) c
), thread as (
  select unnest(places) as n, id, owner, survey_awaits, survey_until from locked
), created as (
  insert into conversation.contacts (tenant_id, id, phone, user_id, parent_user_id, name, username)
  select distinct on (phone, user_id) $1, new_contact_id, phone, user_id, parent_user_id, name, username
  from wanted where contact_id is null order by phone, user_id
  on conflict do nothing returning id
), held as (
  select k.* from (
    select distinct contact_id as id from wanted where contact_id is not null and n not in (select n from thread) order by 1) w
  cross join lateral (
    select id, phone, user_id from conversation.contacts where tenant_id = $1 and id = w.id and merged_into is null for key share) k
), opened as (
  insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, last_message_at)
  select $1, w.new_conversation_id, w.outlet_id, w.owner_id, w.at from (
    select w.new_conversation_id, w.outlet_id, h.id as owner_id, w.at from wanted w join held h on h.id = w.contact_id
      and (w.phone is null or h.phone = w.phone) and (w.user_id is null or h.user_id = w.user_id)
    union all
    select new_conversation_id, outlet_id, new_contact_id, at from wanted where (new_contact_id in (select id from created)) is true) w
  order by w.owner_id, w.outlet_id
  on conflict do nothing returning id, contact_id
)
select e.event_id as "eventId", p.n is null as "isApart", $14 = 'none' or c.event_id is not null as "isClaimed",
  coalesce(t.id, o.id) as "conversationId", coalesce(o.contact_id, p.contact_id) as "contactId",
  coalesce(p.contact_name, p.name) as "contactName", coalesce(t.owner, 'bot') as owner,
  t.survey_awaits as awaits, t.survey_until as until
from event e left join plain p on p.n = e.n left join claim c on c.event_id = e.event_id
left join thread t on t.n = e.n left join opened o on o.id = p.new_conversation_id`;

/** Contacts and conversations together: how a message finds its place. */
@Injectable()
export class PlacesRepository {
  /**
   * Finds, or makes, where messages belong, and locks the conversations. Does nothing for those that are apart, and does not change a
   * contact that is known.
   *
   * @param isEntangled messages that must be recorded one by one
   * @param newId for conversations that are made
   * @returns what was found, message by message
   */
  async place<M extends ArrivedMessage>(
    tx: Transaction,
    messages: readonly M[],
    { claims, isEntangled, newId }: { claims: Claims; isEntangled: (message: M) => boolean; newId: () => string },
  ): Promise<Found[]> {
    const numbers = new Map<string, number>();
    const contactIds = new Map<string, string>();
    const places: { message: M; at: string; contactId: string }[] = [];
    const placeOf = messages.map((message) => {
      const { outletId, seen, newContactId, at } = message;
      const customer = JSON.stringify(seen);
      const key = `${outletId} ${customer}`;
      const number = numbers.get(key);
      if (number !== undefined) {
        const known = places[number - 1]!;
        if (Date.parse(at) > Date.parse(known.at)) known.at = at;
        return number;
      }
      const contactId = contactIds.get(customer) ?? newContactId;
      contactIds.set(customer, contactId);
      numbers.set(key, places.push({ message, at, contactId }));
      return places.length;
    });
    const rows = await tx.query<FoundRow>(FIND_PLACES, [
      tx.tenantId,
      places.map(({ message }) => message.outletId),
      places.map(({ message }) => message.seen.phone ?? null),
      places.map(({ message }) => message.seen.userId ?? null),
      places.map(({ message }) => message.seen.parentUserId ?? null),
      places.map(({ message }) => message.seen.name ?? null),
      places.map(({ message }) => message.seen.username ?? null),
      places.map(({ message }) => isEntangled(message)),
      places.map(({ contactId }) => contactId),
      places.map(() => newId()),
      places.map(({ at }) => at),
      messages.map(({ eventId }) => eventId),
      placeOf,
      claims,
      places.map(({ message }) => message.seen.spelling ?? null),
      places.map(({ message }) => likelySpellings(message.seen.phone ?? '').join(' ') || null),
    ]);
    const found = new Map(rows.map((row) => [row.eventId, row]));
    return messages.map(({ eventId }) => outcomeOf(found.get(eventId)!, claims));
  }

  /** @returns whether a message stands in a conversation already, and whether one that was written later by the same customer does */
  async standingOf(tx: Transaction, { phoneNumberId, wamid, seen, at }: ArrivedMessage): Promise<{ isCopy: boolean; isLate: boolean }> {
    const [row] = await tx.query<{ isCopy: boolean; isLate: boolean }>(
      `select exists (
           select from conversation.messages
           where tenant_id = $1 and phone_number_id = $2 and wamid = $3 and direction = 'inbound') as "isCopy",
         exists (
           select from (
             select id from conversation.contacts where tenant_id = $1 and phone = $4
             union
             select id from conversation.contacts where tenant_id = $1
               and phone = (select wa_id from conversation.contact_spellings where tenant_id = $1 and phone = $4)
             union
             select id from conversation.contacts where tenant_id = $1 and user_id = $5) k
           cross join lateral (
             select from conversation.conversations where tenant_id = $1 and contact_id = k.id and last_inbound_at > $6 limit 1) c) as "isLate"`,
      [tx.tenantId, phoneNumberId ?? null, wamid ?? null, seen.phone ?? null, seen.userId ?? null, at],
    );
    return row!;
  }
}

function outcomeOf({ isApart, isClaimed, conversationId, contactId, contactName, owner, awaits, until }: FoundRow, claims: Claims): Found {
  if (isApart && claims === 'plain') return { outcome: 'apart' };
  if (!isClaimed) return { outcome: 'known' };
  if (isApart) return { outcome: 'apart' };
  if (!conversationId || !contactId) return { outcome: 'missing' };
  const survey = awaits && until ? { awaited: { awaits, until } } : {};
  return { outcome: 'placed', place: { conversationId, contactId, contactName, owner, ...survey } };
}
