import { Module } from '@nestjs/common';
import { InvoicingController } from '../entrypoints/invoicing/invoicing.controller.js';
import { RunInvoicingJob } from '../entrypoints/invoicing/run-invoicing.job.js';
import { AdvanceInvoicing } from '../handlers/invoicing/advance-invoicing.step.js';
import { CreditInvoiceHandler } from '../handlers/invoicing/credit-invoice.handler.js';
import { KeepInvoicingHandler } from '../handlers/invoicing/keep-invoicing.handler.js';
import { ResumeInvoicing } from '../handlers/invoicing/resume-invoicing.step.js';
import { RunInvoicingHandler } from '../handlers/invoicing/run-invoicing.handler.js';
import { SettleInvoiceHandler } from '../handlers/invoicing/settle-invoice.handler.js';
import { AuditModule } from './audit.module.js';
import { InvoicesModule } from './invoices.module.js';
import { LedgerModule } from './ledger.module.js';
import { PaymentsModule } from './payments.module.js';
import { PlansModule } from './plans.module.js';

/** Plans that are paid by the operator's own invoices. */
@Module({
  imports: [AuditModule, InvoicesModule, LedgerModule, PaymentsModule, PlansModule],
  controllers: [InvoicingController],
  providers: [
    RunInvoicingJob,
    AdvanceInvoicing,
    CreditInvoiceHandler,
    KeepInvoicingHandler,
    ResumeInvoicing,
    RunInvoicingHandler,
    SettleInvoiceHandler,
  ],
})
export class InvoicingModule {}
