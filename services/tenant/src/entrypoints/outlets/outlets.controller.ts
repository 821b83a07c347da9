import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, PageQuery, TenantId } from '#service-kit';
import { ChangeOutletHandler } from '../../handlers/outlets/change-outlet.handler.js';
import { ConnectOutletHandler } from '../../handlers/outlets/connect-outlet.handler.js';
import { DisconnectOutletHandler } from '../../handlers/outlets/disconnect-outlet.handler.js';
import { GetOutletHandler } from '../../handlers/outlets/get-outlet.handler.js';
import { ListOutletsHandler } from '../../handlers/outlets/list-outlets.handler.js';
import { idAfter } from '../id-cursor.js';
import { ChangeOutletDto, ConnectOutletDto, OutletDto, OutletPageDto } from './outlets.dto.js';

@ApiTags('Outlets')
@Controller('api/v1/outlets')
export class OutletsController {
  constructor(
    private readonly connectOutlet: ConnectOutletHandler,
    private readonly listOutlets: ListOutletsHandler,
    private readonly getOutlet: GetOutletHandler,
    private readonly changeOutlet: ChangeOutletHandler,
    private readonly disconnectOutlet: DisconnectOutletHandler,
  ) {}

  @Allow('viewer', 'outlets:read')
  @Get()
  @ApiOperation({ summary: 'The tenant’s WhatsApp numbers' })
  @ApiOkResponse({ type: OutletPageDto })
  async list(@TenantId() tenantId: string, @Query() page: PageQuery): Promise<OutletPageDto> {
    return this.listOutlets.execute(tenantId, idAfter(page.cursor), page.limit);
  }

  @Allow('viewer', 'outlets:read')
  @Get(':id')
  @ApiOperation({ summary: 'One WhatsApp number' })
  @ApiOkResponse({ type: OutletDto })
  async get(@TenantId() tenantId: string, @Param('id', ParseUUIDPipe) id: string): Promise<OutletDto> {
    return this.getOutlet.execute(tenantId, id);
  }

  @Allow('admin', 'outlets:write')
  @Post()
  @ApiOperation({ summary: 'Connect a WhatsApp number' })
  @ApiCreatedResponse({ type: OutletDto })
  async connect(@TenantId() tenantId: string, @Body() body: ConnectOutletDto): Promise<OutletDto> {
    return this.connectOutlet.execute(tenantId, body);
  }

  @Allow('admin', 'outlets:write')
  @Put(':id')
  @ApiOperation({ summary: 'Change name, settings or access token; what is left out stays' })
  @ApiOkResponse({ type: OutletDto })
  async change(@TenantId() tenantId: string, @Param('id', ParseUUIDPipe) id: string, @Body() body: ChangeOutletDto): Promise<OutletDto> {
    return this.changeOutlet.execute(tenantId, id, body);
  }

  @Allow('admin', 'outlets:write')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Disconnect a WhatsApp number; its history stays, its access token does not' })
  @ApiNoContentResponse()
  async disconnect(@TenantId() tenantId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.disconnectOutlet.execute(tenantId, id);
  }
}
