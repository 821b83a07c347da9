import { roleName, tenantTable } from '#database';
import { catalogue } from './catalogue.js';

/** Invoices of the operator to tenants. What stands on one never changes; whether it is paid stands beside. */
export const invoices = {
  name: '0030-invoices',
  sql: `
-- One row: what the operator's invoices say of the operator.
create table billing.invoice_settings (
  id text primary key default 'operator' check (id = 'operator'),
  name text not null,
  -- Lines as they are to be read.
  address text not null default '',
  tax_id text,
  email text,
  series text not null default 'INV' check (series ~ '^[A-Z0-9-]{1,12}$'),
  credit_series text not null default 'CN' check (credit_series ~ '^[A-Z0-9-]{1,12}$'),
  tax_name text not null default '',
  -- Hundredths of a percent. Prices include it.
  tax_rate integer not null default 0 check (tax_rate between 0 and 10000),
  note text not null default '',
  -- Of invoices that are not paid by a provider.
  due_days integer not null default 14 check (due_days between 0 and 365),
  remind_days integer not null default 3 check (remind_days between 0 and 365),
  grace_days integer not null default 7 check (grace_days between 0 and 365),
  updated_at timestamptz not null default now(),
  check (series <> credit_series)
);
${catalogue('invoice_settings')}
grant select on billing.invoice_settings to ${roleName('billing', 'tenant')};
insert into billing.invoice_settings (name) values ('Chasqui');

-- What a tenant wants on its invoices, and how much of its use beyond the plan they have shown.
create table billing.invoice_accounts (
  tenant_id uuid primary key,
  name text not null default '',
  address text not null default '',
  tax_id text,
  email text,
  overage_shown_minor bigint not null default 0
);
${tenantTable('billing', 'invoice_accounts', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table billing.invoices (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  series text not null,
  year integer not null,
  number integer not null check (number > 0),
  issued_at timestamptz not null,
  due_at timestamptz,
  -- Both days included.
  period_from date,
  period_to date,
  corrects uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  locale text not null,
  seller jsonb not null,
  buyer jsonb not null,
  -- Without tax; they sum to the subtotal.
  lines jsonb not null,
  tax_name text not null,
  tax_rate integer not null,
  subtotal_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor >= 0 and total_minor = subtotal_minor + tax_minor),
  note text not null,
  source text not null check (source in ('top_up', 'stripe', 'cycle', 'change', 'credit')),
  -- Of the source: the same one of the same source is one invoice.
  reference text not null check (length(reference) between 1 and 250),
  primary key (tenant_id, id),
  unique (tenant_id, source, reference),
  unique (series, year, number),
  foreign key (tenant_id, corrects) references billing.invoices (tenant_id, id)
);
${tenantTable('billing', 'invoices', { tenant: ['select', 'insert'] })}
create index invoices_corrections on billing.invoices (tenant_id, corrects) where corrects is not null;

create table billing.invoice_payments (
  tenant_id uuid not null,
  invoice_id uuid not null,
  status text not null check (status in ('open', 'paid', 'cancelled')),
  due_at timestamptz,
  paid_at timestamptz,
  -- As who was paid calls it.
  reference text,
  reminded_at timestamptz,
  primary key (tenant_id, invoice_id),
  foreign key (tenant_id, invoice_id) references billing.invoices (tenant_id, id),
  check ((status = 'paid') = (paid_at is not null))
);
${tenantTable('billing', 'invoice_payments', { tenant: ['select', 'insert', 'update'] })}
create index invoice_payments_open on billing.invoice_payments (tenant_id, due_at) where status = 'open';

-- The last number that was drawn. The row stays locked until the drawing transaction ends, so that a number that is rolled back is
-- drawn again, and none is missing.
create table billing.invoice_numbers (
  series text not null,
  year integer not null,
  last_number integer not null,
  primary key (series, year)
);
alter table billing.invoice_numbers enable row level security;
alter table billing.invoice_numbers force row level security;
create policy system_reads on billing.invoice_numbers for select to ${roleName('billing', 'system')} using (true);
create policy owner_draws on billing.invoice_numbers to current_user using (true) with check (true);
grant select on billing.invoice_numbers to ${roleName('billing', 'system')};

create function billing.draw_invoice_number(of_series text, of_year integer) returns integer
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into billing.invoice_numbers as n (series, year, last_number) values (of_series, of_year, 1)
  on conflict (series, year) do update set last_number = n.last_number + 1 returning last_number
$$;
revoke all on function billing.draw_invoice_number(text, integer) from public;
grant execute on function billing.draw_invoice_number(text, integer) to ${roleName('billing', 'tenant')};
`,
};
