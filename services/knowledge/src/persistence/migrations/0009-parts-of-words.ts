/** Passages are found by parts of words too. A job adds the parts of documents that were indexed before; until then their words decide alone. */
export const partsOfWords = {
  name: '0009-parts-of-words',
  sql: `
-- Sum of the lengths of its chunks in parts of words; null for what has none yet.
alter table knowledge.documents add column parts integer;
create index documents_without_parts on knowledge.documents (tenant_id, id) where parts is null and status = 'ready' and deleted_at is null;
`,
};
