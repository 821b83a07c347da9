import { publishedView, roleName } from '#database';

/** A plan limits documents: billing counts them where it shows what is used. */
export const documentsOfPlan = {
  name: '0012-documents-of-plan',
  sql: `
${publishedView('knowledge', 'document_keys_v1', { table: 'documents', columns: ['tenant_id', 'id'], where: 'deleted_at is null', readers: ['billing'] })}
grant select (deleted_at) on knowledge.documents to ${roleName('billing', 'tenant')};
`,
};
