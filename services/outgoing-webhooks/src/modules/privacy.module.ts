import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { RetentionJob } from '../entrypoints/privacy/retention.job.js';
import { ApplyRetentionHandler } from '../handlers/privacy/apply-retention.handler.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { ErasedRepository } from '../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../persistence/privacy/retention.repository.js';
import { DeliveriesModule } from './deliveries.module.js';
import { EndpointsModule } from './endpoints.module.js';

/** Customers who are forgotten, and how long the log is kept. */
@Module({
  imports: [DeliveriesModule, EndpointsModule],
  controllers: [ContactErasureConsumer],
  providers: [RetentionJob, EraseContactHandler, ApplyRetentionHandler, ErasedRepository, RetentionRepository],
  exports: [ErasedRepository],
})
export class PrivacyModule {}
