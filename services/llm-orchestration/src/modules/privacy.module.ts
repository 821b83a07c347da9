import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { RetentionJob } from '../entrypoints/privacy/retention.job.js';
import { ApplyRetentionHandler } from '../handlers/privacy/apply-retention.handler.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { ErasedRepository } from '../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../persistence/privacy/retention.repository.js';

@Module({
  controllers: [ContactErasureConsumer],
  providers: [RetentionJob, EraseContactHandler, ApplyRetentionHandler, ErasedRepository, RetentionRepository],
  exports: [ErasedRepository],
})
export class PrivacyModule {}
