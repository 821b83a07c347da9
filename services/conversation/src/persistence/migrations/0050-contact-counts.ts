import { roleName, tenantTable } from '#database';

const SCHEMA = 'conversation';
const BILLING = roleName('billing', 'tenant');
/** A group is a row of its own, and whoever was merged leaves only the way to another one: neither is a customer. */
const IS_COUNTED = 'merged_into is null and group_id is null';
const COUNTED = (row: string): string => `(${row}.merged_into is null and ${row}.group_id is null)::int`;

/**
 * How many contacts a tenant has: what a plan limits is asked at each one that a person or a program adds, and billing shows it. A statement
 * on contacts adds what it changed as a row of its own, so that no customer who writes waits for another; a job adds those up.
 */
export const contactCounts = {
  name: '0050-contact-counts',
  sql: `
create table conversation.contact_counts (
  tenant_id uuid primary key,
  amount bigint not null
) with (fillfactor = 50);
${tenantTable(SCHEMA, 'contact_counts', { tenant: ['select', 'delete'], system: ['select', 'insert', 'update'] })}

-- What has happened since: lives for seconds.
create table conversation.contact_count_changes (
  tenant_id uuid not null,
  id bigint generated always as identity,
  amount bigint not null,
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_scale_factor = 0);
${tenantTable(SCHEMA, 'contact_count_changes', { tenant: ['select', 'insert', 'delete'], system: ['select', 'delete'] })}

create function conversation.count_contacts_inserted() returns trigger language plpgsql as $$ begin
  insert into conversation.contact_count_changes (tenant_id, amount)
  select tenant_id, count(*) from changed_to where ${IS_COUNTED} group by tenant_id;
  return null; end $$;
create function conversation.count_contacts_deleted() returns trigger language plpgsql as $$ begin
  insert into conversation.contact_count_changes (tenant_id, amount)
  select tenant_id, -count(*) from changed_from where ${IS_COUNTED} group by tenant_id;
  return null; end $$;
create function conversation.count_contact_updated() returns trigger language plpgsql as $$ begin
  insert into conversation.contact_count_changes (tenant_id, amount) values (new.tenant_id, ${COUNTED('new')} - ${COUNTED('old')});
  return null; end $$;
revoke all on function conversation.count_contacts_inserted(), conversation.count_contacts_deleted(), conversation.count_contact_updated() from public;

create trigger count_contacts_inserted after insert on conversation.contacts referencing new table as changed_to
  for each statement execute function conversation.count_contacts_inserted();
create trigger count_contacts_deleted after delete on conversation.contacts referencing old table as changed_from
  for each statement execute function conversation.count_contacts_deleted();
-- By row, and only where it counts or no longer counts: other changes of a contact cost nothing.
create trigger count_contact_updated after update of merged_into, group_id on conversation.contacts for each row
  when (${COUNTED('new')} <> ${COUNTED('old')}) execute function conversation.count_contact_updated();

-- The triggers have locked the table: nothing is counted twice, and nothing is missed.
insert into conversation.contact_counts (tenant_id, amount)
select tenant_id, count(*) from conversation.contacts where ${IS_COUNTED} group by tenant_id;

create view conversation.contact_totals_v1 with (security_invoker = on) as
  select tenant_id, sum(amount)::bigint as amount from (
    select tenant_id, amount from conversation.contact_counts
    union all
    select tenant_id, amount from conversation.contact_count_changes) figures
  group by tenant_id;
grant usage on schema conversation to ${BILLING};
grant select on conversation.contact_totals_v1 to ${BILLING}, ${roleName(SCHEMA, 'tenant')};
grant select (tenant_id, amount) on conversation.contact_counts, conversation.contact_count_changes to ${BILLING};
`,
};
