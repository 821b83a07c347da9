import { Module } from '@nestjs/common';
import { ThreadsModule } from './threads.module.js';
import { IndexMessagesJob } from '../entrypoints/search/index-messages.job.js';
import { SearchController } from '../entrypoints/search/search.controller.js';
import { ForgetWords } from '../handlers/search/forget-words.step.js';
import { IndexMessagesHandler } from '../handlers/search/index-messages.handler.js';
import { SearchMessagesHandler } from '../handlers/search/search-messages.handler.js';
import { SearchRepository } from '../persistence/search/search.repository.js';

/** Words of messages, and searching by them. */
@Module({
  imports: [ThreadsModule],
  controllers: [SearchController],
  providers: [IndexMessagesJob, ForgetWords, IndexMessagesHandler, SearchMessagesHandler, SearchRepository],
  exports: [ForgetWords, SearchRepository],
})
export class SearchModule {}
