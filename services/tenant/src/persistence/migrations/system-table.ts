/** The tables of people and sign-in belong to no tenant: row-level security lets only the system role in. */
export const systemTable = (table: string, privileges: string): string => `
alter table tenant.${table} enable row level security;
alter table tenant.${table} force row level security;
create policy system_only on tenant.${table} to chasqui_tenant_system using (true) with check (true);
grant ${privileges} on tenant.${table} to chasqui_tenant_system;
`;
