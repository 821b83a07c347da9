import { Module } from '@nestjs/common';
import { PruneLiveLogJob } from '../entrypoints/live/prune-live-log.job.js';
import { LiveLog } from '../handlers/live/live-log.step.js';
import { PruneLiveLogHandler } from '../handlers/live/prune-live-log.handler.js';
import { LiveLogRepository } from '../persistence/live/live-log.repository.js';

/** The log of every inbox: what people's screens are told. Others write into it; `feed` reads it. */
@Module({
  providers: [PruneLiveLogJob, LiveLog, PruneLiveLogHandler, LiveLogRepository],
  exports: [LiveLog, LiveLogRepository],
})
export class LiveModule {}
