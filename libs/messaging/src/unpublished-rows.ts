import type { TenantDatabase } from '#database';
import type { OutboxRow } from './publication.js';

/** Tenants that one look finds; the next finds the ones after them. */
export const MAX_TENANTS = 10;
/** Rows that one look reads. */
export const MAX_ROWS = 100;
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const COLUMNS = `id, tenant_id as "tenantId", subject, envelope`;

/** The rows of an outbox that are not published, by subject and tenant. Under the system role. */
export class UnpublishedRows {
  constructor(
    private readonly database: TenantDatabase,
    /** Of the service; a constant, not input. */
    private readonly schema: string,
  ) {}

  async subjects(): Promise<string[]> {
    const rows = await this.database.forSystem((tx) =>
      tx.query<{ subject: string }>(
        `with recursive waiting as (
           (select subject from ${this.schema}.outbox where published_at is null order by subject limit 1)
           union all
           select o.subject from waiting w cross join lateral (
             select subject from ${this.schema}.outbox where published_at is null and subject > w.subject order by subject limit 1) o
         ) select subject from waiting`,
      ),
    );
    return rows.map(({ subject }) => subject);
  }

  /** The next rows of a subject that are older than `ageMs`, by tenant and age. */
  async page(subject: string, after: { tenantId: string; id: string }, ageMs: number): Promise<OutboxRow[]> {
    return this.database.forSystem((tx) =>
      tx.query<OutboxRow>(
        `select ${COLUMNS} from ${this.schema}.outbox
         where published_at is null and subject = $1 and (tenant_id, id) > ($2::uuid, $3::uuid)
           and created_at <= now() - make_interval(secs => $4::float8 / 1000)
         order by tenant_id, id limit ${MAX_ROWS}`,
        [subject, after.tenantId, after.id, ageMs],
      ),
    );
  }

  /** The next tenants, in the order of their ids, of whom something of a subject waits: one look-up for each, however much it is. */
  async tenants(subject: string, after: string): Promise<string[]> {
    const rows = await this.database.forSystem((tx) =>
      tx.query<{ tenantId: string }>(
        `with recursive waiting as (
           (select 1 as n, tenant_id from ${this.schema}.outbox where published_at is null and subject = $1 and tenant_id > $2::uuid
            order by tenant_id limit 1)
           union all
           select w.n + 1, o.tenant_id from waiting w cross join lateral (
             select tenant_id from ${this.schema}.outbox where published_at is null and subject = $1 and tenant_id > w.tenant_id
             order by tenant_id limit 1) o
           where w.n < ${MAX_TENANTS}
         ) select tenant_id as "tenantId" from waiting`,
        [subject, after],
      ),
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** The oldest rows of each of these tenants behind an id of its own, `each` at most. */
  async oldest(subject: string, tenants: readonly { tenantId: string; after: string }[], each: number): Promise<OutboxRow[]> {
    return this.database.forSystem((tx) =>
      tx.query<OutboxRow>(
        `select o.id, o.tenant_id as "tenantId", o.subject, o.envelope
         from unnest($2::uuid[], $3::uuid[]) as t (tenant_id, after) cross join lateral (
           select id, tenant_id, subject, envelope from ${this.schema}.outbox
           where published_at is null and subject = $1 and tenant_id = t.tenant_id and id > t.after
           order by id limit $4) o`,
        [subject, tenants.map(({ tenantId }) => tenantId), tenants.map(({ after }) => after), each],
      ),
    );
  }
}
