import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AuditModule } from './modules/audit.module.js';
import { CompanyModule } from './modules/company.module.js';
import { ConnectionsModule } from './modules/connections.module.js';
import { InvoicesModule } from './modules/invoices.module.js';
import { MessagesModule } from './modules/messages.module.js';
import { OrderMessagesModule } from './modules/order-messages.module.js';
import { OrdersModule } from './modules/orders.module.js';
import { PaymentsModule } from './modules/payments.module.js';
import { PrivacyModule } from './modules/privacy.module.js';

@Module({
  imports: [
    MessagingModule,
    AuditModule,
    CompanyModule,
    ConnectionsModule,
    InvoicesModule,
    MessagesModule,
    OrderMessagesModule,
    OrdersModule,
    PaymentsModule,
    PrivacyModule,
  ],
})
export class AppModule {}
