import { publishedView, roleName } from '#database';

/** What the sender needs to know whether a number is of somebody who wants no promotions, however the number is spelled. */
export const refusalsForSending = {
  name: '0032-refusals-for-sending',
  sql: `
-- A view runs with its reader's rights: what it filters by is read by the reader, too.
grant select (marketing_consent, merged_into) on conversation.contacts to ${roleName('message_sender', 'tenant')};
${publishedView('conversation', 'contact_spellings_v1', {
  table: 'contact_spellings',
  columns: ['tenant_id', 'phone', 'wa_id'],
  readers: ['message_sender'],
})}
`,
};
