import { roleName } from '#database';

const READER = roleName('message_sender', 'tenant');

/** Until when a customer may be written to freely through a number, and free of charge: what the sender's gate decides by. */
export const serviceWindows = {
  name: '0033-service-windows',
  sql: `
-- When the customer last came through an advertisement, and until when WhatsApp charges nothing for what is sent since: three days from the
-- first answer. Unknown until WhatsApp says of an answer that it was free.
alter table conversation.conversations add column free_entry_at timestamptz(3);
alter table conversation.conversations add column free_entry_until timestamptz(3);

-- A group has neither phone nor user id, so it has no row here that anybody could ask for. Without an answer the free entry is open for the
-- day in which one opens it.
create view conversation.service_windows_v1 with (security_invoker = on) as
  select k.tenant_id, c.outlet_id, k.phone, k.user_id, c.window_expires_at,
    greatest(c.free_entry_until, c.free_entry_at + interval '24 hours') as free_entry_until
  from conversation.contacts k
  join conversation.conversations c on c.tenant_id = k.tenant_id and c.contact_id = k.id
  where k.merged_into is null;
grant usage on schema conversation to ${READER};
grant select on conversation.service_windows_v1 to ${READER};
grant select (tenant_id, id, phone, user_id, merged_into) on conversation.contacts to ${READER};
grant select (tenant_id, contact_id, outlet_id, window_expires_at, free_entry_at, free_entry_until) on conversation.conversations to ${READER};
`,
};
