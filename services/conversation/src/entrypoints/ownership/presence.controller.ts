import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { presenceReport, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { Allow, Caller, TenantId, type Identity } from '#service-kit';
import { ListPresenceHandler } from '../../handlers/ownership/list-presence.handler.js';
import { ReportPresenceHandler } from '../../handlers/ownership/report-presence.handler.js';
import { SetAvailabilityHandler } from '../../handlers/ownership/set-availability.handler.js';
import { AvailabilityBody, PresenceDto, PresenceListDto } from './presence.dto.js';

@ApiTags('Presence')
@Controller('api/v1/presence')
export class PresenceController {
  constructor(
    private readonly listPresence: ListPresenceHandler,
    private readonly setAvailability: SetAvailabilityHandler,
    private readonly reportPresence: ReportPresenceHandler,
  ) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'Which people of the team are connected, and who is available' })
  @ApiOkResponse({ type: PresenceListDto })
  async list(@TenantId() tenantId: string): Promise<PresenceListDto> {
    return { items: await this.listPresence.execute(tenantId) };
  }

  @Put()
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Set your availability. People only, not API keys.' })
  @ApiOkResponse({ type: PresenceDto })
  async put(@TenantId() tenantId: string, @Caller() caller: Identity, @Body() body: AvailabilityBody): Promise<PresenceDto> {
    return this.setAvailability.execute(tenantId, caller, body.availability);
  }

  @Answers(presenceReport)
  async report({ tenantId, userIds }: QuestionOf<typeof presenceReport>): Promise<ReplyOf<typeof presenceReport>> {
    return { items: await this.reportPresence.execute(tenantId, userIds) };
  }
}
