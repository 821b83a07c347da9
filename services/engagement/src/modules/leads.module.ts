import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { LeadStagesController } from '../entrypoints/leads/lead-stages.controller.js';
import { LeadsController } from '../entrypoints/leads/leads.controller.js';
import { LeadStagesHandler } from '../handlers/leads/lead-stages.handler.js';
import { LeadsHandler } from '../handlers/leads/leads.handler.js';
import { LeadsRepository } from '../persistence/leads/leads.repository.js';

/** People who may buy, by stages. */
@Module({
  imports: [AuditModule],
  controllers: [LeadStagesController, LeadsController],
  providers: [LeadStagesHandler, LeadsHandler, LeadsRepository],
  exports: [LeadsRepository],
})
export class LeadsModule {}
