import { roleName, timePartitions } from '#database';

/** The live log goes by whole partitions (ADR 11). Its order is that of seq: the time in its key says where an entry lies, and nothing else. */
export const liveLogPartitions = {
  name: '0011-live-log-partitions',
  sql: `
drop index conversation.inbox_log_age;
-- The time at which the inbox is locked, and not that at which a transaction began: no entry goes before one that stands ahead of it.
alter table conversation.inbox_log alter column created_at set default clock_timestamp();
alter table conversation.inbox_log drop constraint inbox_log_pkey, add primary key (tenant_id, outlet_id, seq, created_at);
${timePartitions('conversation', 'inbox_log', { key: 'created_at', step: '2 days', ahead: 1, keep: '7 days', arrived: 'created_at' })}
-- Statuses whose message never came go by their age too, in batches.
drop index conversation.pending_statuses_age;
create index pending_statuses_age on conversation.pending_statuses (created_at);
revoke delete on conversation.inbox_log from ${roleName('conversation', 'system')};
`,
};
