import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOfCursor, TenantId } from '#service-kit';
import { SearchMessagesHandler } from '../../handlers/search/search-messages.handler.js';
import { FoundMessageDto, FoundMessagePageDto, SearchMessagesQuery } from './search.dto.js';

@ApiTags('Conversations')
@Controller('api/v1/conversations/search')
export class SearchController {
  constructor(private readonly searchMessages: SearchMessagesHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({
    summary: 'Search messages by words, newest first',
    description: 'New messages can be found after about a second.',
  })
  @ApiOkResponse({ type: FoundMessagePageDto })
  async search(@TenantId() tenantId: string, @Query() query: SearchMessagesQuery): Promise<FoundMessagePageDto> {
    const beforeId = idOfCursor(query.cursor);
    const { items, nextCursor } = await this.searchMessages.execute(tenantId, query, {
      limit: query.limit,
      ...(beforeId === undefined ? {} : { beforeId: String(beforeId) }),
    });
    return { items: items.map(FoundMessageDto.of), nextCursor };
  }
}
