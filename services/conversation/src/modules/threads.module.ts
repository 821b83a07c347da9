import { Module } from '@nestjs/common';
import { LiveModule } from './live.module.js';
import { SpellingsModule } from './spellings.module.js';
import { ConversationsController } from '../entrypoints/threads/conversations.controller.js';
import { CountsJob } from '../entrypoints/threads/counts.job.js';
import { CountConversationsHandler } from '../handlers/threads/count-conversations.handler.js';
import { FoldCountsHandler } from '../handlers/threads/fold-counts.handler.js';
import { GetConversationHandler } from '../handlers/threads/get-conversation.handler.js';
import { ListConversationsHandler } from '../handlers/threads/list-conversations.handler.js';
import { ListMessagesHandler } from '../handlers/threads/list-messages.handler.js';
import { MendCountsHandler } from '../handlers/threads/mend-counts.handler.js';
import { ReadConversationHandler } from '../handlers/threads/read-conversation.handler.js';
import { Said } from '../handlers/threads/said.step.js';
import { SystemVoice } from '../handlers/threads/system-voice.step.js';
import { ConversationListRepository } from '../persistence/threads/conversation-list.repository.js';
import { ConversationsRepository } from '../persistence/threads/conversations.repository.js';
import { CountsRepository } from '../persistence/threads/counts.repository.js';
import { MessagesRepository } from '../persistence/threads/messages.repository.js';

/** Conversations and their messages as they stand: lists, figures, what the team has read. Lower than all that changes them. */
@Module({
  imports: [LiveModule, SpellingsModule],
  controllers: [ConversationsController],
  providers: [
    CountsJob,
    CountConversationsHandler,
    FoldCountsHandler,
    GetConversationHandler,
    ListConversationsHandler,
    ListMessagesHandler,
    MendCountsHandler,
    ReadConversationHandler,
    Said,
    SystemVoice,
    ConversationListRepository,
    ConversationsRepository,
    CountsRepository,
    MessagesRepository,
  ],
  exports: [ConversationsRepository, MessagesRepository, ReadConversationHandler, Said, SystemVoice],
})
export class ThreadsModule {}
