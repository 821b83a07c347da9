import { Module } from '@nestjs/common';
import { ConversationsClient } from '../clients/help/conversations.client.js';
import { HelpController } from '../entrypoints/help/help.controller.js';
import { RewriteTextHandler } from '../handlers/help/rewrite-text.handler.js';
import { SuggestReplyHandler } from '../handlers/help/suggest-reply.handler.js';
import { AnswersModule } from './answers.module.js';

/** Help for agents: a reply from the knowledge, a text in other words or in another language. */
@Module({
  imports: [AnswersModule],
  controllers: [HelpController],
  providers: [SuggestReplyHandler, RewriteTextHandler, ConversationsClient],
})
export class HelpModule {}
