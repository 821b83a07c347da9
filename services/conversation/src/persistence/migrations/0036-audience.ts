import { roleName } from '#database';

const READER = roleName('engagement', 'tenant');

/**
 * Customers as segments see them: neither groups nor those that were merged into another. Times are cut to milliseconds, as they travel.
 * When somebody was last seen is asked of the conversations only by who reads that column.
 */
export const audience = {
  name: '0036-audience',
  sql: `
create view conversation.audience_v1 with (security_invoker = on) as
  select k.tenant_id, k.id, k.phone, k.user_id, coalesce(k.alias, k.name, k.username) as name, k.email, k.language, k.attributes, k.tags, k.marketing_consent,
    date_trunc('milliseconds', k.created_at) as created_at,
    (select max(c.last_inbound_at) from conversation.conversations c where c.tenant_id = k.tenant_id and c.contact_id = k.id) as last_seen_at
  from conversation.contacts k where k.merged_into is null and k.group_id is null;
create view conversation.audience_threads_v1 with (security_invoker = on) as
  select tenant_id, contact_id, state, owner, last_message_at, last_inbound_at from conversation.conversations;
-- Whoever was merged into another is in a list of ids by the other one.
create view conversation.merged_contacts_v1 with (security_invoker = on) as
  select tenant_id, id, merged_into from conversation.contacts where merged_into is not null;
grant usage on schema conversation to ${READER};
grant select on conversation.audience_v1, conversation.audience_threads_v1, conversation.merged_contacts_v1 to ${READER};
grant select (tenant_id, id, phone, user_id, alias, name, username, email, language, attributes, tags, marketing_consent, created_at, merged_into, group_id)
  on conversation.contacts to ${READER};
grant select (tenant_id, contact_id, state, owner, last_message_at, last_inbound_at) on conversation.conversations to ${READER};
`,
};
