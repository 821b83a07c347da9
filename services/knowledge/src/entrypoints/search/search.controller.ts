import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, TenantId } from '#service-kit';
import { SearchKnowledgeBaseHandler } from '../../handlers/search/search-knowledge-base.handler.js';
import { PassageListDto, SearchDto } from './search.dto.js';

@ApiTags('Knowledge')
@Controller('api/v1/knowledge-bases/:id/search')
export class SearchController {
  constructor(private readonly searchBase: SearchKnowledgeBaseHandler) {}

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'Find the passages that fit a question best' })
  @ApiResponse({ status: 200, type: PassageListDto })
  @HttpCode(200)
  @Post()
  async search(
    @TenantId() tenantId: string,
    @Param('id', idOf('knowledge base')) id: string,
    @Body() body: SearchDto,
  ): Promise<PassageListDto> {
    const passages = await this.searchBase.execute(tenantId, id, body.version ?? 'draft', body.query, body.limit ?? 5);
    return { items: passages.map((passage) => ({ ...passage, heading: passage.heading.join(' > ') })) };
  }
}
