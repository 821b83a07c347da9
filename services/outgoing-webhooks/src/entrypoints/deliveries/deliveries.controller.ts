import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, idOfCursor, ProblemDto, TenantId, toPage } from '#service-kit';
import { DeliveriesHandler, MAX_REPLAYED } from '../../handlers/deliveries/deliveries.handler.js';
import { SendTestHandler } from '../../handlers/deliveries/send-test.handler.js';
import {
  WebhookDeliveryDetailDto,
  WebhookDeliveryDto,
  WebhookDeliveryListDto,
  ListDeliveriesQuery,
  ReplayedWebhooksDto,
  ReplayWebhooksBody,
  TestedWebhookDto,
  toAttempt,
  toDelivery,
  toTested,
} from './deliveries.dto.js';

const ENDPOINT_ID = idOf('webhook endpoint');
const ID = idOf('delivery');

@ApiTags('Webhooks')
@Controller('api/v1/webhook-endpoints/:id')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesHandler,
    private readonly sendTest: SendTestHandler,
  ) {}

  @Get('deliveries')
  @Allow('admin', 'webhooks:read')
  @ApiOperation({ summary: 'What was delivered to an endpoint, the newest first', description: 'Kept for 30 days.' })
  @ApiOkResponse({ type: WebhookDeliveryListDto })
  async list(
    @TenantId() tenantId: string,
    @Param('id', ENDPOINT_ID) id: string,
    @Query() { limit, cursor, status }: ListDeliveriesQuery,
  ): Promise<WebhookDeliveryListDto> {
    const rows = await this.deliveries.list(tenantId, id, { status, after: idOfCursor(cursor), limit });
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.id]);
    return { items: items.map(toDelivery), nextCursor };
  }

  @Get('deliveries/:deliveryId')
  @Allow('admin', 'webhooks:read')
  @ApiOperation({ summary: 'Get a delivery with its body and every attempt' })
  @ApiOkResponse({ type: WebhookDeliveryDetailDto })
  async get(
    @TenantId() tenantId: string,
    @Param('id', ENDPOINT_ID) id: string,
    @Param('deliveryId', ID) deliveryId: string,
  ): Promise<WebhookDeliveryDetailDto> {
    const { body, log, ...delivery } = await this.deliveries.get(tenantId, id, deliveryId);
    return { ...toDelivery(delivery), body, log: log.map(toAttempt) };
  }

  @Post('deliveries/:deliveryId/replay')
  @HttpCode(202)
  @Allow('admin', 'webhooks:write')
  @ApiOperation({
    summary: 'Deliver once more',
    description: 'Under the same `webhook-id`, by which your system may know it. What waits for its next attempt is attempted now.',
  })
  @ApiAcceptedResponse({ type: WebhookDeliveryDto })
  @ApiConflictResponse({ description: 'webhook_endpoint_off', type: ProblemDto })
  async replay(
    @TenantId() tenantId: string,
    @Param('id', ENDPOINT_ID) id: string,
    @Param('deliveryId', ID) deliveryId: string,
  ): Promise<WebhookDeliveryDto> {
    return toDelivery(await this.deliveries.replay(tenantId, id, deliveryId));
  }

  @Post('replay')
  @HttpCode(202)
  @Allow('admin', 'webhooks:write')
  @ApiOperation({
    summary: 'Deliver everything of a time once more',
    description: `What failed, or what was delivered, by the time of the event; ${MAX_REPLAYED} deliveries at most by one call, the oldest first.`,
  })
  @ApiAcceptedResponse({ type: ReplayedWebhooksDto })
  @ApiConflictResponse({ description: 'webhook_endpoint_off', type: ProblemDto })
  replayRange(
    @TenantId() tenantId: string,
    @Param('id', ENDPOINT_ID) id: string,
    @Body() body: ReplayWebhooksBody,
  ): Promise<ReplayedWebhooksDto> {
    return this.deliveries.replayRange(tenantId, id, body);
  }

  @Post('test')
  @HttpCode(200)
  @Allow('admin', 'webhooks:write')
  @ApiOperation({
    summary: 'Deliver a `test` event now and tell what became of it',
    description: 'Also to an endpoint that is off. It is not tried again.',
  })
  @ApiOkResponse({ type: TestedWebhookDto })
  async test(@TenantId() tenantId: string, @Param('id', ENDPOINT_ID) id: string): Promise<TestedWebhookDto> {
    return toTested(await this.sendTest.execute(tenantId, id));
  }
}
