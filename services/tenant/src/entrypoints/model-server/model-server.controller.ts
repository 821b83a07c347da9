import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, ApiIfMatch, By, Caller, type EtagReply, type Identity, IfMatch, pathTenant, taggedOnly } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { ModelServerHandler } from '../../handlers/model-server/model-server.handler.js';
import { ModelServerDto, PutModelServerDto } from './model-server.dto.js';

@ApiTags('Tenants')
@Controller('api/v1/tenants/:id/llm-config/model-server')
export class ModelServerController {
  constructor(private readonly modelServer: ModelServerHandler) {}

  @Allow('admin', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'The model server of the tenant’s own', description: '404 where the installation’s model answers.' })
  @ApiOkResponse({ type: ModelServerDto })
  async get(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ModelServerDto> {
    return taggedOnly(reply, await this.modelServer.get(pathTenant(caller, id)));
  }

  @Allow('admin', 'tenant:write')
  @Put()
  @ApiOperation({
    summary: 'Let a model server of the tenant’s own answer, with the tenant’s key',
    description:
      'From the next answer on, for this tenant only. What it costs is between the tenant and the server: no price of ours is told.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: ModelServerDto })
  async put(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: PutModelServerDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ModelServerDto> {
    return taggedOnly(reply, await this.modelServer.put(pathTenant(caller, id), body, ifMatch, by));
  }

  @Allow('admin', 'tenant:write')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget the model server and its key: the installation’s model answers again' })
  @ApiNoContentResponse()
  async delete(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @By() by: Actor): Promise<void> {
    await this.modelServer.delete(pathTenant(caller, id), by);
  }
}
