import { Module } from '@nestjs/common';
import { StripeDoor } from '../entrypoints/payments/stripe.door.js';
import { TakePaymentNoticeHandler } from '../handlers/payments/take-payment-notice.handler.js';
import { ReceivingModule } from './receiving.module.js';

/** Notices of the payment provider: in by their own door, out as events for billing. */
@Module({
  imports: [ReceivingModule],
  providers: [StripeDoor, TakePaymentNoticeHandler],
})
export class PaymentsModule {}
