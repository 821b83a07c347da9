import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AuditModule } from './modules/audit.module.js';
import { CompanyModule } from './modules/company.module.js';
import { MessagesModule } from './modules/messages.module.js';
import { OrdersModule } from './modules/orders.module.js';
import { PrivacyModule } from './modules/privacy.module.js';

@Module({ imports: [MessagingModule, AuditModule, CompanyModule, MessagesModule, OrdersModule, PrivacyModule] })
export class AppModule {}
