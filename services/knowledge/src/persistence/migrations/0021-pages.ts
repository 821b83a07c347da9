/** A passage of a PDF names its page, so that whoever reads an answer finds where it is from. */
export const pages = {
  name: '0021-pages',
  sql: `
-- From 1. Null where the format has no pages, and for what was read before.
alter table knowledge.chunks add column page integer check (page > 0);
`,
};
