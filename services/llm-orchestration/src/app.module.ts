import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { AnswersModule } from './modules/answers.module.js';
import { PrivacyModule } from './modules/privacy.module.js';

@Module({ imports: [MessagingModule, PrivacyModule, AnswersModule] })
export class AppModule {}
