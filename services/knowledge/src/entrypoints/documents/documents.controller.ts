import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, Allow, announcedBytes, By, idOf, idOfCursor, PageQuery, ProblemDto, TenantId, toPage } from '#service-kit';
import { AddDocumentHandler } from '../../handlers/documents/add-document.handler.js';
import { DeleteDocumentHandler } from '../../handlers/documents/delete-document.handler.js';
import { GetDocumentHandler } from '../../handlers/documents/get-document.handler.js';
import { WebSourcesHandler } from '../../handlers/documents/web-sources.handler.js';
import { ListDocumentsHandler } from '../../handlers/documents/list-documents.handler.js';
import { AddDocumentDto, AddedDocumentDto, AddWebDocumentDto, DocumentDto, DocumentPageDto } from './documents.dto.js';
import { readUpload } from './read-upload.js';
import { DocumentFiles } from '../../handlers/documents/document-files.handler.js';
import { Uploads } from './uploads.js';

const BASE_ID = idOf('knowledge base');
const ID = idOf('document');

@ApiTags('Knowledge')
@ApiExtraModels(AddDocumentDto, AddWebDocumentDto)
@Controller('api/v1')
export class DocumentsController {
  constructor(
    private readonly addDocument: AddDocumentHandler,
    private readonly listDocuments: ListDocumentsHandler,
    private readonly getDocument: GetDocumentHandler,
    private readonly deleteDocument: DeleteDocumentHandler,
    private readonly webSources: WebSourcesHandler,
    private readonly uploads: Uploads,
    private readonly files: DocumentFiles,
  ) {}

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'Add a document',
    description:
      'Plain text, Markdown, HTML, CSV or TSV (questions and answers, or records), PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx) or OpenDocument text (.odt): a file of at most 50 MB, or JSON of at most 1 MB; or the address of a page of the web. The document is processed in ' +
      'the background; GET /documents/{id} shows when it is ready. Sending the same file with the same title again adds nothing; if the document failed, it is processed again.',
  })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({
    schema: {
      oneOf: [
        {
          type: 'object',
          required: ['file'],
          properties: {
            file: { type: 'string', format: 'binary' },
            title: { type: 'string', description: 'By default the name of the file' },
          },
        },
        { $ref: getSchemaPath(AddDocumentDto) },
        { $ref: getSchemaPath(AddWebDocumentDto) },
      ],
    },
  })
  @ApiResponse({ status: 202, type: AddedDocumentDto })
  @ApiResponse({
    status: 413,
    description: 'document_too_large: a file of more than 50 MB; body_too_large: JSON of more than 1 MB',
    type: ProblemDto,
  })
  @ApiResponse({ status: 415, description: 'unsupported_type: not one of the formats above', type: ProblemDto })
  @ApiResponse({
    status: 422,
    description:
      'document_empty, office_encrypted, office_damaged; of a page: web_address_refused, web_robots_refused, web_unreachable, web_refused, web_gone, web_too_large',
    type: ProblemDto,
  })
  @ApiResponse({
    status: 503,
    description: 'too_much_at_once: too many documents are being uploaded; try again shortly',
    type: ProblemDto,
  })
  @HttpCode(202)
  @Post('knowledge-bases/:id/documents')
  async add(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Req() request: FastifyRequest,
    @By() by: Actor,
  ): Promise<AddedDocumentDto> {
    const giveBack = this.uploads.take(announcedBytes(request.raw), tenantId);
    try {
      const look = (): Promise<void> => this.addDocument.look(tenantId, baseId);
      return await this.files.receiving(tenantId, look, async (receive) => {
        const given = await readUpload(request, receive);
        if ('url' in given) return this.webSources.addPage(tenantId, baseId, given, by);
        return this.addDocument.execute(tenantId, baseId, given, by);
      });
    } finally {
      giveBack();
    }
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List the documents of a knowledge base, newest first' })
  @ApiResponse({ status: 200, type: DocumentPageDto })
  @Get('knowledge-bases/:id/documents')
  async list(@TenantId() tenantId: string, @Param('id', BASE_ID) baseId: string, @Query() page: PageQuery): Promise<DocumentPageDto> {
    const rows = await this.listDocuments.execute(tenantId, baseId, page.limit, idOfCursor(page.cursor));
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id]);
    return { items: items.map(DocumentDto.of), nextCursor };
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'Get a document and the state of its processing' })
  @ApiResponse({ status: 200, type: DocumentDto })
  @Get('documents/:id')
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<DocumentDto> {
    return DocumentDto.of(await this.getDocument.execute(tenantId, id));
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Delete a document; no answer uses it any more' })
  @ApiResponse({ status: 204 })
  @HttpCode(204)
  @Delete('documents/:id')
  async delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    await this.deleteDocument.execute(tenantId, id, by);
  }
}
