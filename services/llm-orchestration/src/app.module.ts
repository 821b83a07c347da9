import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { KnowledgeClient } from './clients/knowledge.client.js';
import { OpenAiClient } from './clients/openai.client.js';
import { ContactErasureConsumer } from './entrypoints/contact-erasure.consumer.js';
import { ReplyRequestedConsumer } from './entrypoints/reply-requested.consumer.js';
import { DraftTeller } from './handlers/draft-teller.js';
import { RetentionJob } from './entrypoints/retention.job.js';
import { ApplyRetentionHandler } from './handlers/apply-retention.handler.js';
import { EraseContactHandler } from './handlers/erase-contact.handler.js';
import { GenerateReplyHandler } from './handlers/generate-reply.handler.js';
import { ModelResponder } from './handlers/model-responder.js';
import { OfflineResponder } from './handlers/offline-responder.js';
import { ReplyRecords } from './handlers/reply-records.js';
import { AnswersRepository } from './persistence/answers.repository.js';
import { ErasedRepository } from './persistence/erased.repository.js';
import { ReplySettingsRepository } from './persistence/reply-settings.repository.js';

@Module({
  imports: [MessagingModule],
  providers: [
    ReplyRequestedConsumer,
    ContactErasureConsumer,
    RetentionJob,
    EraseContactHandler,
    ApplyRetentionHandler,
    ErasedRepository,
    GenerateReplyHandler,
    ReplyRecords,
    DraftTeller,
    OfflineResponder,
    ModelResponder,
    AnswersRepository,
    ReplySettingsRepository,
    KnowledgeClient,
    OpenAiClient,
  ],
})
export class AppModule {}
