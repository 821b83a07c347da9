import { publishedView, roleName, tenantTable } from '#database';

const schema = 'commerce';
const reader = roleName(schema, 'tenant');

/**
 * Invoices of a company to its customers, what was paid and what was taken back. They stay as long as the company, for its books; what names a
 * customer goes when they are forgotten.
 */
export const invoices = {
  name: '0030-invoices',
  sql: `
create table commerce.invoice_settings (
  tenant_id uuid primary key,
  name text not null default '',
  address text not null default '',
  tax_id text,
  email text,
  tax_name text not null default '',
  note text not null default '',
  color text check (color ~ '^#[0-9a-f]{6}$'),
  series text not null default 'INV' check (series ~ '^[A-Z0-9-]{1,12}$'),
  credit_series text not null default 'CN' check (credit_series ~ '^[A-Z0-9-]{1,12}$'),
  due_days integer not null default 14 check (due_days between 0 and 365),
  check (series <> credit_series)
);
${tenantTable(schema, 'invoice_settings', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table commerce.invoices (
  tenant_id uuid not null,
  id uuid not null,
  -- Null of a draft that has none of its own.
  invoice_number text,
  order_id uuid,
  contact_id uuid,
  phone text,
  language text,
  status text not null check (status in ('draft', 'sent', 'partly_paid', 'paid', 'void')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  lines jsonb not null,
  taxes jsonb not null,
  subtotal_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null check (total_minor >= 0 and total_minor = subtotal_minor + tax_minor),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  credited_minor bigint not null default 0 check (credited_minor between 0 and total_minor),
  -- A day on the company's calendar.
  due_date text collate "C" check (due_date ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
  issued_at timestamptz(3),
  seller jsonb,
  buyer jsonb not null,
  note text not null default '',
  forgotten boolean not null default false,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id),
  check (status in ('draft', 'void') or (invoice_number is not null and issued_at is not null and due_date is not null and seller is not null))
);
create unique index invoices_number on commerce.invoices (tenant_id, invoice_number) where invoice_number is not null;
-- An order is invoiced once.
create unique index invoices_order on commerce.invoices (tenant_id, order_id) where order_id is not null and status <> 'void';
create index invoices_status on commerce.invoices (tenant_id, status, id);
create index invoices_due on commerce.invoices (tenant_id, status, due_date, id) where status in ('sent', 'partly_paid');
create index invoices_contact on commerce.invoices (tenant_id, contact_id, id) where contact_id is not null;
create index invoices_phone on commerce.invoices (tenant_id, phone, id) where phone is not null;
${tenantTable(schema, 'invoices', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table commerce.invoice_payments (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  kind text not null check (kind in ('payment', 'refund')),
  amount_minor bigint not null check (amount_minor > 0),
  -- As whoever paid, or was paid, calls it.
  reference text not null,
  source text not null,
  at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create unique index invoice_payments_reference on commerce.invoice_payments (tenant_id, invoice_id, kind, reference);
${tenantTable(schema, 'invoice_payments', { tenant: ['select', 'insert', 'delete'] })}

create table commerce.credit_notes (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  credit_number text not null,
  amount_minor bigint not null check (amount_minor > 0),
  taxes jsonb not null,
  reason text not null,
  reference text not null,
  issued_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create unique index credit_notes_number on commerce.credit_notes (tenant_id, credit_number);
create unique index credit_notes_reference on commerce.credit_notes (tenant_id, invoice_id, reference);
${tenantTable(schema, 'credit_notes', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- The last number that was drawn. The row stays locked until the drawing transaction ends, so that a number that is rolled back is drawn
-- again, and none is missing.
create table commerce.invoice_numbers (
  tenant_id uuid not null,
  series text not null,
  year integer not null,
  last_number integer not null,
  primary key (tenant_id, series, year)
);
${tenantTable(schema, 'invoice_numbers', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- What stands on an invoice of a company that has told nothing of itself, and where its days begin.
grant select on tenant.billed_companies_v1 to ${reader};
grant select (id, name, language, time_zone) on tenant.tenants to ${reader};
create policy own_row_of_commerce on tenant.tenants for select to ${reader} using (id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));

-- What others may know of an invoice. Whoever is to read it gets its grant with the feature that does.
${publishedView(schema, 'invoices_v1', {
  table: 'invoices',
  columns: [
    'tenant_id',
    'id',
    'contact_id',
    'order_id',
    'invoice_number',
    'status',
    'currency',
    'total_minor',
    'paid_minor',
    'credited_minor',
    'due_date',
  ],
})}
`,
};
