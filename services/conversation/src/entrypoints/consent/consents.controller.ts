import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, idOfCursor, PageQuery, TenantId } from '#service-kit';
import { ListConsentsHandler } from '../../handlers/consent/list-consents.handler.js';
import { ConsentEntryDto, ConsentPageDto } from './consents.dto.js';

const ID = idOf('contact');

@ApiTags('Contacts')
@Controller('api/v1/contacts/:id/consents')
export class ConsentsController {
  constructor(private readonly listConsents: ListConsentsHandler) {}

  @Get()
  @Allow('viewer', 'contacts:read')
  @ApiOperation({
    summary: 'What a contact said about promotions, newest first',
    description: 'The newest 50, with their proof: where it came from, when, in which words and by which message.',
  })
  @ApiOkResponse({ type: ConsentPageDto })
  async list(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() query: PageQuery): Promise<ConsentPageDto> {
    const { items, nextCursor } = await this.listConsents.execute(tenantId, id, idOfCursor(query.cursor), query.limit);
    return { items: items.map(ConsentEntryDto.of), nextCursor };
  }
}
