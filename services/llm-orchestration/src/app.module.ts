import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { KnowledgeClient } from './clients/answers/knowledge.client.js';
import { OpenAiClient } from './clients/answers/openai.client.js';
import { ContactErasureConsumer } from './entrypoints/privacy/contact-erasure.consumer.js';
import { ReplyRequestedConsumer } from './entrypoints/answers/reply-requested.consumer.js';
import { DraftTeller } from './handlers/answers/draft-teller.state.js';
import { RetentionJob } from './entrypoints/privacy/retention.job.js';
import { ApplyRetentionHandler } from './handlers/privacy/apply-retention.handler.js';
import { EraseContactHandler } from './handlers/privacy/erase-contact.handler.js';
import { GenerateReplyHandler } from './handlers/answers/generate-reply.handler.js';
import { ModelResponder } from './handlers/answers/model-responder.step.js';
import { OfflineResponder } from './handlers/answers/offline-responder.step.js';
import { ReplyRecords } from './handlers/answers/reply-records.handler.js';
import { AnswersRepository } from './persistence/answers/answers.repository.js';
import { ErasedRepository } from './persistence/privacy/erased.repository.js';
import { ReplySettingsRepository } from './persistence/answers/reply-settings.repository.js';

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
