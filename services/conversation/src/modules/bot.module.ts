import { Module } from '@nestjs/common';
import { ActivitiesModule } from './activities.module.js';
import { LiveModule } from './live.module.js';
import { OwnershipModule } from './ownership.module.js';
import { SettingsModule } from './settings.module.js';
import { ThreadsModule } from './threads.module.js';
import { AskedQuestionsQuery } from '../entrypoints/bot/asked-questions.query.js';
import { OpenQuestionQuery } from '../entrypoints/bot/open-question.query.js';
import { RepliesConsumer } from '../entrypoints/bot/replies.consumer.js';
import { ReplyDueJob } from '../entrypoints/bot/reply-due.job.js';
import { AcceptReplyHandler } from '../handlers/bot/accept-reply.handler.js';
import { AskAgain } from '../handlers/bot/ask-again.step.js';
import { AskBot } from '../handlers/bot/ask-bot.step.js';
import { FindOpenQuestionHandler } from '../handlers/bot/find-open-question.handler.js';
import { FindDueRepliesHandler } from '../handlers/bot/find-due-replies.handler.js';
import { ListAskedQuestionsHandler } from '../handlers/bot/list-asked-questions.handler.js';
import { ReplyTimers } from '../handlers/bot/reply-timers.state.js';
import { RequestReplyHandler } from '../handlers/bot/request-reply.handler.js';
import { AskedQuestionsRepository } from '../persistence/bot/asked-questions.repository.js';
import { BotTurnsRepository } from '../persistence/bot/bot-turns.repository.js';

/** Asking the bot, and speaking its answers. */
@Module({
  imports: [ActivitiesModule, LiveModule, OwnershipModule, SettingsModule, ThreadsModule],
  controllers: [RepliesConsumer, AskedQuestionsQuery, OpenQuestionQuery],
  providers: [
    ReplyDueJob,
    AcceptReplyHandler,
    AskAgain,
    AskBot,
    FindDueRepliesHandler,
    FindOpenQuestionHandler,
    ReplyTimers,
    RequestReplyHandler,
    BotTurnsRepository,
    ListAskedQuestionsHandler,
    AskedQuestionsRepository,
  ],
  exports: [AskAgain, AskBot],
})
export class BotModule {}
