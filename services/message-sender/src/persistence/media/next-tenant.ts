/**
 * SQL for the tenant, behind `after` in the order of their ids, of whom something in a queue is due: one look-up for each tenant that has
 * something there, whatever its number.
 *
 * @param queue a table, with what of it waits; constants, not input @param without tenants that are not to be chosen
 */
export const nextTenant = (queue: string, waits: string, after: string, without: string): string => `
tenants as (
  (select q.tenant_id, q.next_attempt_at from ${queue} q where ${waits} and q.tenant_id > ${after} order by q.tenant_id, q.next_attempt_at limit 1)
  union all
  select f.* from tenants t cross join lateral (
    select q.tenant_id, q.next_attempt_at from ${queue} q where ${waits} and q.tenant_id > t.tenant_id
    order by q.tenant_id, q.next_attempt_at limit 1) f
  where t.next_attempt_at > now() or t.tenant_id = any(${without})
),
next as (select tenant_id from tenants where next_attempt_at <= now() and tenant_id <> all(${without}) limit 1)`;
