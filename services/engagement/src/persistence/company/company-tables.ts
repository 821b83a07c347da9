import { messagingCompanyTables, type CompanyTable } from '#company-data';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [...messagingCompanyTables('engagement')];
