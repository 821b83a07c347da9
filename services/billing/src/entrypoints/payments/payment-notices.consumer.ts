import { Controller } from '@nestjs/common';
import { paymentNoticeReceived, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { TakeNoticeHandler } from '../../handlers/payments/take-notice.handler.js';

@Controller()
export class PaymentNoticesConsumer {
  constructor(private readonly take: TakeNoticeHandler) {}

  @Consumes(paymentNoticeReceived)
  async onPaymentNoticeReceived({ id, data: { object, customerId } }: EventOf<typeof paymentNoticeReceived>): Promise<void> {
    await this.take.execute({ id, object, customerId });
  }
}
