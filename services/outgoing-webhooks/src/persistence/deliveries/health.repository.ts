import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Queue } from './queue.entity.js';

export type Health = Pick<Queue, 'failingSince' | 'lastSuccessAt' | 'lastFailureAt' | 'lastStatusCode' | 'catchingUp'>;

const COLUMNS = `failing_since as "failingSince", last_success_at as "lastSuccessAt", last_failure_at as "lastFailureAt",
  last_status_code as "lastStatusCode", catching_up as "catchingUp"`;

/** How endpoints do. */
@Injectable()
export class HealthRepository {
  async lock(tx: Transaction, endpointId: string): Promise<Health | undefined> {
    const [row] = await tx.query<Health>(
      `select ${COLUMNS} from outgoing_webhooks.queues where tenant_id = $1 and endpoint_id = $2 for no key update`,
      [tx.tenantId, endpointId],
    );
    return row;
  }

  async save(tx: Transaction, endpointId: string, health: Health): Promise<void> {
    await tx.execute(
      `update outgoing_webhooks.queues set failing_since = $3, last_success_at = $4, last_failure_at = $5, last_status_code = $6, catching_up = $7
       where tenant_id = $1 and endpoint_id = $2`,
      [tx.tenantId, endpointId, health.failingSince, health.lastSuccessAt, health.lastFailureAt, health.lastStatusCode, health.catchingUp],
    );
  }

  /** All of a tenant: twenty at most. */
  async all(tx: Transaction): Promise<(Health & { endpointId: string })[]> {
    return tx.query(`select endpoint_id as "endpointId", ${COLUMNS} from outgoing_webhooks.queues where tenant_id = $1`, [tx.tenantId]);
  }

  async create(tx: Transaction, endpointId: string, paused: boolean): Promise<void> {
    await tx.execute(`insert into outgoing_webhooks.queues (tenant_id, endpoint_id, paused) values ($1, $2, $3)`, [
      tx.tenantId,
      endpointId,
      paused,
    ]);
  }

  /** Nothing is delivered to a paused endpoint. Whoever ends the pause begins with a clean record, and what waits goes now. */
  async pause(tx: Transaction, endpointId: string, paused: boolean, now: string): Promise<void> {
    await tx.execute(
      `update outgoing_webhooks.queues set paused = $3, due_at = least(due_at, $4), failing_since = case when $3 then failing_since end, catching_up = not $3
       where tenant_id = $1 and endpoint_id = $2`,
      [tx.tenantId, endpointId, paused, now],
    );
  }

  /** Another address: that the former one failed says nothing of it. Where it answers, what waits comes. */
  async forget(tx: Transaction, endpointId: string): Promise<void> {
    await tx.execute(
      `update outgoing_webhooks.queues set failing_since = null, catching_up = true
       where tenant_id = $1 and endpoint_id = $2 and failing_since is not null`,
      [tx.tenantId, endpointId],
    );
  }

  async delete(tx: Transaction, endpointId: string): Promise<void> {
    await tx.execute(`delete from outgoing_webhooks.queues where tenant_id = $1 and endpoint_id = $2`, [tx.tenantId, endpointId]);
  }
}
