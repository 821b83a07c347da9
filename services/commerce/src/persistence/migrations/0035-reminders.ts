import { tenantTable } from '#database';

const schema = 'commerce';

/** Polite words before and after an invoice is due: what a company wants to have said, and what is planned of each invoice. */
export const reminders = {
  name: '0035-reminders',
  sql: `
create table commerce.reminder_policies (
  tenant_id uuid primary key,
  enabled boolean not null default false,
  steps jsonb not null default '[]',
  -- Between these times of the company's clock, on its working days: 1 is Monday.
  from_time text not null default '09:00' check (from_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  to_time text not null default '18:00' check (to_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  weekdays smallint[] not null default '{1,2,3,4,5}' check (cardinality(weekdays) > 0),
  check (from_time < to_time)
);
${tenantTable(schema, 'reminder_policies', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table commerce.invoice_reminders (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  reminder_type text not null check (reminder_type in ('due', 'overdue')),
  days integer not null check (days between 0 and 365),
  message jsonb not null,
  source text not null check (source in ('policy', 'hand')),
  state text not null check (state in ('planned', 'sent', 'skipped', 'cancelled')),
  -- Why it was skipped or cancelled.
  reason text,
  due_at timestamptz(3) not null,
  message_id uuid,
  created_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
-- A step is one reminder.
create unique index invoice_reminders_step on commerce.invoice_reminders (tenant_id, invoice_id, reminder_type, days) where state <> 'cancelled';
create index invoice_reminders_invoice on commerce.invoice_reminders (tenant_id, invoice_id, due_at, id);
create index invoice_reminders_due on commerce.invoice_reminders (due_at) where state = 'planned';
create index invoice_reminders_due_tenant on commerce.invoice_reminders (tenant_id, due_at, id) where state = 'planned';
${tenantTable(schema, 'invoice_reminders', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

-- A promise to pay holds reminders until its day is over; a stop, until somebody lifts it.
alter table commerce.invoices add column promised_until text collate "C" check (promised_until ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
  add column reminders_stopped text check (reminders_stopped in ('disputed', 'opted_out', 'by_hand'));
`,
};
