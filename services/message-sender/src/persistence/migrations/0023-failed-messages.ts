/**
 * Failed messages have an order of their own, which the key of the table does not give: whatever the statistics say of how many have failed,
 * a list of them is read from here.
 */
export const failedMessages = {
  name: '0023-failed-messages',
  sql: `
drop index message_sender.messages_failed;
create index messages_failed on message_sender.messages (tenant_id, (case when failed then id end)) where failed;
`,
};
