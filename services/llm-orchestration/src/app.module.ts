import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AnswersModule } from './modules/answers.module.js';
import { PrivacyModule } from './modules/privacy.module.js';
import { HelpModule } from './modules/help.module.js';
import { CompanyModule } from './modules/company.module.js';

@Module({ imports: [MessagingModule, CompanyModule, PrivacyModule, AnswersModule, HelpModule] })
export class AppModule {}
