import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0004-company-end',
  sql: `grant delete on commerce.inbox, commerce.outbox to ${roleName('commerce', 'tenant')};`,
};
