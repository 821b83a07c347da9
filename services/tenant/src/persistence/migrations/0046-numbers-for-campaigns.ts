import { roleName } from '#database';

const CURRENT_TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;
const reader = roleName('engagement', 'tenant');

/** A campaign asks how WhatsApp rates its number, and by which clock to go where a customer's own is not known. */
export const numbersForCampaigns = {
  name: '0046-numbers-for-campaigns',
  sql: `
grant usage on schema tenant to ${reader};
grant select on tenant.numbers_v1, tenant.time_zones_v1 to ${reader};
-- Views run with their reader's rights.
grant select (tenant_id, id, waba_id, quality, messaging_limit, throughput, on_phone_app, health, meta_status, status, routes_from,
  confirmation, portfolio_id) on tenant.outlets to ${reader};
grant select (id, time_zone) on tenant.tenants to ${reader};
create policy own_row_of_engagement on tenant.tenants for select to ${reader} using (id = ${CURRENT_TENANT});
`,
};
