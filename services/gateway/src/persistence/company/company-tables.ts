import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { ApiKeyUseRow } from '../api/api-key-use.entity.js';
import { RateWindowRow } from '../api/rate-window.entity.js';
import { DeadLetterRow } from '../ops/dead-letter.entity.js';
import { LedgerCountRow } from '../ops/ledger-count.entity.js';
import { ErasureProgressRow } from '../privacy/erasure-progress.entity.js';
import { WebhookItemRow } from '../webhooks/webhook-item.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(WebhookItemRow, {
    hidden: 'how webhooks were taken apart; the messages themselves are in other files',
    keys: ['id'],
    special: 'the pieces of the journal that they name are redacted with them',
  }),
  companyTable(DeadLetterRow, { hidden: 'events that failed', keys: ['id'], role: 'system' }),
  companyTable(ErasureProgressRow, { hidden: 'work that is under way' }),
  companyTable(ApiKeyUseRow, { export: 'api-key-uses', role: 'system' }),
  companyTable(RateWindowRow, { hidden: 'who called how often in this hour', role: 'system' }),
  companyTable(LedgerCountRow, {
    hidden: 'the operator’s sums over all webhooks',
    kept: 'sums without content, from which those of the deleted webhooks are taken off',
    role: 'system',
  }),
  ...messagingCompanyTables('gateway'),
];
