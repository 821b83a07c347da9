import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { AnswerRow } from '../answers/answer.entity.js';
import { ErasedConversationRow } from '../privacy/erased-conversation.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(AnswerRow, { export: 'answers' }),
  companyTable(ErasedConversationRow, { hidden: 'ids of conversations that were erased' }),
  ...messagingCompanyTables('llm_orchestration'),
];
