import { Module } from '@nestjs/common';
import { KnowledgeSearchQuery } from '../entrypoints/search/knowledge-search.query.js';
import { SearchController } from '../entrypoints/search/search.controller.js';
import { FindMeanings } from '../handlers/search/find-meanings.handler.js';
import { FindPassagesHandler } from '../handlers/search/find-passages.handler.js';
import { SearchKnowledgeBaseHandler } from '../handlers/search/search-knowledge-base.handler.js';
import { PassagesRepository } from '../persistence/search/passages.repository.js';
import { RowsModule } from './rows.module.js';
import { VectorsModule } from './vectors.module.js';

@Module({
  imports: [RowsModule, VectorsModule],
  controllers: [SearchController, KnowledgeSearchQuery],
  providers: [SearchKnowledgeBaseHandler, FindPassagesHandler, FindMeanings, PassagesRepository],
})
export class SearchModule {}
