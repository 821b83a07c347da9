import type { Migration } from '#database';
import { companiesOnInvoices } from './0045-companies-on-invoices.js';
import { companyEnd } from './0028-company-end.js';
import { companyExports } from './0029-company-exports.js';
import { companyLanguage } from './0031-company-language.js';
import { logos } from './0030-logos.js';
import { namesForBilling } from './0039-names-for-billing.js';
import { outletsForEngagement } from './0039-outlets-for-engagement.js';
import { numbersForCampaigns } from './0046-numbers-for-campaigns.js';
import { modelServers } from './0042-model-servers.js';
import { numbersView } from './0034-numbers-view.js';
import { portfolios } from './0038-portfolios.js';
import { seats } from './0037-seats.js';
import { tenantsThatAsk } from './0032-tenants-that-ask.js';
import { timeZones } from './0036-time-zones.js';

/** In the order in which they landed: a new one goes to the end. */
export const laterMigrations: readonly Migration[] = [
  companyEnd,
  companyExports,
  logos,
  companyLanguage,
  tenantsThatAsk,
  timeZones,
  numbersView,
  seats,
  portfolios,
  namesForBilling,
  companiesOnInvoices,
  outletsForEngagement,
  numbersForCampaigns,
  modelServers,
];
