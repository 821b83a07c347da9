/** Which service asked for a message, of what it is one (`<service>:<kind>:<id>`), and until when it is of use. Who asked is told what becomes of it. */
export const requestedMessages = {
  name: '0025-requested-messages',
  sql: `alter table message_sender.messages add column requested_by text, add column expires_at timestamptz(3);`,
};
