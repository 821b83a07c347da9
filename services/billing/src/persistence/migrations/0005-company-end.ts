import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0005-company-end',
  sql: `
grant delete on billing.subscriptions, billing.priced_messages, billing.outbox, billing.inbox to ${roleName('billing', 'tenant')};
`,
};
