/** What the messages of one conversation cost, for as long as it is known of each message: 100 days. */
export const conversationCosts = {
  name: '0027-conversation-costs',
  sql: `
-- Null of a message of no conversation, and of those before this.
alter table billing.message_costs add column conversation_id uuid;
create index message_costs_conversation on billing.message_costs (tenant_id, conversation_id);
`,
};
