import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import { KnowledgeClient } from '../clients/answers/knowledge.client.js';
import { OpenAiClient } from '../clients/answers/openai.client.js';
import type { Config } from '../config.js';
import { AnswersController } from '../entrypoints/answers/answers.controller.js';
import { AnswerReplayQuery } from '../entrypoints/answers/answer-replay.query.js';
import { ReplyRequestedConsumer } from '../entrypoints/answers/reply-requested.consumer.js';
import { AnswerQuestion } from '../handlers/answers/answer-question.step.js';
import { DraftTeller } from '../handlers/answers/draft-teller.state.js';
import { GenerateReplyHandler } from '../handlers/answers/generate-reply.handler.js';
import { AskModel } from '../handlers/answers/ask-model.step.js';
import { MeterAnswer } from '../handlers/answers/meter-answer.handler.js';
import { ModelResponder } from '../handlers/answers/model-responder.step.js';
import { OfflineResponder } from '../handlers/answers/offline-responder.step.js';
import { ReplayQuestionsHandler } from '../handlers/answers/replay-questions.handler.js';
import { ReplyRecords } from '../handlers/answers/reply-records.handler.js';
import { TryQuestionHandler } from '../handlers/answers/try-question.handler.js';
import { AnswersRepository } from '../persistence/answers/answers.repository.js';
import { ModelPricesRepository } from '../persistence/answers/model-prices.repository.js';
import { ReplySettingsRepository } from '../persistence/answers/reply-settings.repository.js';
import { PrivacyModule } from './privacy.module.js';
import { ToolsModule } from './tools.module.js';

@Module({
  imports: [PrivacyModule, ToolsModule],
  controllers: [AnswersController, ReplyRequestedConsumer, AnswerReplayQuery],
  providers: [
    GenerateReplyHandler,
    TryQuestionHandler,
    AnswerQuestion,
    AskModel,
    MeterAnswer,
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.MODEL_ENCRYPTION_KEYS) },
    ReplyRecords,
    ReplayQuestionsHandler,
    DraftTeller,
    OfflineResponder,
    ModelResponder,
    AnswersRepository,
    ReplySettingsRepository,
    ModelPricesRepository,
    KnowledgeClient,
    OpenAiClient,
  ],
  exports: [AnswerQuestion, AskModel, MeterAnswer, ReplySettingsRepository],
})
export class AnswersModule {}
