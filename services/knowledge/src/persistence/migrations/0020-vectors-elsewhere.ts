/** Vectors may be kept outside of Postgres, where they do not go with their document: a job removes them, however long that takes. */
export const vectorsElsewhere = {
  name: '0020-vectors-elsewhere',
  sql: `
create index documents_to_remove on knowledge.documents (tenant_id, id) where embedded_model is not null and deleted_at is not null;
`,
};
