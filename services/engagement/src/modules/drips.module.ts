import { Module } from '@nestjs/common';
import { CheckoutAbandonedConsumer } from '../entrypoints/drips/checkout-abandoned.consumer.js';
import { ContactChangedConsumer } from '../entrypoints/drips/contact-changed.consumer.js';
import { DripsController } from '../entrypoints/drips/drips.controller.js';
import { DripsJob } from '../entrypoints/drips/drips.job.js';
import { OrderChangedConsumer } from '../entrypoints/drips/order-changed.consumer.js';
import { MessageRecordedConsumer } from '../entrypoints/messages/message-recorded.consumer.js';
import { AdvanceDripsHandler } from '../handlers/drips/advance-drips.handler.js';
import { DripsHandler } from '../handlers/drips/drips.handler.js';
import { EnrolAbandonedHandler } from '../handlers/drips/enrol-abandoned.handler.js';
import { EnrolByEventsHandler } from '../handlers/drips/enrol-by-events.handler.js';
import { EnrolmentsHandler } from '../handlers/drips/enrolments.handler.js';
import { FollowDripsHandler } from '../handlers/drips/follow-drips.handler.js';
import { FollowOrdersHandler } from '../handlers/drips/follow-orders.handler.js';
import { LeaveDripsHandler } from '../handlers/drips/leave-drips.handler.js';
import { AuditModule } from './audit.module.js';
import { CampaignsModule } from './campaigns.module.js';
import { FlowsModule } from './flows.module.js';
import { MessagesModule } from './messages.module.js';
import { SegmentsModule } from './segments.module.js';

/** Drips: several messages to one contact over days, each once. */
@Module({
  imports: [AuditModule, CampaignsModule, MessagesModule, SegmentsModule, FlowsModule],
  controllers: [CheckoutAbandonedConsumer, ContactChangedConsumer, DripsController, MessageRecordedConsumer, OrderChangedConsumer],
  providers: [
    DripsJob,
    AdvanceDripsHandler,
    DripsHandler,
    EnrolAbandonedHandler,
    EnrolByEventsHandler,
    EnrolmentsHandler,
    FollowDripsHandler,
    FollowOrdersHandler,
    LeaveDripsHandler,
  ],
})
export class DripsModule {}
