import { Module } from '@nestjs/common';
import { GateModule } from './gate.module.js';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { RetentionJob } from '../entrypoints/privacy/retention.job.js';
import { ApplyRetentionHandler } from '../handlers/privacy/apply-retention.handler.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { ErasedRepository } from '../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../persistence/privacy/retention.repository.js';

/** What customers had sent to them and is not kept: erasure, retention. */
@Module({
  imports: [GateModule],
  controllers: [ContactErasureConsumer],
  providers: [RetentionJob, ApplyRetentionHandler, EraseContactHandler, ErasedRepository, RetentionRepository],
  exports: [ErasedRepository],
})
export class PrivacyModule {}
