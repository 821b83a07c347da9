import { roleName } from '#database';

/** Reports of what was sent elsewhere end by their age: of a tenant that keeps messages for a time, and at the latest of all (ADR 11). */
export const statusLogAge = {
  name: '0005-status-log-age',
  sql: `
create index status_log_foreign on message_sender.status_log (tenant_id, received_at) where message_id is null;
grant delete on message_sender.status_log to ${roleName('message_sender', 'system')};
`,
};
