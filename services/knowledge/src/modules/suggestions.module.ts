import { Module } from '@nestjs/common';
import { SuggestionsController } from '../entrypoints/suggestions/suggestions.controller.js';
import { SuggestionsHandler } from '../handlers/suggestions/suggestions.handler.js';
import { DecisionsRepository } from '../persistence/suggestions/decisions.repository.js';
import { DocumentsModule } from './documents.module.js';
import { GoldenModule } from './golden.module.js';
import { RowsModule } from './rows.module.js';

/** What customers ask and the knowledge lacks. */
@Module({
  imports: [RowsModule, GoldenModule, DocumentsModule],
  controllers: [SuggestionsController],
  providers: [SuggestionsHandler, DecisionsRepository],
})
export class SuggestionsModule {}
