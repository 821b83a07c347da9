import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, idOfCursor, PageQuery, ProblemDto, TenantId, toPage } from '#service-kit';
import { WebSourcesHandler } from '../../handlers/documents/web-sources.handler.js';
import { CreateWebSourceDto, WebPageDto, WebPagePageDto, WebSourceDto, WebSourceListDto } from './web-sources.dto.js';

const BASE_ID = idOf('knowledge base');
const ID = idOf('web address');

@ApiTags('Knowledge')
@Controller('api/v1')
export class WebSourcesController {
  constructor(private readonly sources: WebSourcesHandler) {}

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'Add a web page, or all pages of a sitemap, as documents',
    description:
      'The pages are fetched in the background, one a second, as far as robots.txt allows, and again after everyHours. A page that says something else is a ' +
      'document that takes the place of the one before, and waits to be published. What the site has no more stays a document until somebody removes it.',
  })
  @ApiResponse({ status: 202, type: WebSourceDto })
  @ApiResponse({ status: 409, description: 'web_source_exists', type: ProblemDto })
  @ApiResponse({ status: 422, description: 'web_address_refused: not a public address of https; too_many', type: ProblemDto })
  @HttpCode(202)
  @Post('knowledge-bases/:id/web-sources')
  async create(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Body() body: CreateWebSourceDto,
    @By() by: Actor,
  ): Promise<WebSourceDto> {
    return WebSourceDto.of(await this.sources.create(tenantId, baseId, body, by));
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List the web addresses of a knowledge base, newest first', description: 'All of them: a company may have 50.' })
  @ApiResponse({ status: 200, type: WebSourceListDto })
  @Get('knowledge-bases/:id/web-sources')
  async list(@TenantId() tenantId: string, @Param('id', BASE_ID) baseId: string): Promise<WebSourceListDto> {
    return { items: (await this.sources.list(tenantId, baseId)).map(WebSourceDto.of), nextCursor: null };
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'Get a web address and how far its pages are' })
  @ApiResponse({ status: 200, type: WebSourceDto })
  @Get('web-sources/:id')
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<WebSourceDto> {
    return WebSourceDto.of(await this.sources.get(tenantId, id));
  }

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List the pages of a web address, each with what became of it' })
  @ApiResponse({ status: 200, type: WebPagePageDto })
  @Get('web-sources/:id/pages')
  async pages(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() page: PageQuery): Promise<WebPagePageDto> {
    const rows = await this.sources.pages(tenantId, id, page.limit, idOfCursor(page.cursor));
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id]);
    return { items: items.map(WebPageDto.of), nextCursor };
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Look at a web address now, and at each of its pages' })
  @ApiResponse({ status: 202, type: WebSourceDto })
  @HttpCode(202)
  @Post('web-sources/:id/check')
  async check(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<WebSourceDto> {
    return WebSourceDto.of(await this.sources.check(tenantId, id));
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Look at a web address no more', description: 'The documents that came of it stay; remove them one by one.' })
  @ApiResponse({ status: 204 })
  @HttpCode(204)
  @Delete('web-sources/:id')
  async delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    await this.sources.delete(tenantId, id, by);
  }
}
