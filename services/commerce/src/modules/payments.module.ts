import { Module } from '@nestjs/common';
import { StripeAccount } from '../clients/payments/stripe-account.client.js';
import { CheckoutsJob } from '../entrypoints/payments/checkouts.job.js';
import { PayPagesController } from '../entrypoints/payments/pay-pages.controller.js';
import { PaymentLinksController } from '../entrypoints/payments/payment-links.controller.js';
import { Sealed } from '../handlers/connections/sealed.step.js';
import { EndCheckoutsHandler } from '../handlers/payments/end-checkouts.handler.js';
import { FollowMoney } from '../handlers/payments/follow-money.step.js';
import { OpenCheckoutHandler } from '../handlers/payments/open-checkout.handler.js';
import { PayByLinkHandler } from '../handlers/payments/pay-by-link.handler.js';
import { StripePaymentsRepository } from '../persistence/payments/stripe-payments.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { InvoicesModule } from './invoices.module.js';
import { KeysModule } from './keys.module.js';

/** Invoices that customers pay by a link, at the company's own Stripe account. */
@Module({
  imports: [AuditModule, CustomersModule, InvoicesModule, KeysModule],
  controllers: [PaymentLinksController, PayPagesController],
  providers: [
    CheckoutsJob,
    EndCheckoutsHandler,
    FollowMoney,
    OpenCheckoutHandler,
    PayByLinkHandler,
    Sealed,
    StripeAccount,
    StripePaymentsRepository,
  ],
  exports: [FollowMoney, Sealed, StripeAccount],
})
export class PaymentsModule {}
