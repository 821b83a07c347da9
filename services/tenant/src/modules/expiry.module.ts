import { Module } from '@nestjs/common';
import { ForgetExpiredJob } from '../entrypoints/expiry/forget-expired.job.js';
import { ForgetExpiredHandler } from '../handlers/expiry/forget-expired.handler.js';
import { AuthModule } from './auth.module.js';
import { IdempotencyModule } from './idempotency.module.js';
import { MailModule } from './mail.module.js';

@Module({
  imports: [AuthModule, IdempotencyModule, MailModule],
  providers: [ForgetExpiredJob, ForgetExpiredHandler],
})
export class ExpiryModule {}
