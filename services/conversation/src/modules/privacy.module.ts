import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { ContactsModule } from './contacts.module.js';
import { LiveModule } from './live.module.js';
import { SearchModule } from './search.module.js';
import { ThreadsModule } from './threads.module.js';
import { ErasureEventsConsumer } from '../entrypoints/privacy/erasure-events.consumer.js';
import { PrivacyController } from '../entrypoints/privacy/privacy.controller.js';
import { RetentionJob } from '../entrypoints/privacy/retention.job.js';
import { ApplyRetentionHandler } from '../handlers/privacy/apply-retention.handler.js';
import { CollectErasureHandler } from '../handlers/privacy/collect-erasure.handler.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { GetErasuresHandler } from '../handlers/privacy/get-erasures.handler.js';
import { GetRetentionHandler } from '../handlers/privacy/get-retention.handler.js';
import { PutRetentionHandler } from '../handlers/privacy/put-retention.handler.js';
import { ErasuresRepository } from '../persistence/privacy/erasures.repository.js';
import { RetentionRepository } from '../persistence/privacy/retention.repository.js';

/** Erasure of a customer, and retention. */
@Module({
  imports: [AuditModule, ContactsModule, LiveModule, SearchModule, ThreadsModule],
  controllers: [PrivacyController, ErasureEventsConsumer],
  providers: [
    RetentionJob,
    ApplyRetentionHandler,
    CollectErasureHandler,
    EraseContactHandler,
    GetErasuresHandler,
    GetRetentionHandler,
    PutRetentionHandler,
    ErasuresRepository,
    RetentionRepository,
  ],
})
export class PrivacyModule {}
