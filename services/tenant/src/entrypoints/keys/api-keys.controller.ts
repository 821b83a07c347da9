import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, idOfCursor, pathTenant, ProblemDto, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { CreateApiKeyHandler } from '../../handlers/keys/create-api-key.handler.js';
import { ListApiKeysHandler } from '../../handlers/keys/list-api-keys.handler.js';
import { RotateApiKeyHandler } from '../../handlers/keys/rotate-api-key.handler.js';
import { RevokeApiKeyHandler } from '../../handlers/keys/revoke-api-key.handler.js';
import { ApiKeyPageDto, ApiKeyQuery, CreateApiKeyDto, CreatedApiKeyDto, RotateApiKeyDto } from './api-keys.dto.js';

const OVERLAP_HOURS = 24;

@ApiTags('API keys')
@Controller('api/v1/tenants/:id/api-keys')
export class ApiKeysController {
  constructor(
    private readonly createApiKey: CreateApiKeyHandler,
    private readonly listApiKeys: ListApiKeysHandler,
    private readonly rotateApiKey: RotateApiKeyHandler,
    private readonly revokeApiKey: RevokeApiKeyHandler,
  ) {}

  @Allow('admin', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'The API keys of a tenant, without the keys themselves' })
  @ApiOkResponse({ type: ApiKeyPageDto })
  async list(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() query: ApiKeyQuery): Promise<ApiKeyPageDto> {
    return this.listApiKeys.execute(pathTenant(caller, id), query.status, idOfCursor(query.cursor), query.limit);
  }

  @Allow('admin', 'tenant:write')
  @Post()
  @ApiOperation({ summary: 'Create an API key. Only this answer ever shows it.' })
  @ApiCreatedResponse({ type: CreatedApiKeyDto })
  async create(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CreateApiKeyDto,
    @By() by: Actor,
  ): Promise<CreatedApiKeyDto> {
    return this.createApiKey.execute(pathTenant(caller, id), caller, body, by);
  }

  @Allow('admin', 'tenant:write')
  @Post(':keyId/rotate')
  @ApiOperation({
    summary: 'Replace an API key by a new one. The present one goes on for a while. Only this answer ever shows the new one.',
  })
  @ApiCreatedResponse({ type: CreatedApiKeyDto })
  @ApiConflictResponse({ description: 'api_key_ended: it was revoked or has expired', type: ProblemDto })
  async rotate(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('keyId', ParseUUIDPipe) keyId: string,
    @Body() body: RotateApiKeyDto,
    @By() by: Actor,
  ): Promise<CreatedApiKeyDto> {
    return this.rotateApiKey.execute(pathTenant(caller, id), keyId, caller, body.overlapHours ?? OVERLAP_HOURS, by);
  }

  @Allow('admin', 'tenant:write')
  @Delete(':keyId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key, immediately and permanently' })
  @ApiNoContentResponse()
  async revoke(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('keyId', ParseUUIDPipe) keyId: string,
    @By() by: Actor,
  ): Promise<void> {
    await this.revokeApiKey.execute(pathTenant(caller, id), keyId, by);
  }
}
