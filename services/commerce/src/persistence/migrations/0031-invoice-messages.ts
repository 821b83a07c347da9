import { tenantTable } from '#database';

const schema = 'commerce';

/** What a customer is told of an invoice, each thing once. */
export const invoiceMessages = {
  name: '0031-invoice-messages',
  sql: `
create table commerce.invoice_messages (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  type text not null,
  -- By what it is known when it would be told again; the message's own id for what a person asks for.
  once text not null,
  status text not null,
  code text,
  detail text,
  at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create unique index invoice_messages_once on commerce.invoice_messages (tenant_id, invoice_id, once);
${tenantTable(schema, 'invoice_messages', { tenant: ['select', 'insert', 'update', 'delete'] })}
alter table commerce.invoice_settings add column sends_document boolean not null default true;
`,
};
