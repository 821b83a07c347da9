import { Module } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { Config } from '../config.js';
import { QueueModule } from './queue.module.js';
import { ReplyRequestedConsumer } from '../entrypoints/reading/reply-requested.consumer.js';
import { TypingStartedConsumer } from '../entrypoints/reading/typing-started.consumer.js';
import { MarkReadHandler } from '../handlers/reading/mark-read.handler.js';
import { ShowTypingHandler } from '../handlers/reading/show-typing.handler.js';
import { ReadMarks } from '../clients/reading/read-marks.js';

/** Read marks and typing, for what customers wrote. */
@Module({
  imports: [QueueModule],
  controllers: [ReplyRequestedConsumer, TypingStartedConsumer],
  providers: [
    MarkReadHandler,
    ShowTypingHandler,
    { provide: ReadMarks, inject: [CONFIG], useFactory: (config: Config): ReadMarks => new ReadMarks(config) },
  ],
})
export class ReadingModule {}
