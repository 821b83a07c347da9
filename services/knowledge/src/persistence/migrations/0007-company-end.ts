import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0007-company-end',
  sql: `
grant delete on knowledge.version_documents, knowledge.base_versions, knowledge.documents, knowledge.knowledge_bases, knowledge.outbox, knowledge.inbox to ${roleName('knowledge', 'tenant')};
`,
};
