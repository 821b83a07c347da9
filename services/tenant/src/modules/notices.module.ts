import { Module } from '@nestjs/common';
import { BillingConsumer } from '../entrypoints/notices/billing.consumer.js';
import { SendingConsumer } from '../entrypoints/notices/sending.consumer.js';
import { WebhookEndpointDisabledConsumer } from '../entrypoints/notices/webhook-endpoint-disabled.consumer.js';
import { MailAdminsHandler } from '../handlers/notices/mail-admins.handler.js';
import { MailEndpointOffHandler } from '../handlers/notices/mail-endpoint-off.handler.js';
import { MailHoldPlacedHandler } from '../handlers/notices/mail-hold-placed.handler.js';
import { MailInvoiceDueHandler } from '../handlers/notices/mail-invoice-due.handler.js';
import { MailQuotaWarnedHandler } from '../handlers/notices/mail-quota-warned.handler.js';
import { MailTopUpFailedHandler } from '../handlers/notices/mail-top-up-failed.handler.js';
import { MailTemplatesChangedHandler } from '../handlers/notices/mail-templates-changed.handler.js';
import { DirectoryModule } from './directory.module.js';
import { MailModule } from './mail.module.js';
import { OutletsModule } from './outlets.module.js';

/** What the admins of a tenant hear by mail of other services. */
@Module({
  imports: [DirectoryModule, MailModule, OutletsModule],
  controllers: [BillingConsumer, SendingConsumer, WebhookEndpointDisabledConsumer],
  providers: [
    MailAdminsHandler,
    MailEndpointOffHandler,
    MailHoldPlacedHandler,
    MailInvoiceDueHandler,
    MailQuotaWarnedHandler,
    MailTopUpFailedHandler,
    MailTemplatesChangedHandler,
  ],
})
export class NoticesModule {}
