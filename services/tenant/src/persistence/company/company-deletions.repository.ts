import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { CompanyDeletionRow } from './company-deletion.entity.js';

export type CompanyDeletion = Omit<CompanyDeletionRow, 'subscriptions'> & { subscriptions: Subscription[] | null };

/** An account at WhatsApp that delivers to us. */
export interface Subscription {
  /** The outlet under whose id its token is sealed. */
  outletId: string;
  wabaId: string;
  sealed: string;
}

const ALL = `tenant_id as "tenantId", ${columnsOf(CompanyDeletionRow)}`;

@Injectable()
export class CompanyDeletionsRepository {
  /** What is scheduled, or under way. */
  async open(tx: Transaction, tenantId: string): Promise<CompanyDeletion | undefined> {
    const rows = await tx.query<CompanyDeletion>(
      `select ${ALL} from tenant.company_deletions where tenant_id = $1 and state in ('scheduled', 'deleting')`,
      [tenantId],
    );
    return rows[0];
  }

  /** @throws unique violation `company_deletions_open` */
  async insert(
    tx: Transaction,
    deletion: { tenantId: string; id: string; requestedBy: string | null; requestedAt: Date; dueAt: Date; nextAt: Date },
  ): Promise<CompanyDeletion> {
    const rows = await tx.query<CompanyDeletion>(
      `insert into tenant.company_deletions (tenant_id, id, state, requested_by, requested_at, due_at, next_at)
       values ($1, $2, 'scheduled', $3, $4, $5, $6) returning ${ALL}`,
      [deletion.tenantId, deletion.id, deletion.requestedBy, deletion.requestedAt, deletion.dueAt, deletion.nextAt],
    );
    return rows[0]!;
  }

  /** @returns undefined where nothing is scheduled any more */
  async cancel(tx: Transaction, tenantId: string, at: Date): Promise<CompanyDeletion | undefined> {
    const rows = await tx.query<CompanyDeletion>(
      `update tenant.company_deletions set state = 'cancelled', cancelled_at = $2, next_at = null
       where tenant_id = $1 and state = 'scheduled' returning ${ALL}`,
      [tenantId, at],
    );
    return rows[0];
  }

  /** Takes in hand for `leaseMs` what is to be looked at. */
  async claim(system: Transaction, now: Date, limit: number, leaseMs: number): Promise<CompanyDeletion[]> {
    return system.query(
      `update tenant.company_deletions set next_at = $1::timestamptz + make_interval(secs => $3::float8 / 1000)
       where ctid = any(array(
         select ctid from tenant.company_deletions where next_at is not null and next_at <= $1 order by next_at limit $2 for update skip locked))
       returning ${ALL}`,
      [now, limit, leaseMs],
    );
  }

  async lock(system: Transaction, { tenantId, id }: { tenantId: string; id: string }): Promise<CompanyDeletion | undefined> {
    const rows = await system.query<CompanyDeletion>(
      `select ${ALL} from tenant.company_deletions where tenant_id = $1 and id = $2 for update`,
      [tenantId, id],
    );
    return rows[0];
  }

  async save(system: Transaction, deletion: CompanyDeletion): Promise<void> {
    await system.execute(
      `update tenant.company_deletions set state = $3, reminded_at = $4, begun_at = $5, round = $6, round_at = $7, asked_at = $8,
         subscriptions = $9, subscription_attempts = $10, next_at = $11, finished_at = $12
       where tenant_id = $1 and id = $2`,
      [
        deletion.tenantId,
        deletion.id,
        deletion.state,
        deletion.remindedAt,
        deletion.begunAt,
        deletion.round,
        deletion.roundAt,
        deletion.askedAt,
        deletion.subscriptions && JSON.stringify(deletion.subscriptions),
        deletion.subscriptionAttempts,
        deletion.nextAt,
        deletion.finishedAt,
      ],
    );
  }

  /** A service is done; the job looks at once whether all are. */
  async addService(tx: Transaction, done: { deletionId: string; round: number; service: string; at: string }): Promise<void> {
    await tx.execute(
      `insert into tenant.company_deletion_services (tenant_id, deletion_id, round, service, deleted_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [tx.tenantId, done.deletionId, done.round, done.service, done.at],
    );
    await tx.execute(
      `update tenant.company_deletions set next_at = least(next_at, now()) where tenant_id = $1 and id = $2 and state = 'deleting'`,
      [tx.tenantId, done.deletionId],
    );
  }

  async servicesOf(system: Transaction, { tenantId, id, round }: { tenantId: string; id: string; round: number }): Promise<string[]> {
    const rows = await system.query<{ service: string }>(
      `select service from tenant.company_deletion_services where tenant_id = $1 and deletion_id = $2 and round = $3`,
      [tenantId, id, round],
    );
    return rows.map(({ service }) => service);
  }
}
