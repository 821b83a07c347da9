import { Controller, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, Allow, announcedBytes, By, idOf, numberOfCursor, PageQuery, ProblemDto, TenantId, toPage } from '#service-kit';
import { ChangeDocumentHandler } from '../../handlers/documents/change-document.handler.js';
import { DocumentContentsHandler } from '../../handlers/documents/document-contents.handler.js';
import { GetDocumentHandler } from '../../handlers/documents/get-document.handler.js';
import { ChangeDocumentDto, DocumentContentDto, DocumentPassagePageDto } from './document-contents.dto.js';
import { AddedDocumentDto } from './documents.dto.js';
import { readChange } from './read-upload.js';
import { DocumentFiles } from '../../handlers/documents/document-files.handler.js';
import { Uploads } from './uploads.js';

const ID = idOf('document');
/** Positions are integers of Postgres. */
const MAX_POSITION = 2_147_483_647;

@ApiTags('Knowledge')
@ApiExtraModels(ChangeDocumentDto)
@Controller('api/v1/documents')
export class DocumentContentsController {
  constructor(
    private readonly changeDocument: ChangeDocumentHandler,
    private readonly contents: DocumentContentsHandler,
    private readonly getDocument: GetDocumentHandler,
    private readonly uploads: Uploads,
    private readonly files: DocumentFiles,
  ) {}

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'Get the text, or the questions and answers, of a document as they can be changed' })
  @ApiResponse({ status: 200, type: DocumentContentDto })
  @Get(':id/content')
  async content(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<DocumentContentDto> {
    return this.contents.content(tenantId, id);
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List the passages of a document in their order, as answers quote them' })
  @ApiResponse({ status: 200, type: DocumentPassagePageDto })
  @Get(':id/passages')
  async passages(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() page: PageQuery): Promise<DocumentPassagePageDto> {
    const rows = await this.contents.passages(tenantId, id, page.limit, numberOfCursor(page.cursor, MAX_POSITION) ?? 0);
    return toPage(rows, page.limit, (row) => [row.position]);
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'Rename a document, change its text, or replace its file',
    description:
      'A new document takes the place of the one that was there as soon as it has been read; its id is in the answer. If it cannot be read, the one that was ' +
      'there stays. Customers get answers from the published one until the next publish. The same content and title change nothing.',
  })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({
    schema: {
      oneOf: [
        {
          type: 'object',
          required: ['file'],
          properties: { file: { type: 'string', format: 'binary' }, title: { type: 'string', description: 'By default as it was' } },
        },
        { $ref: getSchemaPath(ChangeDocumentDto) },
      ],
    },
  })
  @ApiResponse({ status: 202, type: AddedDocumentDto })
  @ApiResponse({ status: 409, description: 'document_exists: another document has this title and content', type: ProblemDto })
  @ApiResponse({ status: 422, description: 'document_not_text: only the file of this document can be replaced', type: ProblemDto })
  @HttpCode(202)
  @Put(':id')
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Req() request: FastifyRequest,
    @By() by: Actor,
  ): Promise<AddedDocumentDto> {
    const giveBack = this.uploads.take(announcedBytes(request.raw), tenantId);
    try {
      const look = async (): Promise<void> => void (await this.getDocument.execute(tenantId, id));
      return await this.files.receiving(tenantId, look, async (receive) =>
        this.changeDocument.execute(tenantId, id, await readChange(request, receive), by),
      );
    } finally {
      giveBack();
    }
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Read a document again that failed', description: 'One that did not fail stays as it is.' })
  @ApiResponse({ status: 202, type: AddedDocumentDto })
  @HttpCode(202)
  @Post(':id/retry')
  async retry(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<AddedDocumentDto> {
    return this.contents.retry(tenantId, id, by);
  }
}
