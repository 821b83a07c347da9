import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { CompanyExportRow } from './company-export.entity.js';

export type CompanyExport = CompanyExportRow;

const ALL = `tenant_id as "tenantId", ${columnsOf(CompanyExportRow)}`;

@Injectable()
export class CompanyExportsRepository {
  /** Requests of one company run one after the other. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('tenant.company_exports:' || $1::text, 0))`, [tx.tenantId]);
  }

  /** Newest first. */
  async latest(tx: Transaction, limit: number): Promise<CompanyExport[]> {
    return tx.query(`select ${ALL} from tenant.company_exports where tenant_id = $1 order by id desc limit $2`, [tx.tenantId, limit]);
  }

  async find(tx: Transaction, id: string): Promise<CompanyExport | undefined> {
    return (
      await tx.query<CompanyExport>(`select ${ALL} from tenant.company_exports where tenant_id = $1 and id = $2`, [tx.tenantId, id])
    )[0];
  }

  async insert(tx: Transaction, { id, requestedBy, at }: { id: string; requestedBy: string; at: Date }): Promise<CompanyExport> {
    const rows = await tx.query<CompanyExport>(
      `insert into tenant.company_exports (tenant_id, id, state, requested_by, requested_at, next_at) values ($1, $2, 'waiting', $3, $4, $4)
       returning ${ALL}`,
      [tx.tenantId, id, requestedBy, at],
    );
    return rows[0]!;
  }

  /** Takes in hand for `leaseMs` what is to be written or taken away. */
  async claim(system: Transaction, now: Date, leaseMs: number): Promise<CompanyExport | undefined> {
    const rows = await system.query<CompanyExport>(
      `update tenant.company_exports set next_at = $1::timestamptz + make_interval(secs => $2::float8 / 1000),
         attempts = attempts + case when state in ('waiting', 'running') then 1 else 0 end,
         state = case when state = 'waiting' then 'running' else state end
       where ctid = any(array(
         select ctid from tenant.company_exports where next_at is not null and next_at <= $1 order by next_at limit 1 for update skip locked))
       returning ${ALL}`,
      [now, leaseMs],
    );
    return rows[0];
  }

  /** Keeps it in hand. @returns false where it is gone: the company has ended */
  async progress(
    system: Transaction,
    { tenantId, id }: { tenantId: string; id: string },
    at: { written: number; files: number; until: Date },
  ): Promise<boolean> {
    const changed = await system.execute(
      `update tenant.company_exports set written = $3, files = $4, next_at = $5 where tenant_id = $1 and id = $2 and state = 'running'`,
      [tenantId, id, at.written, at.files, at.until],
    );
    return changed > 0;
  }

  async finish(
    system: Transaction,
    { tenantId, id }: { tenantId: string; id: string },
    end: { sizeBytes: number; at: Date; expiresAt: Date },
  ): Promise<boolean> {
    const changed = await system.execute(
      `update tenant.company_exports set state = 'done', size_bytes = $3, finished_at = $4, expires_at = $5, next_at = $5
       where tenant_id = $1 and id = $2 and state = 'running'`,
      [tenantId, id, end.sizeBytes, end.at, end.expiresAt],
    );
    return changed > 0;
  }

  /** @param nextAt null: it is given up */
  async fail(system: Transaction, { tenantId, id }: { tenantId: string; id: string }, nextAt: Date | null, at: Date): Promise<void> {
    await system.execute(
      `update tenant.company_exports set state = case when $3::timestamptz is null then 'failed' else state end, next_at = $3,
         finished_at = case when $3::timestamptz is null then $4::timestamptz end
       where tenant_id = $1 and id = $2 and state = 'running'`,
      [tenantId, id, nextAt, at],
    );
  }

  /** Its bytes are gone; the row follows later. */
  async expire(system: Transaction, { tenantId, id }: { tenantId: string; id: string }, forgetAt: Date): Promise<void> {
    await system.execute(
      `update tenant.company_exports set state = 'expired', size_bytes = null, next_at = $3 where tenant_id = $1 and id = $2 and state = 'done'`,
      [tenantId, id, forgetAt],
    );
  }

  async forget(system: Transaction, { tenantId, id }: { tenantId: string; id: string }): Promise<void> {
    await system.execute(`delete from tenant.company_exports where tenant_id = $1 and id = $2 and state = 'expired'`, [tenantId, id]);
  }
}
