import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { Allow, ApiIfMatch, By, IfMatch, ProblemDto, taggedOnly, TenantId, type Actor, type EtagReply } from '#service-kit';
import { GetInboxSettingsHandler } from '../../handlers/settings/get-inbox-settings.handler.js';
import { PutInboxSettingsHandler } from '../../handlers/settings/put-inbox-settings.handler.js';
import { InboxPath, InboxSettingsDto } from './inbox-settings.dto.js';

@ApiTags('Inboxes')
@Controller('api/v1/inboxes/:outletId/settings')
@Allow('admin', 'inbox:manage')
export class InboxSettingsController {
  constructor(
    private readonly getSettings: GetInboxSettingsHandler,
    private readonly putSettings: PutInboxSettingsHandler,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The settings of an inbox: assignment, response times, messages' })
  @ApiOkResponse({ type: InboxSettingsDto })
  async get(
    @TenantId() tenantId: string,
    @Param() path: InboxPath,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<InboxSettingsDto> {
    return taggedOnly(reply, InboxSettingsDto.of(await this.getSettings.execute(tenantId, path.outletId)));
  }

  @Put()
  @ApiOperation({ summary: 'Replace the settings of an inbox. Fields left out return to their defaults.' })
  @ApiIfMatch()
  @ApiOkResponse({ type: InboxSettingsDto })
  @ApiUnprocessableEntityResponse({ description: 'team_unknown', type: ProblemDto })
  async put(
    @TenantId() tenantId: string,
    @Param() path: InboxPath,
    @Body() body: InboxSettingsDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<InboxSettingsDto> {
    return taggedOnly(reply, InboxSettingsDto.of(await this.putSettings.execute(tenantId, path.outletId, body, ifMatch, by)));
  }
}
