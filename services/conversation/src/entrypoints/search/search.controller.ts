import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, decodeCursor, Problem, TenantId } from '#service-kit';
import { SearchMessagesHandler } from '../../handlers/search/search-messages.handler.js';
import { FoundMessageDto, FoundMessagePageDto, SearchMessagesQuery } from './search.dto.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@ApiTags('Conversations')
@Controller('api/v1/conversations/search')
export class SearchController {
  constructor(private readonly searchMessages: SearchMessagesHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({
    summary: 'Messages that hold all the words of a query, newest first',
    description: 'A message is found about a second after it was recorded.',
  })
  @ApiOkResponse({ type: FoundMessagePageDto })
  async search(@TenantId() tenantId: string, @Query() query: SearchMessagesQuery): Promise<FoundMessagePageDto> {
    const [beforeId] = decodeCursor(query.cursor, 1) ?? [];
    if (beforeId !== undefined && !UUID.test(String(beforeId))) {
      throw new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');
    }
    const { items, nextCursor } = await this.searchMessages.execute(tenantId, query, {
      limit: query.limit,
      ...(beforeId === undefined ? {} : { beforeId: String(beforeId) }),
    });
    return { items: items.map(FoundMessageDto.of), nextCursor };
  }
}
