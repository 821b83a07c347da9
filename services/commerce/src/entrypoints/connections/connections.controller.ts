import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, idOfCursor, PageQuery, Problem, ProblemDto, TenantId, toPage } from '#service-kit';
import { tryMapping } from '../../domain/connections/generic.js';
import { statusOf } from '../../domain/connections/shop-order.js';
import { ConnectionsHandler, type ShownConnection, type ShownEvent } from '../../handlers/connections/connections.handler.js';
import {
  ChangeConnectionBody,
  ConnectionDto,
  ConnectionEventDto,
  ConnectionEventListDto,
  ConnectionListDto,
  MappingTrialBody,
  MappingTrialDto,
  NewConnectionBody,
  NewSecretBody,
} from './connections.dto.js';

const ID = idOf('connection');
const EVENT_ID = idOf('event of the connection');

@ApiTags('Shops')
@Controller('api/v1/commerce/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsHandler) {}

  @Get()
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'All connections, and how they do' })
  @ApiOkResponse({ type: ConnectionListDto })
  async list(@TenantId() tenantId: string): Promise<ConnectionListDto> {
    return { items: (await this.connections.list(tenantId)).map(toConnection), nextCursor: null };
  }

  @Post()
  @Allow('admin', 'connections:write')
  @ApiOperation({
    summary: 'Connect a shop, or another system that tells of orders',
    description:
      'Enter `webhookUrl` and the secret in the shop. Shopify and WooCommerce sign as they do; a generic system sends `X-Signature-256: sha256=<hex HMAC-SHA256 of the body>`, and `X-Event-Id` if it may send something twice. Secrets are never shown.',
  })
  @ApiCreatedResponse({ type: ConnectionDto })
  @ApiUnprocessableEntityResponse({ description: 'too_many', type: ProblemDto })
  async create(@TenantId() tenantId: string, @Body() body: NewConnectionBody, @By() by: Actor): Promise<ConnectionDto> {
    const { platform, secret, secrets = secret === undefined ? undefined : [secret], ...fields } = body;
    if (!secrets) throw Problem.invalid([{ field: 'secret', message: 'secret must be there, or secrets' }]);
    return toConnection(await this.connections.create(tenantId, platform, { ...fields, secrets }, by));
  }

  @Post('mapping-trials')
  @HttpCode(200)
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'See what a mapping makes of a body', description: 'Nothing is kept, and nobody is told.' })
  @ApiOkResponse({ type: MappingTrialDto })
  tryMapping(@Body() { mapping, body }: MappingTrialBody): MappingTrialDto {
    return toTrial(tryMapping(body, mapping, Date.now()));
  }

  @Get(':id')
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'Get a connection' })
  @ApiOkResponse({ type: ConnectionDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<ConnectionDto> {
    return toConnection(await this.connections.get(tenantId, id));
  }

  @Put(':id')
  @Allow('admin', 'connections:write')
  @ApiOperation({
    summary: 'Change a connection, rotate its secrets, or switch it on or off',
    description: 'What is left out stays. `secrets` replaces all: while the shop changes its own, give the new one and the one before.',
  })
  @ApiOkResponse({ type: ConnectionDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeConnectionBody,
    @By() by: Actor,
  ): Promise<ConnectionDto> {
    const { secret, secrets = secret === undefined ? undefined : [secret], ...fields } = body;
    return toConnection(await this.connections.change(tenantId, id, { ...fields, ...(secrets ? { secrets } : {}) }, by));
  }

  @Post(':id/secrets')
  @HttpCode(200)
  @Allow('admin', 'connections:write')
  @ApiOperation({
    summary: 'Rotate the secret: give the new one',
    description: 'Those before stay valid until you end them, so that nothing is lost while the shop changes over.',
  })
  @ApiOkResponse({ type: ConnectionDto })
  @ApiUnprocessableEntityResponse({ description: 'too_many', type: ProblemDto })
  async addSecret(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() { secret }: NewSecretBody,
    @By() by: Actor,
  ): Promise<ConnectionDto> {
    return toConnection(await this.connections.addSecret(tenantId, id, secret, by));
  }

  @Delete(':id/secrets')
  @HttpCode(200)
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'End all secrets but the newest' })
  @ApiOkResponse({ type: ConnectionDto })
  async keepNewestSecret(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<ConnectionDto> {
    return toConnection(await this.connections.keepNewestSecret(tenantId, id, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'Delete a connection; its orders stay' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.connections.delete(tenantId, id, by);
  }

  @Get(':id/events')
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'What a shop has told, the newest first', description: 'Kept for 30 days.' })
  @ApiOkResponse({ type: ConnectionEventListDto })
  async listEvents(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<ConnectionEventListDto> {
    const rows = await this.connections.listEvents(tenantId, id, { after: idOfCursor(cursor), limit });
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.id]);
    return { items: items.map(toEvent), nextCursor };
  }

  @Post(':id/events/:eventId/replay')
  @HttpCode(202)
  @Allow('admin', 'connections:write')
  @ApiOperation({ summary: 'Follow once more what a shop has told', description: 'What is newer stays, and no message goes out twice.' })
  @ApiAcceptedResponse({ type: ConnectionEventDto })
  async replay(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Param('eventId', EVENT_ID) eventId: string,
  ): Promise<ConnectionEventDto> {
    return toEvent(await this.connections.replay(tenantId, id, eventId));
  }
}

const toConnection = (row: ShownConnection): ConnectionDto => ({
  id: row.id,
  platform: row.platform,
  name: row.name,
  webhookUrl: row.webhookUrl,
  storeUrl: row.storeUrl,
  country: row.country,
  mapping: row.mapping,
  abandonAfterMinutes: row.abandonAfterMinutes,
  enabled: row.enabled,
  hasCredentials: row.hasCredentials,
  secretCount: row.secretCount,
  uninstalledAt: row.uninstalledAt,
  health: row.health,
  reconciliation: row.reconciliation && {
    at: row.reconciliation.polledAt,
    until: row.reconciliation.until,
    nextAt: row.reconciliation.dueAt,
    problem: row.reconciliation.problem,
  },
  createdAt: row.createdAt,
});

const toTrial = (tried: ReturnType<typeof tryMapping>): MappingTrialDto => {
  const status = tried.kind === 'order' ? statusOf(tried.facts) : undefined;
  if (tried.kind === 'ignored' || !tried.order || !status) return { order: null, problem: tried.kind === 'ignored' ? tried.why : null };
  const { orderNumber, phones, customerName, currency, totalMinor, tracking, items } = tried.order;
  return {
    order: {
      externalId: tried.externalId,
      orderNumber,
      status,
      phone: phones[0] ?? null,
      customerName,
      currency,
      totalMinor,
      trackingNumber: tracking?.number ?? null,
      trackingUrl: tracking?.url ?? null,
      items: items.map(({ sku, name, quantity, unitPriceMinor }) => ({ sku, name, quantity, unitPriceMinor })),
    },
    problem: null,
  };
};

const toEvent = ({ id, topic, outcome, detail, orderId, attempts, at }: ShownEvent): ConnectionEventDto => ({
  id,
  topic,
  outcome,
  detail,
  orderId,
  attempts,
  at,
});
