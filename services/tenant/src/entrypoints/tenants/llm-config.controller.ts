import { Body, Controller, Get, Param, ParseUUIDPipe, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, ApiIfMatch, By, Caller, type EtagReply, type Identity, IfMatch, pathTenant, taggedOnly } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { GetLlmConfigHandler } from '../../handlers/tenants/get-llm-config.handler.js';
import { PutLlmConfigHandler } from '../../handlers/tenants/put-llm-config.handler.js';
import { LlmConfigDto } from './llm-config.dto.js';

@ApiTags('Tenants')
@Controller('api/v1/tenants/:id/llm-config')
export class LlmConfigController {
  constructor(
    private readonly getLlmConfig: GetLlmConfigHandler,
    private readonly putLlmConfig: PutLlmConfigHandler,
  ) {}

  @Allow('viewer', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'How the bot answers the tenant’s customers' })
  @ApiOkResponse({ type: LlmConfigDto })
  async get(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<LlmConfigDto> {
    return taggedOnly(reply, await this.getLlmConfig.execute(pathTenant(caller, id)));
  }

  @Allow('admin', 'tenant:write')
  @Put()
  @ApiOperation({ summary: 'Replace the answer settings; omitted fields return to their defaults' })
  @ApiIfMatch()
  @ApiOkResponse({ type: LlmConfigDto })
  async put(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: LlmConfigDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<LlmConfigDto> {
    return taggedOnly(reply, await this.putLlmConfig.execute(pathTenant(caller, id), body, ifMatch, by));
  }
}
