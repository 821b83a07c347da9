import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** The webhooks of one company. The journal belongs to no tenant: all run under the system role, for the given one. */
@Injectable()
export class CompanyWebhooksRepository {
  /** The next items, whatever became of them. */
  async items(system: Transaction, tenantId: string, limit: number): Promise<{ id: string; journalId: string }[]> {
    return system.query(
      `select id, journal_id as "journalId" from gateway.webhook_items where tenant_id = $1 order by outcome, id limit $2`,
      [tenantId, limit],
    );
  }

  /** Entries that are still there; nobody else redacts them meanwhile. */
  async bodies(system: Transaction, journalIds: readonly string[]): Promise<{ id: string; receivedAt: string; body: Buffer }[]> {
    return system.query(
      `select id, received_at as "receivedAt", body from gateway.webhook_journal where id = any($1::uuid[]) order by id for update`,
      [journalIds],
    );
  }

  async deleteItems(system: Transaction, tenantId: string, ids: readonly string[]): Promise<void> {
    await system.execute(`delete from gateway.webhook_items where tenant_id = $1 and id = any($2::uuid[])`, [tenantId, ids]);
  }
}
