import { Module } from '@nestjs/common';
import { CONFIG, MessageKeys } from '#service-kit';
import type { Config } from '../config.js';
import { HoldsModule } from './holds.module.js';
import { MediaModule } from './media.module.js';
import { QueueModule } from './queue.module.js';
import { AccountChangedConsumer } from '../entrypoints/templates/account-changed.consumer.js';
import { TemplateSyncJob } from '../entrypoints/templates/template-sync.job.js';
import { TemplatesController } from '../entrypoints/templates/templates.controller.js';
import { Audit } from '../handlers/templates/audit.step.js';
import { ComposeTemplateHandler } from '../handlers/templates/compose-template.handler.js';
import { FollowChanges } from '../handlers/templates/follow-changes.step.js';
import { GraphAccessStep } from '../handlers/templates/graph-access.step.js';
import { ManagementCallsHandler } from '../handlers/templates/management-calls.handler.js';
import { RecordTemplateReportHandler } from '../handlers/templates/record-template-report.handler.js';
import { UploadSamplesHandler } from '../handlers/templates/upload-samples.handler.js';
import { StoreNamedHandler } from '../handlers/templates/store-named.handler.js';
import { SyncTemplatesHandler } from '../handlers/templates/sync-templates.handler.js';
import { TemplateSignal } from '../handlers/templates/template-signal.state.js';
import { TemplatesHandler } from '../handlers/templates/templates.handler.js';
import { UnknownNames } from '../handlers/templates/unknown-names.state.js';
import { ManagementCallsRepository } from '../persistence/templates/management-calls.repository.js';
import { ContactsRepository } from '../persistence/templates/contacts.repository.js';
import { TemplateSyncsRepository } from '../persistence/templates/template-syncs.repository.js';
import { TemplatesRepository } from '../persistence/templates/templates.repository.js';
import { TemplateGraph } from '../clients/templates/template-graph.js';

/** Message templates as WhatsApp has them, and what is made of them when one is sent. */
@Module({
  imports: [HoldsModule, MediaModule, QueueModule],
  controllers: [TemplatesController, AccountChangedConsumer],
  providers: [
    TemplateSyncJob,
    Audit,
    ComposeTemplateHandler,
    FollowChanges,
    GraphAccessStep,
    ManagementCallsHandler,
    RecordTemplateReportHandler,
    UploadSamplesHandler,
    StoreNamedHandler,
    SyncTemplatesHandler,
    TemplateSignal,
    TemplatesHandler,
    UnknownNames,
    ContactsRepository,
    ManagementCallsRepository,
    TemplateSyncsRepository,
    TemplatesRepository,
    { provide: MessageKeys, useFactory: (): MessageKeys => new MessageKeys('message_sender') },
    { provide: TemplateGraph, inject: [CONFIG], useFactory: (config: Config): TemplateGraph => new TemplateGraph(config) },
  ],
  exports: [ComposeTemplateHandler, ContactsRepository, TemplatesRepository],
})
export class TemplatesModule {}
