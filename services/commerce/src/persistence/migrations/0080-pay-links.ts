import { tenantTable } from '#database';

const schema = 'commerce';

/** Invoices that customers pay by a link, at the company's own Stripe account. */
export const payLinks = {
  name: '0080-pay-links',
  sql: `
create table commerce.pay_links (
  tenant_id uuid not null,
  invoice_id uuid not null,
  -- Whoever has it may pay the invoice.
  token text not null,
  primary key (tenant_id, invoice_id)
);
-- A link names nothing but itself.
create unique index pay_links_token on commerce.pay_links (token);
${tenantTable(schema, 'pay_links', { tenant: ['select', 'insert', 'delete'], system: ['select'] })}

-- Checkouts that were opened at Stripe, each for what was due then.
create table commerce.pay_sessions (
  tenant_id uuid not null,
  id text not null,
  invoice_id uuid not null,
  connection_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  url text not null,
  state text not null check (state in ('open', 'processing', 'done')),
  expires_at timestamptz(3) not null,
  -- When it is ended at Stripe, since it takes what is not due any more.
  end_at timestamptz(3),
  attempts integer not null default 0,
  created_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create index pay_sessions_invoice on commerce.pay_sessions (tenant_id, invoice_id, created_at desc);
create index pay_sessions_end on commerce.pay_sessions (end_at) where end_at is not null;
create index pay_sessions_age on commerce.pay_sessions (created_at);
${tenantTable(schema, 'pay_sessions', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}

-- What an account has told of each of its payments: also before it is known of which invoice it is.
create table commerce.stripe_payments (
  tenant_id uuid not null,
  connection_id uuid not null,
  payment_id text not null,
  invoice_id uuid,
  facts jsonb not null default '{"refunds":{},"disputes":{}}',
  updated_at timestamptz(3) not null,
  primary key (tenant_id, connection_id, payment_id)
);
create index stripe_payments_invoice on commerce.stripe_payments (tenant_id, invoice_id) where invoice_id is not null;
-- Of payments that are for no invoice here.
create index stripe_payments_waiting on commerce.stripe_payments (updated_at) where invoice_id is null;
${tenantTable(schema, 'stripe_payments', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}
`,
};
