import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
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
  SignedIn,
  Superadmin,
  tagged,
  type EtagReply,
  type Identity,
} from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { ChangeTenantHandler } from '../../handlers/tenants/change-tenant.handler.js';
import { CreateTenantHandler } from '../../handlers/tenants/create-tenant.handler.js';
import { DeleteTenantHandler } from '../../handlers/tenants/delete-tenant.handler.js';
import { GetTenantHandler } from '../../handlers/tenants/get-tenant.handler.js';
import { ListTenantsHandler } from '../../handlers/tenants/list-tenants.handler.js';
import { RequireTwoFactorHandler } from '../../handlers/tenants/require-two-factor.handler.js';
import { personOf, requireScope } from '../access.js';
import { ChangeTenantDto, CreateTenantDto, RequireTwoFactorDto, TenantDto, TenantPageDto, TenantQuery } from './tenants.dto.js';

const SLUG_TAKEN = { description: 'slug_taken', type: ProblemDto };

@ApiTags('Tenants')
@Controller('api/v1/tenants')
export class TenantsController {
  constructor(
    private readonly createTenant: CreateTenantHandler,
    private readonly listTenants: ListTenantsHandler,
    private readonly getTenant: GetTenantHandler,
    private readonly changeTenant: ChangeTenantHandler,
    private readonly requireTwoFactor: RequireTwoFactorHandler,
    private readonly deleteTenant: DeleteTenantHandler,
  ) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: 'Your tenants; all tenants for a superadmin' })
  @ApiOkResponse({ type: TenantPageDto })
  async list(@Caller() caller: Identity, @Query() query: TenantQuery): Promise<TenantPageDto> {
    requireScope(caller, 'tenant:read');
    return this.listTenants.execute(caller, query, idOfCursor(query.cursor), query.limit);
  }

  @Superadmin()
  @Post()
  @ApiOperation({ summary: 'Create a tenant' })
  @ApiIdempotencyKey('does it', '24 hours')
  @ApiCreatedResponse({ type: TenantDto })
  @ApiConflictResponse(SLUG_TAKEN)
  async create(
    @Caller() caller: Identity,
    @Body() body: CreateTenantDto,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<TenantDto> {
    return tagged(reply, await this.createTenant.execute(caller, body, by, key));
  }

  @SignedIn()
  @Get('slug/:slug')
  @ApiOperation({ summary: 'One of your tenants, by its slug' })
  @ApiParam({ name: 'slug', example: 'acme-corp' })
  @ApiOkResponse({ type: TenantDto })
  async getBySlug(
    @Caller() caller: Identity,
    @Param('slug') slug: string,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<TenantDto> {
    requireScope(caller, 'tenant:read');
    return tagged(reply, await this.getTenant.bySlug(caller, slug));
  }

  @Allow('viewer', 'tenant:read')
  @Get(':id')
  @ApiOperation({ summary: 'One tenant' })
  @ApiOkResponse({ type: TenantDto })
  async get(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<TenantDto> {
    return tagged(reply, await this.getTenant.execute(pathTenant(caller, id)));
  }

  @Allow('admin', 'tenant:write')
  @Put(':id')
  @ApiOperation({ summary: 'Change a tenant; omitted fields stay unchanged' })
  @ApiIfMatch()
  @ApiOkResponse({ type: TenantDto })
  @ApiForbiddenResponse({ description: 'superadmin_only: only a superadmin changes slug, status and plan', type: ProblemDto })
  @ApiConflictResponse(SLUG_TAKEN)
  async change(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangeTenantDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<TenantDto> {
    return tagged(reply, await this.changeTenant.execute(pathTenant(caller, id), caller, body, ifMatch, by));
  }

  @Allow('admin', 'tenant:write')
  @Put(':id/two-factor')
  @ApiOperation({
    summary: 'Ask two-factor sign-in of everybody in a tenant, or no longer. At once it lets in only those who have it; API keys go on.',
    description: 'For people, not API keys. When it is asked for no longer, the owners hear so by mail.',
  })
  @ApiOkResponse({ type: TenantDto })
  @ApiConflictResponse({ description: 'two_factor_off: turn it on for your own account first', type: ProblemDto })
  async changeTwoFactor(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RequireTwoFactorDto,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<TenantDto> {
    const tenantId = pathTenant(caller, id);
    return tagged(reply, await this.requireTwoFactor.execute(tenantId, personOf(caller), body.required, by));
  }

  @Superadmin()
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a tenant with all its data, at once',
    description:
      'Ends all access, disconnects its numbers and has every service delete what it holds. Owners delete their own company with POST /api/v1/tenants/{id}/deletion, which leaves time to think.',
  })
  @ApiIfMatch()
  @ApiNoContentResponse()
  async remove(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
  ): Promise<void> {
    await this.deleteTenant.execute(id, caller, ifMatch, by);
  }
}
