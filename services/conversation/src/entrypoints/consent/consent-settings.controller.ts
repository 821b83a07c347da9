import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, ApiIfMatch, By, IfMatch, taggedOnly, TenantId, type Actor, type EtagReply } from '#service-kit';
import { ConsentSettingsHandler } from '../../handlers/consent/consent-settings.handler.js';
import { ConsentSettingsDto } from './consent-settings.dto.js';

@ApiTags('Contacts')
@Controller('api/v1/consent-settings')
export class ConsentSettingsController {
  constructor(private readonly settings: ConsentSettingsHandler) {}

  @Get()
  @Allow('admin', 'contacts:write')
  @ApiOperation({ summary: 'Words of your own for stopping and starting promotions, and whether an opt-in has to be confirmed' })
  @ApiOkResponse({ type: ConsentSettingsDto })
  async get(@TenantId() tenantId: string, @Res({ passthrough: true }) reply: EtagReply): Promise<ConsentSettingsDto> {
    return taggedOnly(reply, await this.settings.get(tenantId));
  }

  @Put()
  @Allow('admin', 'contacts:write')
  @ApiOperation({
    summary: 'Replace them',
    description: 'Words that customers use in other messages, or for the opposite, are refused. Takes effect within seconds.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: ConsentSettingsDto })
  async put(
    @TenantId() tenantId: string,
    @Body() body: ConsentSettingsDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<ConsentSettingsDto> {
    const { optOutWords, optInWords, doubleOptIn } = body;
    return taggedOnly(reply, await this.settings.put(tenantId, { optOutWords, optInWords, doubleOptIn }, ifMatch, by));
  }
}
