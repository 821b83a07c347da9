import { Module } from '@nestjs/common';
import { QueueModule } from './queue.module.js';
import { HoldsController } from '../entrypoints/holds/holds.controller.js';
import { EndOutdatedHoldsHandler } from '../handlers/holds/end-outdated-holds.handler.js';
import { ListHoldsHandler } from '../handlers/holds/list-holds.handler.js';
import { ResumeHoldHandler } from '../handlers/holds/resume-hold.handler.js';
import { HoldsRepository } from '../persistence/holds/holds.repository.js';

/** Why messages of a tenant wait, and what lets them go on. */
@Module({
  imports: [QueueModule],
  controllers: [HoldsController],
  providers: [EndOutdatedHoldsHandler, ListHoldsHandler, ResumeHoldHandler, HoldsRepository],
  exports: [EndOutdatedHoldsHandler, HoldsRepository],
})
export class HoldsModule {}
