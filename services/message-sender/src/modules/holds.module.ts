import { Module } from '@nestjs/common';
import { QueueModule } from './queue.module.js';
import { HoldsController } from '../entrypoints/holds/holds.controller.js';
import { HoldsAudit } from '../handlers/holds/audit.step.js';
import { EndOutdatedHoldsHandler } from '../handlers/holds/end-outdated-holds.handler.js';
import { ListHoldsHandler } from '../handlers/holds/list-holds.handler.js';
import { PlaceHoldHandler } from '../handlers/holds/place-hold.handler.js';
import { ResumeHoldHandler } from '../handlers/holds/resume-hold.handler.js';
import { TellHolds } from '../handlers/holds/tell-holds.step.js';
import { HoldsRepository } from '../persistence/holds/holds.repository.js';

/** Why messages of a tenant wait, and what lets them go on. */
@Module({
  imports: [QueueModule],
  controllers: [HoldsController],
  providers: [HoldsAudit, EndOutdatedHoldsHandler, ListHoldsHandler, PlaceHoldHandler, ResumeHoldHandler, TellHolds, HoldsRepository],
  exports: [EndOutdatedHoldsHandler, HoldsRepository, TellHolds],
})
export class HoldsModule {}
