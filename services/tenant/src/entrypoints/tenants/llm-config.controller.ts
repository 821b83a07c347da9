import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Identity } from '#service-kit';
import { GetLlmConfigHandler } from '../../handlers/tenants/get-llm-config.handler.js';
import { PutLlmConfigHandler } from '../../handlers/tenants/put-llm-config.handler.js';
import { pathTenant } from '../access.js';
import { LlmConfigDto } from './tenants.dto.js';

@ApiTags('Tenants')
@Controller('api/v1/tenants/:id/llm-config')
export class LlmConfigController {
  constructor(
    private readonly getLlmConfig: GetLlmConfigHandler,
    private readonly putLlmConfig: PutLlmConfigHandler,
  ) {}

  @Allow('viewer', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'How the tenant’s customers are answered' })
  @ApiOkResponse({ type: LlmConfigDto })
  async get(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string): Promise<LlmConfigDto> {
    return this.getLlmConfig.execute(pathTenant(caller, id));
  }

  @Allow('admin', 'tenant:write')
  @Put()
  @ApiOperation({ summary: 'Replace the answer settings; what is left out goes back to its default' })
  @ApiOkResponse({ type: LlmConfigDto })
  async put(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Body() body: LlmConfigDto): Promise<LlmConfigDto> {
    return this.putLlmConfig.execute(pathTenant(caller, id), body);
  }
}
