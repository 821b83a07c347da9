import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0006-company-end',
  sql: `
grant delete on outgoing_webhooks.erased_lanes, outgoing_webhooks.inbox, outgoing_webhooks.outbox to ${roleName('outgoing_webhooks', 'tenant')};
`,
};
