import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, TenantId, type Identity } from '#service-kit';
import { BulkActionHandler } from '../../handlers/bulk/bulk-action.handler.js';
import { actionOf, BulkBody, BulkResultDto, BulkResultsDto } from './bulk.dto.js';

@ApiTags('Conversations')
@Controller('api/v1/conversations')
export class BulkController {
  constructor(private readonly bulk: BulkActionHandler) {}

  @Post('bulk')
  @HttpCode(200)
  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Close, assign, label, snooze or mark as read up to 100 conversations',
    description:
      'Each conversation is changed by itself: `results` says for each one whether it was done, and why not. Idempotent: make the same call again if its answer was lost.',
  })
  @ApiOkResponse({ type: BulkResultsDto })
  async execute(@TenantId() tenantId: string, @Caller() caller: Identity, @Body() body: BulkBody): Promise<BulkResultsDto> {
    const results = await this.bulk.execute(tenantId, body.conversationIds, caller, actionOf(body));
    return { results: results.map(BulkResultDto.of) };
  }
}
