/** Which messages do not go to a customer who has unsubscribed, as judged when they were asked for: they are looked at once more before they leave. */
export const consentOfMessages = {
  name: '0027-consent-of-messages',
  sql: `alter table message_sender.messages add column needs_consent boolean not null default false`,
};
