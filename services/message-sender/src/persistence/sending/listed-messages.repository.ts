import { Injectable } from '@nestjs/common';
import type { SendClass } from '#contracts';
import { idBefore, type Transaction } from '#database';
import type { MessageView } from '../../domain/queue/message-view.js';
import { VIEW } from '../queue/messages.repository.js';

/** The id of a failed message, as its index has it. */
const FAILED_ID = '(case when failed then id end)';
/** Messages that one page under filters looks at. */
const WALK = 1_000;

export interface MessageFilter {
  status?: string | undefined;
  outletId?: string | undefined;
  class?: SendClass | undefined;
  /** Of the recipient, in every spelling. */
  phones?: readonly string[] | undefined;
  userId?: string | undefined;
  /** The first id that counts, and the first that does not any more. */
  fromId?: string | undefined;
  untilId?: string | undefined;
  limit: number;
}

/** Where a page ended; of scheduled ones with their time. */
export interface Place {
  dueAt: string | null;
  id: string;
}

export interface Listed {
  rows: MessageView[];
  /** The last message that was looked at, where there may be more behind it than the page shows. */
  walkedTo: Place | undefined;
}

/** How messages are listed: an order with an index of its own, and where a page of it begins. */
interface Along {
  where: string;
  /** The order as the index has it. */
  ofTable: string;
  order: string;
  backwards: string;
}

/**
 * Lists of messages. Few filters have an index, which would be written with each message: under the others a page looks at {@link WALK} messages at
 * most, so that it may be short, even empty, and yet not be the last. What failed, and what waits for its time, has one.
 */
@Injectable()
export class ListedMessagesRepository {
  /** The newest first. @param before where the page before ended */
  async newest(tx: Transaction, filter: MessageFilter, before?: string): Promise<Listed> {
    const until = [before, filter.untilId].filter((id) => id !== undefined).sort()[0];
    const values: unknown[] = [tx.tenantId, until ?? null];
    const isFailed = filter.status === 'failed';
    const key = isFailed ? FAILED_ID : 'id';
    const bounds = [idBefore(key, '$2')];
    if (filter.fromId !== undefined) bounds.push(`${key} >= $${values.push(filter.fromId)}`);
    if (isFailed) bounds.push('failed');
    else if (filter.outletId !== undefined) bounds.push(`outlet_id = $${values.push(filter.outletId)}`);
    const along = { where: bounds.join(' and '), ofTable: `${key} desc`, order: 'id desc', backwards: 'id' };
    return this.#page(tx, along, values, {
      ...filter,
      outletId: isFailed ? filter.outletId : undefined,
      fromId: undefined,
      untilId: undefined,
    });
  }

  /** What waits for its time, the next first. @param after where the page before ended */
  async scheduled(tx: Transaction, filter: MessageFilter, after?: Place): Promise<Listed> {
    const values: unknown[] = [tx.tenantId];
    const behind = after ? ` and (due_at, id) > ($${values.push(after.dueAt)}::timestamptz, $${values.push(after.id)}::uuid)` : '';
    const along = { where: `due_at is not null${behind}`, ofTable: 'due_at, id', order: 'due_at, id', backwards: 'due_at desc, id desc' };
    return this.#page(tx, along, values, { ...filter, status: undefined });
  }

  async #page(tx: Transaction, { where, ofTable, order, backwards }: Along, values: unknown[], filter: MessageFilter): Promise<Listed> {
    const from = `from message_sender.messages where tenant_id = $1 and ${where} order by ${ofTable}`;
    const conditions = conditionsOf(filter, values);
    const limit = `limit $${values.push(filter.limit)}`;
    if (conditions.length === 0)
      return { rows: await tx.query<MessageView>(`select ${VIEW} ${from} ${limit}`, values), walkedTo: undefined };
    const [page] = await tx.query<{ ids: string[]; looked: number; lastId: string | null; lastDue: string | null }>(
      `with walked as materialized (select id, due_at, state, class, outlet_id, recipient_phone, recipient_user_id ${from} limit ${WALK}),
       last as (select id, due_at from walked order by ${backwards} limit 1)
       select array(select id::text from walked where ${conditions.join(' and ')} order by ${order} ${limit}) as ids,
         (select count(*) from walked) as looked, (select id from last) as "lastId", (select due_at from last) as "lastDue"`,
      values,
    );
    const { ids, looked, lastId, lastDue } = page!;
    const rows = await tx.query<MessageView>(
      `select ${VIEW} from message_sender.messages where tenant_id = $1 and id = any($2::uuid[]) order by ${order}`,
      [tx.tenantId, ids],
    );
    const isCut = looked === WALK && ids.length < filter.limit && lastId !== null;
    return { rows, walkedTo: isCut ? { id: lastId, dueAt: lastDue } : undefined };
  }
}

/** What has no index of its own. */
function conditionsOf({ status, class: ofClass, outletId, phones, userId, fromId, untilId }: MessageFilter, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  add((given) => `state = ${given}`, status);
  add((given) => `class = ${given}`, ofClass);
  add((given) => `outlet_id = ${given}`, outletId);
  add((given) => `recipient_phone = any(${given}::text[])`, phones);
  add((given) => `recipient_user_id = ${given}`, userId);
  add((given) => `id >= ${given}`, fromId);
  add((given) => `id < ${given}`, untilId);
  return conditions;
}
