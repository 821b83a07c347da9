import { companyTable, messagingCompanyTables, type CompanyTable } from '#company-data';
import { CampaignReasonRow } from '../campaigns/campaign-reason.entity.js';
import { CampaignRow } from '../campaigns/campaign.entity.js';
import { CampaignTotalsRow } from '../campaigns/campaign-totals.entity.js';
import { DailyPromotionRow } from '../campaigns/daily-promotion.entity.js';
import { DripStepRow } from '../drips/drip-step.entity.js';
import { DripVersionRow } from '../drips/drip-version.entity.js';
import { EnrolmentStepRow } from '../drips/enrolment-step.entity.js';
import { EnrolmentRow } from '../drips/enrolment.entity.js';
import { LeadMoveRow } from '../leads/lead-move.entity.js';
import { LeadStageRow } from '../leads/lead-stage.entity.js';
import { LeadRow } from '../leads/lead.entity.js';
import { RecipientRow } from '../campaigns/recipient.entity.js';
import { CodeAlertRow } from '../codes/code-alert.entity.js';
import { CodeFigureRow } from '../codes/code-figure.entity.js';
import { CodeLimitRow } from '../codes/code-limit.entity.js';
import { CodeSettingsRow } from '../codes/code-settings.entity.js';
import { CodeRow } from '../codes/code.entity.js';
import { OpenCodeRow } from '../codes/open-code.entity.js';
import { FlowFigureRow } from '../flows/flow-figure.entity.js';
import { FlowLogRow } from '../flows/flow-log.entity.js';
import { FlowRunRow } from '../flows/flow-run.entity.js';
import { FlowVersionRow } from '../flows/flow-version.entity.js';
import { FlowSecretRow } from '../flows/flow-secret.entity.js';
import { FlowRow } from '../flows/flow.entity.js';
import { SegmentContactRow } from '../segments/segment-contact.entity.js';
import { SegmentRow } from '../segments/segment.entity.js';

/** Every table that holds rows of companies, in the order in which they are deleted: what refers to others first. */
export const companyTables: readonly CompanyTable[] = [
  companyTable(LeadMoveRow, { export: 'lead-moves' }),
  companyTable(LeadRow, { export: 'leads' }),
  companyTable(LeadStageRow, { export: 'lead-stages' }),
  companyTable(SegmentContactRow, { export: 'segment-contacts' }),
  companyTable(SegmentRow, { export: 'segments' }),
  companyTable(OpenCodeRow, { hidden: 'hashes of codes that still count' }),
  companyTable(CodeRow, { export: 'one-time-codes' }),
  companyTable(CodeLimitRow, { hidden: 'counters of the last hour' }),
  companyTable(CodeFigureRow, { export: 'one-time-code-figures' }),
  companyTable(CodeAlertRow, { export: 'one-time-code-alerts' }),
  companyTable(CodeSettingsRow, { export: 'one-time-code-settings' }),
  companyTable(EnrolmentStepRow, { export: 'drip-enrolment-steps' }),
  companyTable(EnrolmentRow, { export: 'drip-enrolments', except: ['checkoutLink'] }),
  companyTable(DripVersionRow, { export: 'drip-versions' }),
  companyTable(DripStepRow, { export: 'drip-steps' }),
  companyTable(FlowLogRow, { export: 'flow-logs' }),
  companyTable(FlowRunRow, { export: 'flow-runs' }),
  companyTable(FlowFigureRow, { export: 'flow-figures' }),
  companyTable(FlowVersionRow, { export: 'flow-versions' }),
  companyTable(FlowSecretRow, { hidden: 'which of the secrets signs calls' }),
  companyTable(FlowRow, { export: 'flows' }),
  companyTable(RecipientRow, { export: 'campaign-recipients' }),
  companyTable(CampaignReasonRow, { export: 'campaign-reasons' }),
  companyTable(CampaignTotalsRow, { export: 'campaign-totals' }),
  companyTable(CampaignRow, { export: 'campaigns' }),
  companyTable(DailyPromotionRow, { hidden: 'how many promotions a contact got today' }),
  ...messagingCompanyTables('engagement'),
];
