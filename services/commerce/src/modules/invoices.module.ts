import { Module } from '@nestjs/common';
import { InvoiceDocumentsController } from '../entrypoints/invoices/invoice-documents.controller.js';
import { InvoiceFilesController } from '../entrypoints/invoices/invoice-files.controller.js';
import { InvoiceSettingsController } from '../entrypoints/invoices/invoice-settings.controller.js';
import { MessageReceivedConsumer } from '../entrypoints/invoices/message-received.consumer.js';
import { RemindersController } from '../entrypoints/invoices/reminders.controller.js';
import { RemindersJob } from '../entrypoints/invoices/reminders.job.js';
import { InvoicesController } from '../entrypoints/invoices/invoices.controller.js';
import { ChangeInvoiceHandler } from '../handlers/invoices/change-invoice.handler.js';
import { CreateInvoiceHandler } from '../handlers/invoices/create-invoice.handler.js';
import { DrawInvoiceHandler } from '../handlers/invoices/draw-invoice.handler.js';
import { InvoiceOutcomesHandler } from '../handlers/invoices/invoice-outcomes.handler.js';
import { InvoiceSettingsHandler } from '../handlers/invoices/invoice-settings.handler.js';
import { MoveMoneyHandler } from '../handlers/invoices/move-money.handler.js';
import { HeedRepliesHandler } from '../handlers/invoices/heed-replies.handler.js';
import { InvoiceRemindersHandler } from '../handlers/invoices/invoice-reminders.handler.js';
import { PlanReminders } from '../handlers/invoices/plan-reminders.step.js';
import { ReminderPolicyHandler } from '../handlers/invoices/reminder-policy.handler.js';
import { SendRemindersHandler } from '../handlers/invoices/send-reminders.handler.js';
import { StopReminders } from '../handlers/invoices/stop-reminders.step.js';
import { ReadInvoicesHandler } from '../handlers/invoices/read-invoices.handler.js';
import { SendInvoice } from '../handlers/invoices/send-invoice.step.js';
import { ShowInvoice } from '../handlers/invoices/show-invoice.step.js';
import { SignInvoice } from '../handlers/invoices/sign-invoice.step.js';
import { TakeBack } from '../handlers/invoices/take-back.step.js';
import { TellInvoice } from '../handlers/invoices/tell-invoice.step.js';
import { TellInvoiceHandler } from '../handlers/invoices/tell-invoice.handler.js';
import { WithdrawReminders } from '../handlers/invoices/withdraw-reminders.step.js';
import { InvoiceSettingsRepository } from '../persistence/invoices/invoice-settings.repository.js';
import { RemindersRepository } from '../persistence/invoices/reminders.repository.js';
import { InvoicesRepository } from '../persistence/invoices/invoices.repository.js';
import { PayLinks } from '../handlers/payments/pay-links.step.js';
import { PayLinksRepository } from '../persistence/payments/pay-links.repository.js';
import { PaySessionsRepository } from '../persistence/payments/pay-sessions.repository.js';
import { AuditModule } from './audit.module.js';
import { CustomersModule } from './customers.module.js';
import { KeysModule } from './keys.module.js';
import { MessagesModule } from './messages.module.js';
import { OrderMessagesModule } from './order-messages.module.js';
import { OrdersModule } from './orders.module.js';

/** What customers are to pay, and what they have paid. */
@Module({
  imports: [AuditModule, CustomersModule, KeysModule, MessagesModule, OrderMessagesModule, OrdersModule],
  controllers: [
    InvoicesController,
    InvoiceDocumentsController,
    InvoiceFilesController,
    InvoiceSettingsController,
    MessageReceivedConsumer,
    RemindersController,
  ],
  providers: [
    ChangeInvoiceHandler,
    CreateInvoiceHandler,
    InvoiceSettingsHandler,
    MoveMoneyHandler,
    ReadInvoicesHandler,
    SendInvoice,
    ShowInvoice,
    DrawInvoiceHandler,
    InvoiceOutcomesHandler,
    SignInvoice,
    HeedRepliesHandler,
    InvoiceRemindersHandler,
    PlanReminders,
    ReminderPolicyHandler,
    RemindersJob,
    RemindersRepository,
    SendRemindersHandler,
    StopReminders,
    WithdrawReminders,
    TakeBack,
    TellInvoice,
    TellInvoiceHandler,
    InvoiceSettingsRepository,
    InvoicesRepository,
    PayLinks,
    PayLinksRepository,
    PaySessionsRepository,
  ],
  exports: [MoveMoneyHandler, StopReminders, PayLinks, PayLinksRepository, PaySessionsRepository, InvoicesRepository],
})
export class InvoicesModule {}
