import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { SavedViewsController } from '../entrypoints/views/saved-views.controller.js';
import { SavedViewsHandler } from '../handlers/views/saved-views.handler.js';
import { SavedViewsRepository } from '../persistence/views/saved-views.repository.js';

/** Filters of the inbox under a name. */
@Module({
  imports: [AuditModule],
  controllers: [SavedViewsController],
  providers: [SavedViewsHandler, SavedViewsRepository],
})
export class ViewsModule {}
