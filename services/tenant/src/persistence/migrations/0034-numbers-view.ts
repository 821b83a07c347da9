import { publishedView, roleName } from '#database';

/** What the sender goes by: how fast a number may send, and how WhatsApp rates it. */
export const numbersView = {
  name: '0034-numbers-view',
  sql: `
-- The number also runs the WhatsApp Business app (coexistence), which makes it slower.
alter table tenant.outlets add column on_phone_app boolean not null default false;
${publishedView('tenant', 'numbers_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'waba_id', 'quality', 'messaging_limit', 'throughput', 'on_phone_app', 'health', 'meta_status'],
  where: `status <> 'deleted'`,
  readers: ['message_sender'],
  systemReaders: ['message_sender'],
})}
-- With the status that readers send by, as in outlets_v1.
create or replace view tenant.numbers_v1 with (security_invoker = on) as
  select tenant_id, id, waba_id, quality, messaging_limit, throughput, on_phone_app, health, meta_status,
    case when status <> 'active' then status when routes_from <= now() then status
      when confirmation = 'confirmed' then 'quarantined' else 'unconfirmed' end as status
  from tenant.outlets where status <> 'deleted';
grant select (status) on tenant.outlets to ${roleName('message_sender', 'tenant')}, ${roleName('message_sender', 'system')};
`,
};
