import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0005-company-end',
  sql: `
grant delete on analytics.hourly_counts, analytics.message_stages, analytics.response_clocks, analytics.outbox, analytics.inbox to ${roleName('analytics', 'tenant')};
`,
};
