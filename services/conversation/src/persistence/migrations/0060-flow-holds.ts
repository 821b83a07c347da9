import { roleName } from '#database';

const READER = roleName('engagement', 'tenant');

/** A flow has a conversation while it waits for an answer: the bot is not asked then. Flows look at who has it before each step. */
export const flowHolds = {
  name: '0060-flow-holds',
  sql: `
alter table conversation.conversations add column flow_run_id uuid;
create view conversation.flow_threads_v1 with (security_invoker = on) as
  select tenant_id, id, outlet_id, contact_id, state, owner, epoch, unanswered_from_seq from conversation.conversations;
grant select on conversation.flow_threads_v1 to ${READER};
grant select (id, outlet_id, epoch, unanswered_from_seq) on conversation.conversations to ${READER};
`,
};
