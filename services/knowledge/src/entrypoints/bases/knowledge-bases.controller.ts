import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, type PipeTransform } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  Allow,
  By,
  Caller,
  idOf,
  idOfCursor,
  numberOfCursor,
  PageQuery,
  Problem,
  ProblemDto,
  TenantId,
  toPage,
  type Actor,
  type Identity,
} from '#service-kit';
import { ChangeKnowledgeBaseHandler } from '../../handlers/bases/change-knowledge-base.handler.js';
import { CreateKnowledgeBaseHandler } from '../../handlers/bases/create-knowledge-base.handler.js';
import { DeleteKnowledgeBaseHandler } from '../../handlers/bases/delete-knowledge-base.handler.js';
import { GetKnowledgeBaseHandler } from '../../handlers/bases/get-knowledge-base.handler.js';
import { GetVersionHandler } from '../../handlers/bases/get-version.handler.js';
import { ListKnowledgeBasesHandler } from '../../handlers/bases/list-knowledge-bases.handler.js';
import { ListUnpublishedChangesHandler } from '../../handlers/bases/list-unpublished-changes.handler.js';
import { ListVersionsHandler } from '../../handlers/bases/list-versions.handler.js';
import { PublishKnowledgeBaseHandler } from '../../handlers/bases/publish-knowledge-base.handler.js';
import { RollBackKnowledgeBaseHandler } from '../../handlers/bases/roll-back-knowledge-base.handler.js';
import {
  BaseVersionPageDto,
  ChangeKnowledgeBaseDto,
  CreateKnowledgeBaseDto,
  KnowledgeBaseDto,
  KnowledgeBasePageDto,
  PublishDto,
  PublishedDto,
  RollBackDto,
  UnpublishedChangesDto,
  VersionDetailsDto,
} from './knowledge-bases.dto.js';

const ID = idOf('knowledge base');

/** Versions are integers of Postgres. */
const MAX_VERSION = 2 ** 31 - 1;

/** A version in a path: what is no number of one is a version that is not there. */
class VersionPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const version = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
    if (version < 1 || version >= MAX_VERSION) throw Problem.notFound('version');
    return version;
  }
}

@ApiTags('Knowledge')
@Controller('api/v1/knowledge-bases')
export class KnowledgeBasesController {
  constructor(
    private readonly createBase: CreateKnowledgeBaseHandler,
    private readonly listBases: ListKnowledgeBasesHandler,
    private readonly getBase: GetKnowledgeBaseHandler,
    private readonly changeBase: ChangeKnowledgeBaseHandler,
    private readonly deleteBase: DeleteKnowledgeBaseHandler,
    private readonly publishBase: PublishKnowledgeBaseHandler,
    private readonly rollBackBase: RollBackKnowledgeBaseHandler,
    private readonly listVersions: ListVersionsHandler,
    private readonly listUnpublishedChanges: ListUnpublishedChangesHandler,
    private readonly getVersion: GetVersionHandler,
  ) {}

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Create a knowledge base' })
  @ApiResponse({ status: 201, type: KnowledgeBaseDto })
  @Post()
  async create(@TenantId() tenantId: string, @Body() body: CreateKnowledgeBaseDto, @By() by: Actor): Promise<KnowledgeBaseDto> {
    return this.createBase.execute(tenantId, { name: body.name, description: body.description ?? '', language: body.language ?? 'en' }, by);
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List knowledge bases, oldest first' })
  @ApiResponse({ status: 200, type: KnowledgeBasePageDto })
  @Get()
  async list(@TenantId() tenantId: string, @Query() page: PageQuery): Promise<KnowledgeBasePageDto> {
    const rows = await this.listBases.execute(tenantId, page.limit, idOfCursor(page.cursor));
    return toPage(rows, page.limit, (row) => [row.id]);
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'Get a knowledge base' })
  @ApiResponse({ status: 200, type: KnowledgeBaseDto })
  @Get(':id')
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<KnowledgeBaseDto> {
    return this.getBase.execute(tenantId, id);
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Change a knowledge base; fields left out stay as they are' })
  @ApiResponse({ status: 200, type: KnowledgeBaseDto })
  @Put(':id')
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeKnowledgeBaseDto,
    @By() by: Actor,
  ): Promise<KnowledgeBaseDto> {
    return this.changeBase.execute(tenantId, id, body, by);
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Delete a knowledge base and all its documents; it stops answering at once' })
  @ApiResponse({ status: 204 })
  @HttpCode(204)
  @Delete(':id')
  async delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    await this.deleteBase.execute(tenantId, id, by);
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'Publish all ready documents, so that they answer customers',
    description:
      'First the golden questions are asked of the draft, by the code that answers customers without a model. A draft that loses a fact which what is ' +
      'published has, is refused. With `force` an owner publishes it all the same.',
  })
  @ApiBody({ type: PublishDto, required: false })
  @ApiResponse({ status: 200, type: PublishedDto })
  @ApiResponse({ status: 403, description: 'forbidden: `force` takes an owner', type: ProblemDto })
  @ApiResponse({
    status: 409,
    description:
      'publish_refused: the draft answers worse; `regressions` has the first 50 questions, each with its `kind` (`golden`, or `past`: one that ' +
      'customers asked), `question`, `before` (what is answered now) and `after` (what the draft answers; empty where a person would). ' +
      'nothing_to_publish: no document is ready',
    type: ProblemDto,
  })
  @ApiResponse({
    status: 503,
    description: 'publish_unchecked: the golden questions cannot be asked now, or the documents change while they are',
    type: ProblemDto,
  })
  @HttpCode(200)
  @Post(':id/publish')
  async publish(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @By() by: Actor,
    @Caller() caller: Identity,
    @Body() body?: PublishDto,
  ): Promise<PublishedDto> {
    const force = body?.force ?? false;
    if (force && caller.role !== 'owner' && !caller.superadmin) {
      throw new Problem(403, 'forbidden', 'Only an owner may publish with `force`. Mend the draft, or ask an owner.');
    }
    return this.publishBase.execute(tenantId, id, by, force);
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Go back to an earlier published version' })
  @ApiResponse({ status: 200, type: PublishedDto })
  @ApiResponse({ status: 409, description: 'nothing_to_publish: all documents of the version were deleted', type: ProblemDto })
  @ApiResponse({ status: 422, description: 'unknown_version', type: ProblemDto })
  @HttpCode(200)
  @Post(':id/rollback')
  async rollBack(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: RollBackDto,
    @By() by: Actor,
  ): Promise<PublishedDto> {
    return this.rollBackBase.execute(tenantId, id, body.version, by);
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'Get what publishing would change: documents that were added, replaced or removed since the published version' })
  @ApiResponse({ status: 200, type: UnpublishedChangesDto })
  @Get(':id/unpublished-changes')
  async unpublishedChanges(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<UnpublishedChangesDto> {
    return this.listUnpublishedChanges.execute(tenantId, id);
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List the published versions, newest first' })
  @ApiResponse({ status: 200, type: BaseVersionPageDto })
  @Get(':id/versions')
  async versions(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() page: PageQuery): Promise<BaseVersionPageDto> {
    const rows = await this.listVersions.execute(tenantId, id, page.limit, numberOfCursor(page.cursor, MAX_VERSION));
    return toPage(rows, page.limit, (row) => [row.version]);
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({
    summary: 'Get a published version: how its documents differ from the version before it, and what it answered to the golden questions',
  })
  @ApiResponse({ status: 200, type: VersionDetailsDto })
  @Get(':id/versions/:version')
  async version(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Param('version', new VersionPipe()) version: number,
  ): Promise<VersionDetailsDto> {
    return this.getVersion.execute(tenantId, id, version);
  }
}
