import { Module } from '@nestjs/common';
import { SpendingController } from '../entrypoints/spending/spending.controller.js';
import { SpendingCapHandler } from '../handlers/spending/spending-cap.handler.js';
import { SpendingCapsRepository } from '../persistence/spending/spending-caps.repository.js';
import { AuditModule } from './audit.module.js';

/** How much of its deposit a tenant lets be spent. The functions by which others take units hold it. */
@Module({
  imports: [AuditModule],
  controllers: [SpendingController],
  providers: [SpendingCapHandler, SpendingCapsRepository],
})
export class SpendingModule {}
