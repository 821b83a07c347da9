import { Controller } from '@nestjs/common';
import { quotaWarned, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { MailQuotaWarnedHandler } from '../../handlers/notices/mail-quota-warned.handler.js';

/** What happened to a tenant's plan and money, for its admins. */
@Controller()
export class BillingConsumer {
  constructor(private readonly mailQuotaWarned: MailQuotaWarnedHandler) {}

  /** Waits for others that come along: they are one mail. */
  @ConsumesBatch(quotaWarned, { batch: 20, waitMs: 1_000 })
  async onQuotaWarned(events: EventOf<typeof quotaWarned>[]): Promise<void> {
    await this.mailQuotaWarned.execute(events);
  }
}
