import { Module } from '@nestjs/common';
import { KnowledgeBasesController } from '../entrypoints/bases/knowledge-bases.controller.js';
import { ChangeKnowledgeBaseHandler } from '../handlers/bases/change-knowledge-base.handler.js';
import { CreateKnowledgeBaseHandler } from '../handlers/bases/create-knowledge-base.handler.js';
import { DeleteKnowledgeBaseHandler } from '../handlers/bases/delete-knowledge-base.handler.js';
import { GetKnowledgeBaseHandler } from '../handlers/bases/get-knowledge-base.handler.js';
import { GetVersionHandler } from '../handlers/bases/get-version.handler.js';
import { ListKnowledgeBasesHandler } from '../handlers/bases/list-knowledge-bases.handler.js';
import { ListUnpublishedChangesHandler } from '../handlers/bases/list-unpublished-changes.handler.js';
import { ListVersionsHandler } from '../handlers/bases/list-versions.handler.js';
import { PublishKnowledgeBaseHandler } from '../handlers/bases/publish-knowledge-base.handler.js';
import { RollBackKnowledgeBaseHandler } from '../handlers/bases/roll-back-knowledge-base.handler.js';
import { VersionsRepository } from '../persistence/bases/versions.repository.js';
import { GoldenModule } from './golden.module.js';
import { RowsModule } from './rows.module.js';

@Module({
  imports: [RowsModule, GoldenModule],
  controllers: [KnowledgeBasesController],
  providers: [
    CreateKnowledgeBaseHandler,
    ListKnowledgeBasesHandler,
    GetKnowledgeBaseHandler,
    ChangeKnowledgeBaseHandler,
    DeleteKnowledgeBaseHandler,
    PublishKnowledgeBaseHandler,
    RollBackKnowledgeBaseHandler,
    ListVersionsHandler,
    GetVersionHandler,
    ListUnpublishedChangesHandler,
    VersionsRepository,
  ],
})
export class BasesModule {}
