import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { Attempt } from '../../domain/deliveries/outcome.js';
import type { DeliveryState } from '../../domain/deliveries/delivery.js';
import { AttemptRow, type StoredAttempt } from './attempt.entity.js';
import { DeliveryRow, type Delivery } from './delivery.entity.js';

const COLUMNS = columnsOf(DeliveryRow, 'd');
/** A page does not show bodies. */
const LISTED = COLUMNS.split(', ')
  .filter((column) => !/\bbody\b/.test(column))
  .join(', ');
const MAX_ATTEMPTS_SHOWN = 100;

export type ListedDelivery = Omit<Delivery, 'body'>;

export interface NewDelivery {
  id: string;
  endpointId: string;
  eventId: string;
  event: string;
  lane: string;
  body: string;
}

@Injectable()
export class DeliveriesRepository {
  async insert(tx: Transaction, deliveries: readonly NewDelivery[], at: string): Promise<void> {
    await tx.execute(
      `insert into outgoing_webhooks.deliveries (tenant_id, id, endpoint_id, event_id, event, lane, body, created_at)
       select $1, given.*, $8 from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[]) as given`,
      [
        tx.tenantId,
        deliveries.map(({ id }) => id),
        deliveries.map(({ endpointId }) => endpointId),
        deliveries.map(({ eventId }) => eventId),
        deliveries.map(({ event }) => event),
        deliveries.map(({ lane }) => lane),
        deliveries.map(({ body }) => body),
        at,
      ],
    );
  }

  async addAttempt(tx: Transaction, id: string, deliveryId: string, attempt: Attempt, at: string): Promise<void> {
    const { statusCode, durationMs, answer, error } = attempt;
    await tx.execute(
      `insert into outgoing_webhooks.attempts (tenant_id, id, delivery_id, status_code, duration_ms, answer, error, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.tenantId, id, deliveryId, statusCode ?? null, Math.round(durationMs), answer ?? null, error ?? null, at],
    );
  }

  /** @returns whether it was still waiting */
  async settle(
    tx: Transaction,
    id: string,
    { state, attempt, nextAttemptAt, at }: { state: DeliveryState; attempt: Attempt; nextAttemptAt: string | null; at: string },
  ): Promise<boolean> {
    const changed = await tx.execute(
      `update outgoing_webhooks.deliveries set state = $3, attempts = attempts + 1, last_status_code = $4, last_error = $5, next_attempt_at = $6,
         settled_at = case when $3 = 'waiting' then null else $7::timestamptz end
       where tenant_id = $1 and id = $2 and state = 'waiting'`,
      [tx.tenantId, id, state, attempt.statusCode ?? null, attempt.error ?? null, nextAttemptAt, at],
    );
    return changed === 1;
  }

  /** The newest first. @param page.state another statement each: each has an index of its own */
  async list(
    tx: Transaction,
    endpointId: string,
    page: { state?: DeliveryState | undefined; after?: string | undefined; limit: number },
  ): Promise<ListedDelivery[]> {
    const state = page.state ? ` and d.state = '${page.state}'` : '';
    const after = page.after ? ` and d.id < $4` : '';
    return tx.query(
      `select ${LISTED} from outgoing_webhooks.deliveries d
       where d.tenant_id = $1 and d.endpoint_id = $2${state}${after} order by d.id desc limit $3`,
      [tx.tenantId, endpointId, page.limit, ...(page.after ? [page.after] : [])],
    );
  }

  async find(tx: Transaction, endpointId: string, id: string): Promise<Delivery | undefined> {
    const [row] = await tx.query<Delivery>(
      `select ${COLUMNS} from outgoing_webhooks.deliveries d where d.tenant_id = $1 and d.id = $2 and d.endpoint_id = $3`,
      [tx.tenantId, id, endpointId],
    );
    return row;
  }

  /** The newest first. */
  async attempts(tx: Transaction, deliveryId: string): Promise<StoredAttempt[]> {
    return tx.query(
      `select ${columnsOf(AttemptRow, 'a')} from outgoing_webhooks.attempts a
       where a.tenant_id = $1 and a.delivery_id = $2 order by a.id desc limit ${MAX_ATTEMPTS_SHOWN}`,
      [tx.tenantId, deliveryId],
    );
  }

  /** Makes settled deliveries wait again, from their first attempt on. @returns the lanes in which they wait */
  async waitAgain(tx: Transaction, endpointId: string, ids: readonly string[], at: string): Promise<string[]> {
    const rows = await tx.query<{ lane: string }>(
      `update outgoing_webhooks.deliveries d set state = 'waiting', attempts = 0, next_attempt_at = null, settled_at = null, waiting_since = $4
       where d.tenant_id = $1 and d.id = any($2::uuid[]) and d.endpoint_id = $3 returning d.lane`,
      [tx.tenantId, ids, endpointId, at],
    );
    return rows.map(({ lane }) => lane);
  }

  /** The oldest first, without tests. @param state another statement each */
  async settledBetween(
    tx: Transaction,
    endpointId: string,
    range: { from: string; to: string; after: string | undefined; state: 'failed' | 'delivered'; limit: number },
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select d.id from outgoing_webhooks.deliveries d
       where d.tenant_id = $1 and d.endpoint_id = $2 and d.state = '${range.state}' and d.id >= $3 and d.id < $4 and d.event <> 'test'
       order by d.id limit $5`,
      [tx.tenantId, endpointId, range.after ?? range.from, range.to, range.limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * What was told of somebody, with what receivers answered.
   *
   * @param naming only deliveries that hold one of these texts, where others share the lanes @returns how many deliveries are gone
   */
  async deleteLanes(tx: Transaction, lanes: readonly string[], naming?: readonly string[]): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `delete from outgoing_webhooks.deliveries where tenant_id = $1 and lane = any($2::uuid[])
         and ($3::text[] is null or exists (select from unnest($3::text[]) as name where strpos(body, name) > 0)) returning id`,
      [tx.tenantId, lanes, naming ?? null],
    );
    await tx.execute(`delete from outgoing_webhooks.attempts where tenant_id = $1 and delivery_id = any($2::uuid[])`, [
      tx.tenantId,
      rows.map(({ id }) => id),
    ]);
    return rows.length;
  }
}
