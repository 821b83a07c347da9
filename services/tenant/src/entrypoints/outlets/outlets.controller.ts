import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import {
  Allow,
  ApiIdempotencyKey,
  ApiIfMatch,
  By,
  Caller,
  IdempotencyKey,
  idOfCursor,
  IfMatch,
  pathTenant,
  ProblemDto,
  tagged,
  TenantId,
  type EtagReply,
  type Identity,
} from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { ChangeOutletHandler } from '../../handlers/outlets/change-outlet.handler.js';
import { ConnectOutletHandler } from '../../handlers/outlets/connect-outlet.handler.js';
import { DisconnectOutletHandler } from '../../handlers/outlets/disconnect-outlet.handler.js';
import { GetOutletHandler } from '../../handlers/outlets/get-outlet.handler.js';
import { ListOutletsHandler } from '../../handlers/outlets/list-outlets.handler.js';
import { ValidateOutletHandler } from '../../handlers/outlets/validate-outlet.handler.js';
import { ChangeOutletDto, ConnectOutletDto, OutletDto, OutletPageDto, OutletQuery } from './outlets.dto.js';

const CLAIM_REFUSED =
  'whatsapp_token_expired, whatsapp_token_invalid, whatsapp_permission_missing, whatsapp_number_not_found, ' +
  'whatsapp_account_not_found, whatsapp_number_not_in_account, whatsapp_account_restricted, whatsapp_refused';

@ApiTags('Outlets')
@Controller('api/v1/outlets')
export class OutletsController {
  constructor(
    private readonly connectOutlet: ConnectOutletHandler,
    private readonly listOutlets: ListOutletsHandler,
    private readonly getOutlet: GetOutletHandler,
    private readonly changeOutlet: ChangeOutletHandler,
    private readonly validateOutlet: ValidateOutletHandler,
    private readonly disconnectOutlet: DisconnectOutletHandler,
  ) {}

  @Allow('viewer', 'outlets:read')
  @Get()
  @ApiOperation({ summary: 'Your tenant’s WhatsApp numbers' })
  @ApiOkResponse({ type: OutletPageDto })
  async list(@TenantId() tenantId: string, @Query() query: OutletQuery): Promise<OutletPageDto> {
    return this.listOutlets.execute(tenantId, query, idOfCursor(query.cursor), query.limit);
  }

  @Allow('viewer', 'outlets:read')
  @Get('tenant/:tenantId')
  @ApiOperation({ summary: 'The WhatsApp numbers of a tenant' })
  @ApiOkResponse({ type: OutletPageDto })
  async listOfTenant(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Query() query: OutletQuery,
  ): Promise<OutletPageDto> {
    return this.listOutlets.execute(pathTenant(caller, tenantId), query, idOfCursor(query.cursor), query.limit);
  }

  @Allow('viewer', 'outlets:read')
  @Get(':id')
  @ApiOperation({ summary: 'One WhatsApp number' })
  @ApiOkResponse({ type: OutletDto })
  async get(
    @TenantId() tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<OutletDto> {
    return tagged(reply, await this.getOutlet.execute(tenantId, id));
  }

  @Allow('admin', 'outlets:write')
  @Post()
  @ApiOperation({
    summary:
      'Connect a WhatsApp number. WhatsApp must confirm that it belongs to the access token; until WhatsApp can be reached, it waits.',
  })
  @ApiIdempotencyKey('does it', '24 hours')
  @ApiCreatedResponse({ type: OutletDto })
  @ApiConflictResponse({ description: 'phone_number_taken, too_many_unconfirmed', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: CLAIM_REFUSED, type: ProblemDto })
  async connect(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Body() body: ConnectOutletDto,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<OutletDto> {
    return tagged(reply, await this.connectOutlet.execute(tenantId, caller, body, by, key));
  }

  @Allow('admin', 'outlets:write')
  @Put(':id')
  @ApiOperation({ summary: 'Change name, status, settings or access token; omitted fields stay unchanged' })
  @ApiIfMatch()
  @ApiOkResponse({ type: OutletDto })
  @ApiUnprocessableEntityResponse({ description: CLAIM_REFUSED, type: ProblemDto })
  @ApiServiceUnavailableResponse({
    description: 'whatsapp_unavailable, whatsapp_rate_limited: the token was not changed',
    type: ProblemDto,
  })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangeOutletDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<OutletDto> {
    return tagged(reply, await this.changeOutlet.execute(tenantId, id, body, ifMatch, by));
  }

  @Allow('admin', 'outlets:write')
  @Post(':id/validate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Check the number with WhatsApp, store the result and subscribe to its webhooks' })
  @ApiOkResponse({ type: OutletDto })
  @ApiConflictResponse({ description: 'phone_number_taken', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: CLAIM_REFUSED, type: ProblemDto })
  @ApiServiceUnavailableResponse({ description: 'whatsapp_unavailable, whatsapp_rate_limited; see Retry-After', type: ProblemDto })
  async validate(
    @TenantId() tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<OutletDto> {
    return tagged(reply, await this.validateOutlet.execute(tenantId, id, by));
  }

  @Allow('admin', 'outlets:write')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Disconnect a WhatsApp number. Deletes its access token and keeps its history.' })
  @ApiIfMatch()
  @ApiNoContentResponse()
  async disconnect(
    @TenantId() tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
  ): Promise<void> {
    await this.disconnectOutlet.execute(tenantId, id, ifMatch, by);
  }
}
