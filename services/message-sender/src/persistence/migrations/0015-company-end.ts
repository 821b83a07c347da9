import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0015-company-end',
  sql: `
grant delete on message_sender.erased_ids, message_sender.holds, message_sender.inbox to ${roleName('message_sender', 'tenant')};
`,
};
