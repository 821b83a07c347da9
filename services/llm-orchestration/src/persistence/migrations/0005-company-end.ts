import { roleName } from '#database';

/** Whoever deletes a company deletes its rows wherever they are. Row-level security keeps that to one company. */
export const companyEnd = {
  name: '0005-company-end',
  sql: `
grant delete on llm_orchestration.erased_conversations, llm_orchestration.inbox to ${roleName('llm_orchestration', 'tenant')};
`,
};
