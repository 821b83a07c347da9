import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { HourlyCountRow } from '../figures/hourly-count.entity.js';
import { MessageStageRow } from '../figures/message-stage.entity.js';
import { ResponseClockRow } from '../figures/response-clock.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(HourlyCountRow, { export: 'figures' }),
  companyTable(MessageStageRow, { hidden: 'only tells which messages were counted' }),
  companyTable(ResponseClockRow, { hidden: 'clocks of conversations that wait for an answer' }),
  ...messagingCompanyTables('analytics'),
];
