import { publishedView, tenantTable } from '#database';

/** What a customer, or somebody for them, said about promotions, with its proof; what counts now stands on the contact. */
export const consents = {
  name: '0031-consents',
  sql: `
create table conversation.consents (
  tenant_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('unknown', 'granted', 'denied')),
  source text,
  -- The customer's own words.
  wording text,
  message_id uuid,
  -- Who wrote it down; null for WhatsApp and the customer.
  by_id text,
  at timestamptz(3) not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, contact_id) references conversation.contacts (tenant_id, id) on delete cascade
);
create index consents_contact on conversation.consents (tenant_id, contact_id, id desc);
${tenantTable('conversation', 'consents', { tenant: ['select', 'insert', 'update', 'delete'] })}
${publishedView('conversation', 'marketing_refusals_v1', {
  table: 'contacts',
  columns: ['tenant_id', 'id', 'phone', 'user_id', 'consent_at'],
  where: `marketing_consent = 'denied' and merged_into is null`,
  readers: ['message_sender'],
})}
`,
};
