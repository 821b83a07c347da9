import { Module } from '@nestjs/common';
import { InvoiceSettingsController } from '../entrypoints/invoices/invoice-settings.controller.js';
import { InvoicesController } from '../entrypoints/invoices/invoices.controller.js';
import { ChangeInvoiceHandler } from '../handlers/invoices/change-invoice.handler.js';
import { CreateInvoiceHandler } from '../handlers/invoices/create-invoice.handler.js';
import { InvoiceSettingsHandler } from '../handlers/invoices/invoice-settings.handler.js';
import { MoveMoneyHandler } from '../handlers/invoices/move-money.handler.js';
import { ReadInvoicesHandler } from '../handlers/invoices/read-invoices.handler.js';
import { SendInvoice } from '../handlers/invoices/send-invoice.step.js';
import { ShowInvoice } from '../handlers/invoices/show-invoice.step.js';
import { TakeBack } from '../handlers/invoices/take-back.step.js';
import { InvoiceSettingsRepository } from '../persistence/invoices/invoice-settings.repository.js';
import { InvoicesRepository } from '../persistence/invoices/invoices.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { OrdersModule } from './orders.module.js';

/** What customers are to pay, and what they have paid. */
@Module({
  imports: [AuditModule, CustomersModule, OrdersModule],
  controllers: [InvoicesController, InvoiceSettingsController],
  providers: [
    ChangeInvoiceHandler,
    CreateInvoiceHandler,
    InvoiceSettingsHandler,
    MoveMoneyHandler,
    ReadInvoicesHandler,
    SendInvoice,
    ShowInvoice,
    TakeBack,
    InvoiceSettingsRepository,
    InvoicesRepository,
  ],
  exports: [InvoicesRepository],
})
export class InvoicesModule {}
