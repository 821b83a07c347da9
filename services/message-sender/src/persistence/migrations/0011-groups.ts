/** A message may go into a group, which is its recipient in place of a customer. */
export const groups = {
  name: '0011-groups',
  sql: `
alter table message_sender.messages add column recipient_group_id text;
`,
};
