import { Module } from '@nestjs/common';
import { AnswersClient } from '../clients/golden/answers.client.js';
import { ConversationsClient } from '../clients/golden/conversations.client.js';
import { GoldenQuestionsController } from '../entrypoints/golden/golden-questions.controller.js';
import { CheckDraftHandler } from '../handlers/golden/check-draft.handler.js';
import { GoldenQuestionsHandler } from '../handlers/golden/golden-questions.handler.js';
import { GoldenQuestionsRepository } from '../persistence/golden/golden-questions.repository.js';
import { RowsModule } from './rows.module.js';

/** What a base must answer, and whether its draft does. */
@Module({
  imports: [RowsModule],
  controllers: [GoldenQuestionsController],
  providers: [GoldenQuestionsHandler, CheckDraftHandler, GoldenQuestionsRepository, AnswersClient, ConversationsClient],
  exports: [CheckDraftHandler, GoldenQuestionsRepository, AnswersClient, ConversationsClient],
})
export class GoldenModule {}
