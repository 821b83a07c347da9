/** Which of a flow's moves was the last that a conversation followed: one that comes late, after a crash or a failure, undoes no later one. */
export const flowOrder = {
  name: '0061-flow-order',
  sql: `alter table conversation.conversations add column flow_event_id uuid;`,
};
