import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { PollProblem } from '../../domain/connections/platforms.js';
import type { ShopFacts } from '../../domain/connections/shop-order.js';
import { ConnectionPollRow, type ConnectionPoll } from './connection-poll.entity.js';

const COLUMNS = columnsOf(ConnectionPollRow, 'p');

@Injectable()
export class PollsRepository {
  /** Has it done at once. What was looked at stays so. @param since from when on where nothing was looked at yet */
  async schedule(tx: Transaction, connectionId: string, since: string, now: string): Promise<void> {
    await tx.execute(
      `insert into commerce.connection_polls (tenant_id, connection_id, until, due_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, connection_id) do update set due_at = excluded.due_at, failures = 0`,
      [tx.tenantId, connectionId, since, now],
    );
  }

  async delete(tx: Transaction, connectionId: string): Promise<void> {
    await tx.execute(`delete from commerce.connection_polls where tenant_id = $1 and connection_id = $2`, [tx.tenantId, connectionId]);
  }

  async listOf(tx: Transaction, connectionIds: readonly string[]): Promise<ConnectionPoll[]> {
    return tx.query(`select ${COLUMNS} from commerce.connection_polls p where p.tenant_id = $1 and p.connection_id = any($2::uuid[])`, [
      tx.tenantId,
      connectionIds,
    ]);
  }

  /** Those that are due, the longest waiting first. System role. */
  async due(system: Transaction, now: string, limit: number): Promise<{ tenantId: string; connectionId: string }[]> {
    return system.query(
      `select tenant_id as "tenantId", connection_id as "connectionId" from commerce.connection_polls where due_at <= $1 order by due_at limit $2`,
      [now, limit],
    );
  }

  /** Nobody else does it until then. @returns undefined where somebody does */
  async take(tx: Transaction, connectionId: string, now: string, leaseUntil: string): Promise<ConnectionPoll | undefined> {
    const [row] = await tx.query<ConnectionPoll>(
      `update commerce.connection_polls p set due_at = $4 where p.tenant_id = $1 and p.connection_id = $2 and p.due_at <= $3 returning ${COLUMNS}`,
      [tx.tenantId, connectionId, now, leaseUntil],
    );
    return row;
  }

  async advance(tx: Transaction, connectionId: string, until: string): Promise<void> {
    await tx.execute(`update commerce.connection_polls set until = $3 where tenant_id = $1 and connection_id = $2`, [
      tx.tenantId,
      connectionId,
      until,
    ]);
  }

  /** Unless it was scheduled anew meanwhile. @param leaseUntil under which it was taken */
  async settle(
    tx: Transaction,
    connectionId: string,
    leaseUntil: string,
    { dueAt, failures, problem, polledAt }: { dueAt: string; failures: number; problem: PollProblem | null; polledAt: string },
  ): Promise<void> {
    await tx.execute(
      `update commerce.connection_polls set due_at = case when due_at = $3 then $4::timestamptz else due_at end, failures = $5, problem = $6, polled_at = $7
       where tenant_id = $1 and connection_id = $2`,
      [tx.tenantId, connectionId, leaseUntil, dueAt, failures, problem, polledAt],
    );
  }

  /** What is known of these orders of a shop, by their ids. */
  async factsOf(tx: Transaction, connectionId: string, externalIds: readonly string[]): Promise<Map<string, ShopFacts>> {
    const rows = await tx.query<{ externalId: string; facts: ShopFacts }>(
      `select external_id as "externalId", facts from commerce.shop_orders
       where tenant_id = $1 and connection_id = $2 and external_id = any($3::text[]) and order_id is not null`,
      [tx.tenantId, connectionId, externalIds],
    );
    return new Map(rows.map(({ externalId, facts }) => [externalId, facts]));
  }
}
