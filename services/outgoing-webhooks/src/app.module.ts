import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { CompanyModule } from './modules/company.module.js';
import { DeliveriesModule } from './modules/deliveries.module.js';
import { EndpointsModule } from './modules/endpoints.module.js';
import { EventsModule } from './modules/events.module.js';
import { PrivacyModule } from './modules/privacy.module.js';

@Module({ imports: [MessagingModule, CompanyModule, EndpointsModule, DeliveriesModule, PrivacyModule, EventsModule] })
export class AppModule {}
