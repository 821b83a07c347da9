import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, PageQuery, Superadmin, type Identity } from '#service-kit';
import { CreateTenantHandler } from '../../handlers/tenants/create-tenant.handler.js';
import { GetTenantHandler } from '../../handlers/tenants/get-tenant.handler.js';
import { ListTenantsHandler } from '../../handlers/tenants/list-tenants.handler.js';
import { pathTenant, SignedIn } from '../access.js';
import { idAfter } from '../id-cursor.js';
import { CreateTenantDto, TenantDto, TenantPageDto } from './tenants.dto.js';

@ApiTags('Tenants')
@Controller('api/v1/tenants')
export class TenantsController {
  constructor(
    private readonly createTenant: CreateTenantHandler,
    private readonly listTenants: ListTenantsHandler,
    private readonly getTenant: GetTenantHandler,
  ) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: 'All tenants for a superadmin, their own for anybody else' })
  @ApiOkResponse({ type: TenantPageDto })
  async list(@Caller() caller: Identity, @Query() page: PageQuery): Promise<TenantPageDto> {
    return this.listTenants.execute(caller, idAfter(page.cursor), page.limit);
  }

  @Superadmin()
  @Post()
  @ApiOperation({ summary: 'Create a tenant' })
  @ApiCreatedResponse({ type: TenantDto })
  async create(@Body() body: CreateTenantDto): Promise<TenantDto> {
    return this.createTenant.execute(body);
  }

  @Allow('viewer', 'tenant:read')
  @Get(':id')
  @ApiOperation({ summary: 'One tenant' })
  @ApiOkResponse({ type: TenantDto })
  async get(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string): Promise<TenantDto> {
    return this.getTenant.execute(pathTenant(caller, id));
  }
}
