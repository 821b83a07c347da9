import { roleName } from '#database';

/** What all may read and only the system writes: rows of no tenant. */
export const catalogue = (table: string): string => `
alter table billing.${table} enable row level security;
alter table billing.${table} force row level security;
create policy everybody_reads on billing.${table} for select using (true);
create policy system_writes on billing.${table} to ${roleName('billing', 'system')} using (true) with check (true);
grant select, insert, update on billing.${table} to ${roleName('billing', 'system')};
`;
