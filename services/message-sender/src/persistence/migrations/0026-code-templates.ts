import { publishedView } from '#database';

/** By which templates one-time codes may leave. */
export const codeTemplates = {
  name: '0026-code-templates',
  sql: publishedView('message_sender', 'code_templates_v1', {
    table: 'templates',
    columns: ['tenant_id', 'id', 'waba_id', 'name', 'language', 'category', 'status'],
    where: `category = 'AUTHENTICATION' and status = 'APPROVED'`,
    readers: ['engagement'],
  }),
};
