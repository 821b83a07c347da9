/** Which service asked for a message, and of what it is one: `<service>:<kind>:<id>`. Who asked is told what becomes of it. */
export const requestedMessages = {
  name: '0025-requested-messages',
  sql: `alter table message_sender.messages add column requested_by text;`,
};
