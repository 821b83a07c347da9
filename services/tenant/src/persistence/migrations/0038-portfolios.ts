import { roleName } from '#database';

const readers = `${roleName('message_sender', 'tenant')}, ${roleName('message_sender', 'system')}`;

/** WhatsApp counts whom a business reaches for all accounts of its portfolio together. An account whose portfolio is not known is its own. */
export const portfolios = {
  name: '0038-portfolios',
  sql: `
alter table tenant.outlets add column portfolio_id text;
create or replace view tenant.numbers_v1 with (security_invoker = on) as
  select tenant_id, id, waba_id, quality, messaging_limit, throughput, on_phone_app, health, meta_status,
    case when status <> 'active' then status when routes_from <= now() then status
      when confirmation = 'confirmed' then 'quarantined' else 'unconfirmed' end as status,
    coalesce(portfolio_id, waba_id) as portfolio
  from tenant.outlets where status <> 'deleted';
grant select (portfolio_id) on tenant.outlets to ${readers};
`,
};
