import { tenantTable } from '#database';

/** What the gate remembers: what WhatsApp will not deliver for now, and until when a message may leave without being asked about again. */
export const gate = {
  name: '0016-gate',
  sql: `
create table message_sender.delivery_limits (
  tenant_id uuid not null,
  -- marketing_cap: promotions to a customer, by phone or user id; country: anything of an account to a country, as <waba id>:<country>.
  kind text not null check (kind in ('marketing_cap', 'country')),
  key text not null,
  until timestamptz not null,
  primary key (tenant_id, kind, key)
);
create index delivery_limits_over on message_sender.delivery_limits (until);
${tenantTable('message_sender', 'delivery_limits', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}

create index templates_approved on message_sender.templates (tenant_id, waba_id, category, name, language) where status = 'APPROVED';

-- Of free-form messages: the end of the customer's service window as it was known when the message was requested.
alter table message_sender.messages add column window_until timestamptz(3);
`,
};
