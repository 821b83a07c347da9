import { tenantTable } from '#database';

/**
 * One WhatsApp account, several spellings of its number. The account's `wa_id` is the phone of its contact; every other spelling is a row
 * here that leads to it. A row that leads to itself: WhatsApp said that this number is an account.
 */
export const spellings = {
  name: '0019-spellings',
  sql: `
create table conversation.contact_spellings (
  tenant_id uuid not null,
  phone text not null check (phone <> ''),
  wa_id text not null check (wa_id <> ''),
  -- By WhatsApp; false: likely, by the numbering plan of the country, until WhatsApp says.
  is_told boolean not null,
  told_at timestamptz(3) not null,
  primary key (tenant_id, phone)
);
create index contact_spellings_account on conversation.contact_spellings (tenant_id, wa_id);
${tenantTable('conversation', 'contact_spellings', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- What WhatsApp calls the account of the number that was sent to.
alter table conversation.pending_statuses add column recipient jsonb;
`,
};
