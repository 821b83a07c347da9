import { Module } from '@nestjs/common';
import { CollaborationModule } from './collaboration.module.js';
import { OwnershipModule } from './ownership.module.js';
import { ThreadsModule } from './threads.module.js';
import { BulkController } from '../entrypoints/bulk/bulk.controller.js';
import { BulkActionHandler } from '../handlers/bulk/bulk-action.handler.js';

/** One action on many conversations. */
@Module({
  imports: [CollaborationModule, OwnershipModule, ThreadsModule],
  controllers: [BulkController],
  providers: [BulkActionHandler],
})
export class BulkModule {}
