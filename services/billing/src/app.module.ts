import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { PlansModule } from './modules/plans.module.js';
import { UsageModule } from './modules/usage.module.js';

@Module({ imports: [MessagingModule, UsageModule, PlansModule] })
export class AppModule {}
