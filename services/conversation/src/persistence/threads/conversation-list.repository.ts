import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { PRIORITIES, type Conversation, type ConversationFilter, type ListPosition, type Sort } from '../../domain/threads/conversation.js';
import { likePart } from '../contacts/contact-book.repository.js';
import { JOINED, SHOWN } from './conversations.repository.js';

/** Conversations that one page looks at. Of those that a filter passes over there may be any number. */
const WALK = 1_000;

export interface ListedPage {
  rows: (Conversation & { rank: number })[];
  /** Where the page ended although there is more to look at. */
  walkedTo: ListPosition | undefined;
}

/** `phones`: the phone in all ways in which it may stand in the book, the likeliest first. `phoneParts`: what of `q` may be in a phone. */
type ListedFilter = Omit<ConversationFilter, 'phone'> & { phones?: readonly string[]; phoneParts?: readonly string[] };

interface Walk {
  rank: number;
  conditions: string[];
}

/**
 * Lists of conversations under any filter, at a cost that depends on neither how many there are nor how few of them the filter finds:
 * along an index in the order of the list, at most {@link WALK} rows a page. So a page may be short, even empty, and yet not the last.
 */
@Injectable()
export class ConversationListRepository {
  /** One row more than `limit` where there are more. */
  async list(tx: Transaction, filter: ListedFilter, sort: Sort, after: ListPosition | undefined, limit: number): Promise<ListedPage> {
    const values: unknown[] = [tx.tenantId];
    const parameter = (value: unknown): string => `$${values.push(value)}`;
    // The text depends on which filters are there and on nothing else: constants.
    const along = servedByIndexes(filter, sort, parameter);
    const start = after && { rank: parameter(after.rank), at: parameter(after.lastMessageAt), id: parameter(after.id) };
    const direction = sort === 'waiting' ? '' : ' desc';
    const ranks: Walk[] =
      sort === 'priority'
        ? PRIORITIES.map((priority, index) => ({ rank: index + 1, conditions: [`c.priority = '${priority}'`] }))
        : [{ rank: 0, conditions: [] }];
    const walks = ranks.map(({ rank, conditions }) => {
      const ofThisRank = [...along, ...conditions];
      if (start) {
        // Behind the cursor: all of a lower rank, of its own what comes after, nothing of a higher one. As values, an index starts there.
        const bound = (value: string, beyond: string): string =>
          `case when ${start.rank}::int = ${rank} then ${value} when ${start.rank} > ${rank} then ${beyond} end`;
        ofThisRank.push(
          `(c.last_message_at, c.id) ${direction ? '<' : '>'} (${bound(`${start.at}::timestamptz`, `'infinity'`)}, ${bound(`${start.id}::uuid`, `'ffffffff-ffff-ffff-ffff-ffffffffffff'`)})`,
        );
      }
      return `(
        select c.*, ${rank} as rank from conversation.conversations c where ${ofThisRank.join(' and ')}
        order by c.last_message_at${direction}, c.id${direction} limit ${WALK})`;
    });
    const ofWalk = [...values];
    const passing = lookedAt(filter, parameter);
    const order = `order by c.rank desc, c.last_message_at${direction}, c.id${direction}`;
    const walked = `(select c.* from (${walks.join(' union all ')}) c ${order} limit ${WALK}) c`;
    // Ends at the last row of the page, however far it may walk.
    const found = await tx.query<{ id: string }>(
      `select c.id from ${walked} ${passing.length > 0 ? `where ${passing.join(' and ')}` : ''} ${order} limit ${parameter(limit + 1)}`,
      values,
    );
    const rows = await this.#shown(
      tx,
      found.map(({ id }) => id),
      sort,
    );
    const isCutOff = found.length <= limit && passing.length > 0;
    return { rows, walkedTo: isCutOff ? await this.#endOf(tx, walked, order, ofWalk) : undefined };
  }

  /** The last conversation that a page may look at, where there are so many. */
  async #endOf(tx: Transaction, walked: string, order: string, values: readonly unknown[]): Promise<ListPosition | undefined> {
    const [last] = await tx.query<ListPosition>(
      `select c.rank, c.last_message_at as "lastMessageAt", c.id from ${walked} ${order} offset ${WALK - 1} limit 1`,
      values,
    );
    return last;
  }

  async #shown(tx: Transaction, ids: readonly string[], sort: Sort): Promise<(Conversation & { rank: number })[]> {
    const rows = await tx.query<Conversation>(`select ${SHOWN} from ${JOINED} where c.tenant_id = $1 and c.id = any($2::uuid[])`, [
      tx.tenantId,
      ids,
    ]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [{ ...row, rank: sort === 'priority' ? PRIORITIES.indexOf(row.priority) + 1 : 0 }] : [];
    });
  }
}

/** Conditions under which there is an index in the order of the list: the walk meets nothing else. */
function servedByIndexes(filter: ListedFilter, sort: Sort, parameter: (value: unknown) => string): string[] {
  const conditions = ['c.tenant_id = $1'];
  if (filter.state ? filter.state !== 'closed' : sort === 'waiting') conditions.push(`c.state <> 'closed'`);
  if (filter.assigneeId) conditions.push(`c.assignee_id = ${parameter(filter.assigneeId)}`);
  if (filter.teamId) conditions.push(`c.team_id = ${parameter(filter.teamId)}`);
  if (filter.contactId) conditions.push(`c.contact_id = ${parameter(filter.contactId)}`);
  if (filter.phones) {
    const phones = parameter(filter.phones);
    conditions.push(
      `c.contact_id = (select k.id from conversation.contacts k where k.tenant_id = $1 and k.phone = any(${phones}::text[])
        order by array_position(${phones}::text[], k.phone) limit 1)`,
    );
  }
  return conditions;
}

/** Conditions that decide over each conversation that the walk meets. */
function lookedAt(filter: ListedFilter, parameter: (value: unknown) => string): string[] {
  const conditions: string[] = [];
  const where = (condition: (parameter: string) => string, value: unknown): void => {
    conditions.push(condition(parameter(value)));
  };
  if (filter.state) where((p) => `c.state = ${p}`, filter.state);
  if (filter.owner) where((p) => `c.owner = ${p}`, filter.owner);
  if (filter.outletId) where((p) => `c.outlet_id = ${p}`, filter.outletId);
  if (filter.assigneeId === null) conditions.push('c.assignee_id is null');
  if (filter.priority) where((p) => `c.priority = ${p}`, filter.priority);
  if (filter.unread) conditions.push('c.unread_count > 0');
  if (filter.labelId) {
    where(
      (p) =>
        `exists (select from conversation.conversation_labels l where l.tenant_id = $1 and l.conversation_id = c.id and l.label_id = ${p})`,
      filter.labelId,
    );
  }
  if (filter.q) {
    const phones = parameter((filter.phoneParts ?? [filter.q]).map(likePart));
    where(
      (p) => `exists (select from conversation.contacts k where k.tenant_id = $1 and k.id = c.contact_id
        and (k.alias ilike ${p} or k.name ilike ${p} or k.username ilike ${p} or k.phone like any(${phones}::text[])))`,
      likePart(filter.q),
    );
  }
  return conditions;
}
