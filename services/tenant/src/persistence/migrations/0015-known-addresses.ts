/** Where a person has signed in from: what strangers do wrong elsewhere does not slow them there. */
export const knownAddresses = {
  name: '0015-known-addresses',
  sql: `
create table tenant.known_addresses (
  user_id uuid not null references tenant.users (id),
  -- An IPv4 address, or the /64 of an IPv6 address.
  block text not null,
  last_at timestamptz not null default now(),
  primary key (user_id, block)
);
create index known_addresses_age on tenant.known_addresses (last_at);
alter table tenant.known_addresses enable row level security;
alter table tenant.known_addresses force row level security;
create policy system_only on tenant.known_addresses to chasqui_tenant_system using (true) with check (true);
grant select, insert, update, delete on tenant.known_addresses to chasqui_tenant_system;
`,
};
