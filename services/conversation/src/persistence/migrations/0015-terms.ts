/**
 * A row of the search index may stand for several messages: those that hold a word and came at nearly the same time (ids of the same first
 * four bytes, 65 seconds). Rows of before stand for one each and stay as they are. What a message adds is so a fraction of a row a word;
 * and the index by message, which cost as much again, is not needed: which words a message has is read from its text.
 */
export const terms = {
  name: '0015-terms',
  sql: `
alter table conversation.message_terms
  -- Beside message_id, which is the newest of them.
  add column others uuid[];
drop index conversation.message_terms_message;
`,
};
