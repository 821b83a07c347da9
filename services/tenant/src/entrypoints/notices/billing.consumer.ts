import { Controller } from '@nestjs/common';
import { invoiceDue, quotaWarned, topUpFailed, type EventOf } from '#contracts';
import { Consumes, ConsumesBatch } from '#messaging';
import { MailInvoiceDueHandler } from '../../handlers/notices/mail-invoice-due.handler.js';
import { MailTopUpFailedHandler } from '../../handlers/notices/mail-top-up-failed.handler.js';
import { MailQuotaWarnedHandler } from '../../handlers/notices/mail-quota-warned.handler.js';

/** What happened to a tenant's plan and money, for its admins. */
@Controller()
export class BillingConsumer {
  constructor(
    private readonly mailQuotaWarned: MailQuotaWarnedHandler,
    private readonly mailTopUpFailed: MailTopUpFailedHandler,
    private readonly mailInvoiceDue: MailInvoiceDueHandler,
  ) {}

  @Consumes(topUpFailed)
  async onTopUpFailed(event: EventOf<typeof topUpFailed>): Promise<void> {
    await this.mailTopUpFailed.execute(event);
  }

  @Consumes(invoiceDue)
  async onInvoiceDue(event: EventOf<typeof invoiceDue>): Promise<void> {
    await this.mailInvoiceDue.execute(event);
  }

  /** Waits for others that come along: they are one mail. */
  @ConsumesBatch(quotaWarned, { batch: 20, waitMs: 1_000 })
  async onQuotaWarned(events: EventOf<typeof quotaWarned>[]): Promise<void> {
    await this.mailQuotaWarned.execute(events);
  }
}
