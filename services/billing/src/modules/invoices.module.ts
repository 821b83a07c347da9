import { Module } from '@nestjs/common';
import { InvoiceSettingsController } from '../entrypoints/invoices/invoice-settings.controller.js';
import { InvoicesController } from '../entrypoints/invoices/invoices.controller.js';
import { BillingDetailsHandler } from '../handlers/invoices/billing-details.handler.js';
import { InvoiceClock } from '../handlers/invoices/invoice-clock.state.js';
import { InvoiceOverage } from '../handlers/invoices/invoice-overage.step.js';
import { InvoiceSettingsHandler } from '../handlers/invoices/invoice-settings.handler.js';
import { InvoiceTopUps } from '../handlers/invoices/invoice-top-ups.step.js';
import { IssueInvoice } from '../handlers/invoices/issue-invoice.step.js';
import { TellDue } from '../handlers/invoices/tell-due.step.js';
import { ReadInvoicesHandler } from '../handlers/invoices/read-invoices.handler.js';
import { InvoiceAccountsRepository } from '../persistence/invoices/invoice-accounts.repository.js';
import { InvoiceSettingsRepository } from '../persistence/invoices/invoice-settings.repository.js';
import { InvoicesRepository } from '../persistence/invoices/invoices.repository.js';
import { AuditModule } from './audit.module.js';

/** The operator's invoices to tenants. Whoever records money imports it and issues one in the same transaction. */
@Module({
  imports: [AuditModule],
  controllers: [InvoicesController, InvoiceSettingsController],
  providers: [
    BillingDetailsHandler,
    InvoiceSettingsHandler,
    ReadInvoicesHandler,
    InvoiceClock,
    InvoiceOverage,
    InvoiceTopUps,
    IssueInvoice,
    TellDue,
    InvoiceAccountsRepository,
    InvoiceSettingsRepository,
    InvoicesRepository,
  ],
  exports: [
    ReadInvoicesHandler,
    InvoiceClock,
    InvoiceOverage,
    InvoiceTopUps,
    IssueInvoice,
    TellDue,
    InvoiceAccountsRepository,
    InvoiceSettingsRepository,
    InvoicesRepository,
  ],
})
export class InvoicesModule {}
