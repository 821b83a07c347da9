import { Module } from '@nestjs/common';
import { CollaborationModule } from './collaboration.module.js';
import { LiveModule } from './live.module.js';
import { ThreadsModule } from './threads.module.js';
import { LiveConsumer } from '../entrypoints/feed/live.consumer.js';
import { ReadLiveFeedHandler } from '../handlers/feed/read-live-feed.handler.js';
import { ReadMissedMessagesHandler } from '../handlers/feed/read-missed-messages.handler.js';

/** What gateways read of the live log, and what they missed. */
@Module({
  imports: [CollaborationModule, LiveModule, ThreadsModule],
  controllers: [LiveConsumer],
  providers: [ReadLiveFeedHandler, ReadMissedMessagesHandler],
})
export class FeedModule {}
