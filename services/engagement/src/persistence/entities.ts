import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { CodeAlertRow } from './codes/code-alert.entity.js';
import { CodeFigureRow } from './codes/code-figure.entity.js';
import { CodeLimitRow } from './codes/code-limit.entity.js';
import { CodeSettingsRow } from './codes/code-settings.entity.js';
import { CodeRow } from './codes/code.entity.js';
import { OpenCodeRow } from './codes/open-code.entity.js';
import { SegmentContactRow } from './segments/segment-contact.entity.js';
import { SegmentRow } from './segments/segment.entity.js';
import { CampaignRow } from './campaigns/campaign.entity.js';
import { CampaignReasonRow } from './campaigns/campaign-reason.entity.js';
import { CampaignTotalsRow } from './campaigns/campaign-totals.entity.js';
import { DailyPromotionRow } from './campaigns/daily-promotion.entity.js';
import { DripStepRow } from './drips/drip-step.entity.js';
import { DripVersionRow } from './drips/drip-version.entity.js';
import { EnrolmentStepRow } from './drips/enrolment-step.entity.js';
import { EnrolmentRow } from './drips/enrolment.entity.js';
import { LeadMoveRow } from './leads/lead-move.entity.js';
import { LeadStageRow } from './leads/lead-stage.entity.js';
import { LeadRow } from './leads/lead.entity.js';
import { FlowFigureRow } from './flows/flow-figure.entity.js';
import { FlowLogRow } from './flows/flow-log.entity.js';
import { FlowRunRow } from './flows/flow-run.entity.js';
import { FlowVersionRow } from './flows/flow-version.entity.js';
import { FlowSecretRow } from './flows/flow-secret.entity.js';
import { FlowRow } from './flows/flow.entity.js';
import { RecipientRow } from './campaigns/recipient.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [
  ...messagingEntities('engagement'),
  SegmentRow,
  SegmentContactRow,
  LeadStageRow,
  LeadRow,
  LeadMoveRow,
  CodeRow,
  OpenCodeRow,
  CodeLimitRow,
  CodeFigureRow,
  CodeAlertRow,
  CodeSettingsRow,
  CampaignRow,
  CampaignReasonRow,
  CampaignTotalsRow,
  RecipientRow,
  DailyPromotionRow,
  DripStepRow,
  DripVersionRow,
  EnrolmentRow,
  EnrolmentStepRow,
  FlowRow,
  FlowVersionRow,
  FlowRunRow,
  FlowLogRow,
  FlowFigureRow,
  FlowSecretRow,
];
