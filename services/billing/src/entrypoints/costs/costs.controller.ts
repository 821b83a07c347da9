import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, pathTenant, type Identity } from '#service-kit';
import { ReportConversationCostsHandler } from '../../handlers/costs/report-conversation-costs.handler.js';
import { ReportCostsHandler } from '../../handlers/costs/report-costs.handler.js';
import { ConversationCostsDto, CostsDto, CostsQuery } from './costs.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId')
export class CostsController {
  constructor(
    private readonly reportCosts: ReportCostsHandler,
    private readonly reportConversation: ReportConversationCostsHandler,
  ) {}

  @Allow('admin', 'billing:read')
  @Get('costs')
  @ApiOperation({
    summary: 'Get what a tenant’s messages and answers cost',
    description:
      'What WhatsApp charges for messages, and what the tokens of answers cost. A message is estimated by the rate card of its day from when ' +
      'WhatsApp takes it, and final once WhatsApp has delivered it and said as what it charged it. What is free each month is taken off ' +
      'what is estimated: WhatsApp says itself what of the rest was free.',
  })
  @ApiOkResponse({ type: CostsDto })
  async costs(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Query() { groupBy = 'day', ...period }: CostsQuery,
  ): Promise<CostsDto> {
    return this.reportCosts.execute(pathTenant(caller, tenantId), period, groupBy);
  }

  @Allow('admin', 'billing:read')
  @Get('conversations/:conversationId/costs')
  @ApiOperation({
    summary: 'Get what the messages of a conversation cost',
    description:
      'Of the last 100 days, by category: estimated by the rate card, or as WhatsApp charged them. What is free each month is not taken off, ' +
      'and answers of a model are not in it. Of a conversation that nobody knows it is nothing.',
  })
  @ApiOkResponse({ type: ConversationCostsDto })
  async conversation(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('conversationId', ParseUUIDPipe) conversationId: string,
  ): Promise<ConversationCostsDto> {
    return this.reportConversation.execute(pathTenant(caller, tenantId), conversationId);
  }
}
