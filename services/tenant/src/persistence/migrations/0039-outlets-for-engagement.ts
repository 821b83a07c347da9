import { roleName } from '#database';

const reader = roleName('engagement', 'tenant');

/** From which number something is sent, and what its customers are written to in. */
export const outletsForEngagement = {
  name: '0039-outlets-for-engagement',
  sql: `
grant usage on schema tenant to ${reader};
grant select on tenant.outlets_v1 to ${reader};
-- The columns of the view, and those from which it makes the status.
grant select (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, status, settings, confirmation, routes_from)
  on tenant.outlets to ${reader};
`,
};
