import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { DeliveryLimitRow } from '../gate/delivery-limit.entity.js';
import { HoldRow } from '../holds/hold.entity.js';
import { MarketingRouteRow } from '../marketing/marketing-route.entity.js';
import { MediaFetchRow } from '../media/media-fetch.entity.js';
import { MediaUploadRow } from '../media/media-upload.entity.js';
import { MediaWaitRow } from '../media/media-wait.entity.js';
import { ErasedIdRow } from '../privacy/erased-id.entity.js';
import { MessageRow } from '../queue/message.entity.js';
import { NumberRateRow } from '../rates/number-rate.entity.js';
import { ManagementCallRow } from '../templates/management-call.entity.js';
import { PortfolioRow } from '../rates/portfolio.entity.js';
import { PortfolioUserRow } from '../rates/portfolio-user.entity.js';
import { PairRateRow } from '../rates/pair-rate.entity.js';
import { IdempotencyKeyRow } from '../sending/idempotency-key.entity.js';
import { StatusLogEntryRow } from '../statuses/status-log-entry.entity.js';
import { TemplateSyncRow } from '../templates/template-sync.entity.js';
import { TemplateRow } from '../templates/template.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(MediaWaitRow, { hidden: 'work that waits' }),
  companyTable(MediaUploadRow, { hidden: 'ids of files at WhatsApp' }),
  companyTable(MediaFetchRow, { hidden: 'work that waits' }),
  companyTable(IdempotencyKeyRow, { hidden: 'keys of programs, kept for days' }),
  companyTable(NumberRateRow, { hidden: 'how much of a rate is used' }),
  companyTable(PortfolioUserRow, { hidden: 'hashes of whom was reached, for a day' }),
  companyTable(ManagementCallRow, { hidden: 'how much of an hour of calls is used' }),
  companyTable(PortfolioRow, { hidden: 'how many were reached in a day' }),
  companyTable(PairRateRow, { hidden: 'how much of a rate is used, for minutes' }),
  companyTable(StatusLogEntryRow, { export: 'statuses' }),
  companyTable(TemplateSyncRow, { hidden: 'how far lists of templates were read' }),
  companyTable(TemplateRow, { export: 'templates' }),
  companyTable(MarketingRouteRow, { hidden: 'by which way promotions leave' }),
  companyTable(DeliveryLimitRow, { hidden: 'what WhatsApp does not deliver for now' }),
  companyTable(HoldRow, { export: 'holds', except: ['credential'] }),
  companyTable(MessageRow, {
    export: 'sent-messages',
    // A one-time code is for who gets it alone.
    masked: { content: `case when t.class = 'otp' then jsonb_build_object('type', t.content -> 'type') else t.content end` },
  }),
  companyTable(ErasedIdRow, { hidden: 'ids of messages that were erased' }),
  ...messagingCompanyTables('message_sender'),
];
