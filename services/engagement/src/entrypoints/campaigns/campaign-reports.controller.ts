import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { Allow, idOf, Problem, ProblemDto, TenantId } from '#service-kit';
import { phoneAdvice, readPhone } from '#whatsapp';
import { ForecastHandler } from '../../handlers/campaigns/forecast.handler.js';
import { ReadRecipientsHandler } from '../../handlers/campaigns/read-recipients.handler.js';
import { TestSendHandler } from '../../handlers/campaigns/test-send.handler.js';
import {
  CampaignForecastDto,
  CampaignLiftDto,
  CampaignReasonListDto,
  CampaignRecipientListDto,
  RecipientsQuery,
  TestSendBody,
  TestSentDto,
} from './campaign-reports.dto.js';

const ID = idOf('campaign');

/** What a campaign would do, and what it did. */
@ApiTags('Campaigns')
@Controller('api/v1/campaigns')
export class CampaignReportsController {
  constructor(
    private readonly recipients: ReadRecipientsHandler,
    private readonly forecast: ForecastHandler,
    private readonly testSend: TestSendHandler,
  ) {}

  @Get(':id/recipients')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Campaigns_recipients', summary: 'Where each recipient of a campaign stands, and why' })
  @ApiOkResponse({ type: CampaignRecipientListDto })
  async listRecipients(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Query() { state, ...page }: RecipientsQuery,
  ): Promise<CampaignRecipientListDto> {
    const { items, nextCursor } = await this.recipients.list(tenantId, id, state, page);
    return {
      items: items.map(({ reason, dueAt, messageId, ...recipient }) => ({
        ...recipient,
        ...(reason === null ? {} : { reason }),
        ...(dueAt === null ? {} : { dueAt }),
        ...(messageId === null ? {} : { messageId }),
      })),
      nextCursor,
    };
  }

  @Get(':id/reasons')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({
    operationId: 'Campaigns_reasons',
    summary: 'Why recipients of a campaign got nothing, counted',
    description: 'The most frequent first. Those of one state add up to its total.',
  })
  @ApiOkResponse({ type: CampaignReasonListDto })
  async listReasons(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<CampaignReasonListDto> {
    return { items: await this.recipients.reasons(tenantId, id) };
  }

  @Get(':id/lift')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({
    operationId: 'Campaigns_lift',
    summary: 'What a campaign did, against those who were held out',
    description: 'The difference of the shares who wrote within 7 days, with a 95 % interval (Newcombe 1998).',
  })
  @ApiOkResponse({ type: CampaignLiftDto })
  lift(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<CampaignLiftDto> {
    return this.recipients.lift(tenantId, id);
  }

  @Post(':id/forecast')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_forecast',
    summary: 'What would become of a campaign if it were sent now',
    description:
      'Asks the gate about a sample of the audience: how many messages are likely to leave, why others would not, and what it would cost. Sends nothing.',
  })
  @ApiOkResponse({ type: CampaignForecastDto })
  @ApiUnprocessableEntityResponse({ description: 'campaign_incomplete', type: ProblemDto })
  predict(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<CampaignForecastDto> {
    return this.forecast.execute(tenantId, id);
  }

  @Post(':id/test')
  @HttpCode(202)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Campaigns_test',
    summary: 'Send the message of a campaign to one number, as a test',
    description: 'It counts for nothing in the campaign.',
  })
  @ApiAcceptedResponse({ type: TestSentDto })
  @ApiUnprocessableEntityResponse({ description: 'campaign_incomplete', type: ProblemDto })
  async test(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() { to, ...whose }: TestSendBody): Promise<TestSentDto> {
    const read = readPhone(to);
    if (!('phone' in read)) throw Problem.invalid([{ field: 'to', message: phoneAdvice(read.problem) }]);
    return { id: await this.testSend.execute(tenantId, id, read.phone, whose) };
  }
}
