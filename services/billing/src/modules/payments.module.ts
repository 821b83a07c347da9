import { Module } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import { StripePayments } from '../clients/payments/stripe.client.js';
import type { Config } from '../config.js';
import { PaymentNoticesConsumer } from '../entrypoints/payments/payment-notices.consumer.js';
import { AutomaticTopUpController } from '../entrypoints/payments/automatic-top-up.controller.js';
import { PaymentsController } from '../entrypoints/payments/payments.controller.js';
import { TopUpsJob } from '../entrypoints/payments/top-ups.job.js';
import { RecoverNoticesJob } from '../entrypoints/payments/recover-notices.job.js';
import { AutomaticTopUpHandler } from '../handlers/payments/automatic-top-up.handler.js';
import { RunTopUpsHandler } from '../handlers/payments/run-top-ups.handler.js';
import { ApplyStanding } from '../handlers/payments/apply-standing.step.js';
import { DescribePaymentsHandler } from '../handlers/payments/describe-payments.handler.js';
import { EndPaymentsHandler } from '../handlers/payments/end-payments.handler.js';
import { InvoiceProvider } from '../handlers/payments/invoice-provider.step.js';
import { OpenPortalHandler } from '../handlers/payments/open-portal.handler.js';
import { Payments } from '../handlers/payments/payments.state.js';
import { RecoverNoticesHandler } from '../handlers/payments/recover-notices.handler.js';
import { SettleTopUp } from '../handlers/payments/settle-top-up.step.js';
import { StartCheckoutHandler } from '../handlers/payments/start-checkout.handler.js';
import { TakeNoticeHandler } from '../handlers/payments/take-notice.handler.js';
import { AutomaticTopUpsRepository } from '../persistence/payments/automatic-top-ups.repository.js';
import { PaymentAccountsRepository } from '../persistence/payments/payment-accounts.repository.js';
import { TopUpsRepository } from '../persistence/payments/top-ups.repository.js';
import { AuditModule } from './audit.module.js';
import { InvoicesModule } from './invoices.module.js';
import { LedgerModule } from './ledger.module.js';
import { PlansModule } from './plans.module.js';

/** Who pays: checkout, portal, and what the provider tells. Without a key there is no provider. */
@Module({
  imports: [AuditModule, InvoicesModule, LedgerModule, PlansModule],
  controllers: [PaymentsController, AutomaticTopUpController, PaymentNoticesConsumer],
  providers: [
    {
      provide: Payments,
      inject: [CONFIG],
      useFactory: ({ STRIPE_SECRET_KEY: key, STRIPE_API_URL: url }: Config) => new Payments(key ? new StripePayments(key, url) : undefined),
    },
    RecoverNoticesJob,
    TopUpsJob,
    AutomaticTopUpHandler,
    RunTopUpsHandler,
    AutomaticTopUpsRepository,
    ApplyStanding,
    DescribePaymentsHandler,
    EndPaymentsHandler,
    InvoiceProvider,
    OpenPortalHandler,
    RecoverNoticesHandler,
    SettleTopUp,
    StartCheckoutHandler,
    TakeNoticeHandler,
    PaymentAccountsRepository,
    TopUpsRepository,
  ],
  exports: [EndPaymentsHandler, PaymentAccountsRepository, Payments],
})
export class PaymentsModule {}
