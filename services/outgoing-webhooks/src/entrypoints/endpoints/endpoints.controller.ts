import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, ProblemDto, TenantId } from '#service-kit';
import { EndpointsHandler } from '../../handlers/endpoints/endpoints.handler.js';
import {
  ChangeWebhookEndpointBody,
  CreatedWebhookEndpointDto,
  WebhookEndpointBody,
  WebhookEndpointDto,
  WebhookEndpointListDto,
  RotatedWebhookSecretDto,
} from './endpoints.dto.js';

const ID = idOf('webhook endpoint');

@ApiTags('Webhooks')
@Controller('api/v1/webhook-endpoints')
export class EndpointsController {
  constructor(private readonly endpoints: EndpointsHandler) {}

  @Get()
  @Allow('admin', 'webhooks:read')
  @ApiOperation({ summary: 'All webhook endpoints, and how they do' })
  @ApiOkResponse({ type: WebhookEndpointListDto })
  async list(@TenantId() tenantId: string): Promise<WebhookEndpointListDto> {
    return { items: await this.endpoints.list(tenantId), nextCursor: null };
  }

  @Post()
  @Allow('admin', 'webhooks:write')
  @ApiOperation({
    summary: 'Create a webhook endpoint',
    description: 'The answer holds the secret by which you check signatures. It is not shown again; `rotate-secret` makes another.',
  })
  @ApiCreatedResponse({ type: CreatedWebhookEndpointDto })
  @ApiUnprocessableEntityResponse({ description: 'webhook_url_refused, too_many', type: ProblemDto })
  create(@TenantId() tenantId: string, @Body() body: WebhookEndpointBody, @By() by: Actor): Promise<CreatedWebhookEndpointDto> {
    return this.endpoints.create(tenantId, { description: '', enabled: true, ...body }, by);
  }

  @Get(':id')
  @Allow('admin', 'webhooks:read')
  @ApiOperation({ summary: 'Get a webhook endpoint' })
  @ApiOkResponse({ type: WebhookEndpointDto })
  get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<WebhookEndpointDto> {
    return this.endpoints.get(tenantId, id);
  }

  @Put(':id')
  @Allow('admin', 'webhooks:write')
  @ApiOperation({
    summary: 'Change a webhook endpoint, or switch it on or off',
    description: 'What is left out stays. When it is switched on, what waited is delivered.',
  })
  @ApiOkResponse({ type: WebhookEndpointDto })
  @ApiUnprocessableEntityResponse({ description: 'webhook_url_refused', type: ProblemDto })
  change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeWebhookEndpointBody,
    @By() by: Actor,
  ): Promise<WebhookEndpointDto> {
    return this.endpoints.change(tenantId, id, body, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'webhooks:write')
  @ApiOperation({ summary: 'Delete a webhook endpoint; what waits for it is not delivered' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.endpoints.delete(tenantId, id, by);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Allow('admin', 'webhooks:write')
  @ApiOperation({
    summary: 'Make another secret',
    description: 'For 24 hours every delivery is signed with both, so that you can change yours without losing one.',
  })
  @ApiOkResponse({ type: RotatedWebhookSecretDto })
  rotateSecret(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<RotatedWebhookSecretDto> {
    return this.endpoints.rotateSecret(tenantId, id, by);
  }
}
