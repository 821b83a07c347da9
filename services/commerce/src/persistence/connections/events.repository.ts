import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, tenantsDue, type Transaction } from '#database';
import type { EventOutcome } from '../../domain/connections/platforms.js';
import { ConnectionEventRow, type ConnectionEvent } from './connection-event.entity.js';

export type ListedEvent = Omit<ConnectionEvent, 'body'>;
const LISTED = columnsOf(ConnectionEventRow, 'e')
  .split(', ')
  .filter((column) => !/\bbody\b/.test(column))
  .join(', ');

const DUE = { table: 'commerce.connection_events', at: 'due_at', waiting: 'due_at is not null' };

@Injectable()
export class EventsRepository {
  /** @param keys by any of which it may be known @returns false where it came before */
  async remember(tx: Transaction, connectionId: string, keys: readonly string[]): Promise<boolean> {
    const added = await tx.execute(
      `insert into commerce.connection_event_keys (tenant_id, connection_id, key) select $1, $2, key from unnest($3::text[]) as given (key) order by key
       on conflict do nothing`,
      [tx.tenantId, connectionId, keys],
    );
    return added === keys.length;
  }

  async insert(
    tx: Transaction,
    event: { id: string; connectionId: string; topic: string; triggeredAt: string | null; body: Buffer; at: string },
  ): Promise<void> {
    await tx.execute(
      `insert into commerce.connection_events (tenant_id, id, connection_id, topic, triggered_at, body, due_at, at) values ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [tx.tenantId, event.id, event.connectionId, event.topic, event.triggeredAt, event.body, event.at],
    );
  }

  /** Tenants of whom something is due. System role. */
  tenantsDue(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** The one that is due for longest. Nobody else takes it until the transaction ends. */
  async takeDue(tx: Transaction, now: string): Promise<ConnectionEvent | undefined> {
    const [row] = await tx.query<ConnectionEvent>(
      `select ${columnsOf(ConnectionEventRow, 'e')} from commerce.connection_events e where e.tenant_id = $1 and e.due_at <= $2
       order by e.due_at, e.id limit 1 for update skip locked`,
      [tx.tenantId, now],
    );
    return row;
  }

  /** @param isRead whether nothing needs the body any more */
  async settle(
    tx: Transaction,
    id: string,
    {
      outcome,
      detail,
      orderId,
      dueAt = null,
      isRead = false,
    }: { outcome: EventOutcome; detail: string | null; orderId: string | null; dueAt?: string | null; isRead?: boolean },
  ): Promise<void> {
    await tx.execute(
      `update commerce.connection_events set outcome = $3, detail = $4, order_id = coalesce($5, order_id), due_at = $6, attempts = attempts + 1,
         body = case when $7 then null else body end
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, id, outcome, detail, orderId, dueAt, isRead],
    );
  }

  /** The newest first. */
  async list(tx: Transaction, connectionId: string, page: { after: string | undefined; limit: number }): Promise<ListedEvent[]> {
    return tx.query(
      `select ${LISTED} from commerce.connection_events e where e.tenant_id = $1 and e.connection_id = $2 and ${idBefore('e.id', '$3')}
       order by e.id desc limit $4`,
      [tx.tenantId, connectionId, page.after ?? null, page.limit],
    );
  }

  /** Has it done once more. @returns it; undefined where there is none, or where its body is gone */
  async replay(tx: Transaction, connectionId: string, id: string, now: string): Promise<ListedEvent | undefined> {
    const [row] = await tx.query<ListedEvent>(
      `update commerce.connection_events e set outcome = 'pending', detail = null, attempts = 0, due_at = $4
       where e.tenant_id = $1 and e.id = $2 and e.connection_id = $3 and e.body is not null returning ${LISTED}`,
      [tx.tenantId, id, connectionId, now],
    );
    return row;
  }

  /** What was told of customers' orders holds their names. @returns how many */
  async forgetBodies(tx: Transaction, orderIds: readonly string[]): Promise<number> {
    return tx.execute(
      `update commerce.connection_events set body = null where tenant_id = $1 and order_id = any($2::uuid[]) and body is not null`,
      [tx.tenantId, orderIds],
    );
  }

  /** What was told of no order that is known may name anybody. What is still to be followed stays. @returns how many */
  async forgetUnknown(tx: Transaction): Promise<number> {
    return tx.execute(
      `update commerce.connection_events set body = null where tenant_id = $1 and order_id is null and body is not null and due_at is null`,
      [tx.tenantId],
    );
  }

  /** Forgets old keys of all tenants: nobody sends again after 30 days. System role. @returns how many */
  async pruneKeys(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, connection_id, key from commerce.connection_event_keys where at < now() - interval '30 days' order by at limit $1
       )
       delete from commerce.connection_event_keys k using old where k.tenant_id = old.tenant_id and k.connection_id = old.connection_id and k.key = old.key`,
      [limit],
    );
  }
}
