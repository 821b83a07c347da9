import { Module } from '@nestjs/common';
import { CampaignsController } from '../entrypoints/campaigns/campaigns.controller.js';
import { CampaignReportsController } from '../entrypoints/campaigns/campaign-reports.controller.js';
import { CampaignsJob } from '../entrypoints/campaigns/campaigns.job.js';
import { ForgetRecipientsJob } from '../entrypoints/campaigns/forget-recipients.job.js';
import { AdvanceCampaign } from '../handlers/campaigns/advance-campaign.step.js';
import { AdvanceCampaignsHandler } from '../handlers/campaigns/advance-campaigns.handler.js';
import { CampaignWake } from '../handlers/campaigns/campaign-wake.state.js';
import { CampaignsHandler } from '../handlers/campaigns/campaigns.handler.js';
import { CampaignClock } from '../handlers/campaigns/clock.state.js';
import { ConductCampaignHandler } from '../handlers/campaigns/conduct-campaign.handler.js';
import { EraseRecipients } from '../handlers/campaigns/erase-recipients.step.js';
import { FollowMessagesHandler } from '../handlers/campaigns/follow-messages.handler.js';
import { ForecastHandler } from '../handlers/campaigns/forecast.handler.js';
import { ForgetRecipientsHandler } from '../handlers/campaigns/forget-recipients.handler.js';
import { ReadRecipientsHandler } from '../handlers/campaigns/read-recipients.handler.js';
import { RecordRepliesHandler } from '../handlers/campaigns/record-replies.handler.js';
import { SendTurns } from '../handlers/campaigns/send-turns.step.js';
import { TakeAudience } from '../handlers/campaigns/take-audience.step.js';
import { TestSendHandler } from '../handlers/campaigns/test-send.handler.js';
import { WithdrawMessages } from '../handlers/campaigns/withdraw-messages.step.js';
import { PublishDrip } from '../handlers/drips/publish-drip.step.js';
import { DailyPromotionsRepository } from '../persistence/campaigns/daily-promotions.repository.js';
import { ErasureRepository } from '../persistence/campaigns/erasure.repository.js';
import { NumbersRepository } from '../persistence/campaigns/numbers.repository.js';
import { RecipientsRepository } from '../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../persistence/campaigns/totals.repository.js';
import { DripsRepository } from '../persistence/drips/drips.repository.js';
import { AuditModule } from './audit.module.js';
import { MessagesModule } from './messages.module.js';
import { EnrolContacts } from '../handlers/drips/enrol-contacts.step.js';
import { EnrolSegment } from '../handlers/drips/enrol-segment.step.js';
import { SegmentsModule } from './segments.module.js';

/** Broadcasts: what is said to whom and when, everybody's end, and what it did. */
@Module({
  imports: [AuditModule, MessagesModule, SegmentsModule],
  controllers: [CampaignsController, CampaignReportsController],
  providers: [
    CampaignsJob,
    AdvanceCampaign,
    AdvanceCampaignsHandler,
    CampaignWake,
    CampaignsHandler,
    CampaignClock,
    ConductCampaignHandler,
    EnrolContacts,
    EnrolSegment,
    EraseRecipients,
    FollowMessagesHandler,
    ForecastHandler,
    ForgetRecipientsHandler,
    ForgetRecipientsJob,
    ReadRecipientsHandler,
    RecordRepliesHandler,
    SendTurns,
    TakeAudience,
    TestSendHandler,
    WithdrawMessages,
    DailyPromotionsRepository,
    DripsRepository,
    PublishDrip,
    ErasureRepository,
    NumbersRepository,
    RecipientsRepository,
    TotalsRepository,
  ],
  exports: [
    CampaignClock,
    DailyPromotionsRepository,
    DripsRepository,
    EnrolContacts,
    EraseRecipients,
    NumbersRepository,
    PublishDrip,
    RecordRepliesHandler,
  ],
})
export class CampaignsModule {}
