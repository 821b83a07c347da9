import { Injectable } from '@nestjs/common';
import { paymentNoticeReceived } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { idFrom } from '#service-kit';
import type { StripeNotice } from '../../domain/payments/stripe-notice.js';

/** What belongs to no tenant is told under the nil UUID (RFC 9562, section 5.9). */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class TakePaymentNoticeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outbox: Outbox,
  ) {}

  /** Resolves once the notice is on disk. @throws if that is not certain; the sender must send it again */
  async execute({ createdMs, data }: StripeNotice): Promise<void> {
    await this.database.forSystem(async (tx) => {
      // Under an id that follows from Stripe's, so that what comes again is known again.
      const id = idFrom(data.noticeId, new Date(createdMs));
      this.outbox.append(tx, paymentNoticeReceived, data, { id, tenantId: NO_TENANT });
    });
  }
}
