import { templatesEn } from './templates.en';
import { problemsEn } from './problems.en';
import { customersEn } from './customers.en';
import { knowledgeEn } from './knowledge.en';

/** The texts of pages that have a dictionary of their own. */
export const pagesEn = {
  ...customersEn,
  ...problemsEn,
  ...knowledgeEn,
  ...templatesEn,
  'nav.send': 'Send a message',
  'nav.codes': 'One-time codes',
  'nav.unsubscribers': 'Unsubscribers',
  'nav.outbox': 'Outbox',
  'nav.costs': 'Costs',
  'nav.campaigns': 'Campaigns',
  'nav.invoices': 'Invoices',
  'nav.numbers': 'Number health',
  'nav.plans': 'Plans',
  'nav.rates': 'Rate cards',
  'nav.revenue': 'Revenue',
} as const;
