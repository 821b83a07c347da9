import type { Transaction } from './transaction.js';

/** Rows that wait for a time, over all tenants. Constants of the source: they become part of the statement. */
export interface DueRows {
  /** With its schema. */
  table: string;
  /** The time, which an index has first, and another one behind the tenant. */
  at: string;
  /** Which rows wait, as these two indexes say it. */
  waiting: string;
}

/** Rows by which is seen who has something due. */
const LOOK = 500;

/**
 * Tenants of whom something is due, each once: those of the `look` rows that are longest due, and if there are more, all of them, with one
 * look-up for each tenant that waits for anything. So nobody is hidden behind the many rows of another.
 *
 * @param system a transaction of the system role @param now ISO 8601
 */
export async function tenantsDue(system: Transaction, { table, at, waiting }: DueRows, now: string, look = LOOK): Promise<string[]> {
  const due = await system.query<{ tenantId: string }>(
    `select tenant_id as "tenantId" from ${table} where ${waiting} and ${at} <= $1 order by ${at} limit $2`,
    [now, look],
  );
  const rows = due.length < look ? due : await allTenantsDue(system, { table, at, waiting }, now);
  return [...new Set(rows.map(({ tenantId }) => tenantId))];
}

async function allTenantsDue(system: Transaction, { table, at, waiting }: DueRows, now: string): Promise<{ tenantId: string }[]> {
  return system.query(
    `with recursive tenants as (
       (select tenant_id, ${at} as at from ${table} where ${waiting} order by tenant_id, ${at} limit 1)
       union all
       select n.* from tenants t cross join lateral (
         select w.tenant_id, w.${at} from ${table} w where w.tenant_id > t.tenant_id and ${waiting} order by w.tenant_id, w.${at} limit 1) n
     )
     select tenant_id as "tenantId" from tenants where at <= $1`,
    [now],
  );
}
