import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { CompanyModule } from './company.module.js';
import { ConsentModule } from './consent.module.js';
import { ContactsModule } from './contacts.module.js';
import { GroupsModule } from './groups.module.js';
import { LiveModule } from './live.module.js';
import { SearchModule } from './search.module.js';
import { SpellingsModule } from './spellings.module.js';
import { ThreadsModule } from './threads.module.js';
import { ErasureEventsConsumer } from '../entrypoints/privacy/erasure-events.consumer.js';
import { PrivacyController } from '../entrypoints/privacy/privacy.controller.js';
import { RetentionJob } from '../entrypoints/privacy/retention.job.js';
import { ApplyRetentionHandler } from '../handlers/privacy/apply-retention.handler.js';
import { CollectErasureHandler } from '../handlers/privacy/collect-erasure.handler.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { ForgetIdentitiesHandler } from '../handlers/privacy/forget-identities.handler.js';
import { GetErasuresHandler } from '../handlers/privacy/get-erasures.handler.js';
import { GetRetentionHandler } from '../handlers/privacy/get-retention.handler.js';
import { PutRetentionHandler } from '../handlers/privacy/put-retention.handler.js';
import { ErasedIdentitiesRepository } from '../persistence/privacy/erased-identities.repository.js';
import { ErasuresRepository } from '../persistence/privacy/erasures.repository.js';
import { RetentionRepository } from '../persistence/privacy/retention.repository.js';

/** Whatever is not kept: erasure of a customer, retention, and (in its own module) the end of a company. */
@Module({
  imports: [
    AuditModule,
    CompanyModule,
    ConsentModule,
    ContactsModule,
    GroupsModule,
    LiveModule,
    SearchModule,
    SpellingsModule,
    ThreadsModule,
  ],
  controllers: [PrivacyController, ErasureEventsConsumer],
  providers: [
    RetentionJob,
    ApplyRetentionHandler,
    CollectErasureHandler,
    EraseContactHandler,
    GetErasuresHandler,
    GetRetentionHandler,
    PutRetentionHandler,
    ForgetIdentitiesHandler,
    ErasedIdentitiesRepository,
    ErasuresRepository,
    RetentionRepository,
  ],
  exports: [ErasedIdentitiesRepository, ForgetIdentitiesHandler],
})
export class PrivacyModule {}
