import { tenantTable } from '#database';

/** A tenant's own words, and whether an opt-in has to be confirmed; who wants promotions and has yet to confirm it. */
export const consentSettings = {
  name: '0034-consent-settings',
  sql: `
create table conversation.consent_settings (
  tenant_id uuid primary key,
  -- As they were typed; compared as normalised phrases.
  opt_out_words text[] not null default '{}' check (cardinality(opt_out_words) <= 20),
  opt_in_words text[] not null default '{}' check (cardinality(opt_in_words) <= 20),
  double_opt_in boolean not null default false,
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now()
);
${tenantTable('conversation', 'consent_settings', { tenant: ['select', 'insert', 'update', 'delete'] })}
alter table conversation.contacts add column consent_pending_at timestamptz(3), add column consent_asked_at timestamptz(3);
-- New rows are checked; those that are there hold fewer states, and nobody has to read them.
alter table conversation.consents drop constraint consents_state_check;
alter table conversation.consents add constraint consents_state_check check (state in ('unknown', 'granted', 'denied', 'pending')) not valid;
`,
};
