/** What the reader of a document could not use is kept with it, for the person who uploaded it. */
export const readingWarnings = {
  name: '0013-reading-warnings',
  sql: `
alter table knowledge.documents add column warnings jsonb;
`,
};
