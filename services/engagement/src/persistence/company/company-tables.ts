import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { SegmentContactRow } from '../segments/segment-contact.entity.js';
import { SegmentRow } from '../segments/segment.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(SegmentContactRow, { export: 'segment-contacts' }),
  companyTable(SegmentRow, { export: 'segments' }),
  ...messagingCompanyTables('engagement'),
];
