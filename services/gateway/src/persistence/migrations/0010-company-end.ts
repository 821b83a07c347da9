import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0010-company-end',
  sql: `
grant delete on gateway.inbox, gateway.outbox to ${roleName('gateway', 'tenant')};
grant delete on gateway.webhook_items, gateway.api_key_uses to ${roleName('gateway', 'system')};
`,
};
