import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, ApiIfMatch, By, type EtagReply, idOf, IfMatch, taggedOnly, TenantId } from '#service-kit';
import { ListSurveysHandler } from '../../handlers/surveys/list-surveys.handler.js';
import { SurveySettingsHandler } from '../../handlers/surveys/survey-settings.handler.js';
import { SurveyListDto, SurveySettingsBody, SurveySettingsDto } from './surveys.dto.js';

@ApiTags('Conversations')
@Controller('api/v1')
export class SurveysController {
  constructor(
    private readonly settings: SurveySettingsHandler,
    private readonly listSurveys: ListSurveysHandler,
  ) {}

  @Get('survey-settings')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Whether and how customers are asked after closing what they think of the help they got' })
  @ApiOkResponse({ type: SurveySettingsDto })
  async get(@TenantId() tenantId: string, @Res({ passthrough: true }) reply: EtagReply): Promise<SurveySettingsDto> {
    return taggedOnly(reply, SurveySettingsDto.of(await this.settings.get(tenantId)));
  }

  @Put('survey-settings')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({
    summary: 'Replace the settings of the survey after closing. Fields left out return to their defaults.',
    description:
      'After a conversation is closed, and while its service window is open, the customer gets a list with five answers. The answer is recorded once and does not open the conversation again.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: SurveySettingsDto })
  async put(
    @TenantId() tenantId: string,
    @Body() body: SurveySettingsBody,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<SurveySettingsDto> {
    return taggedOnly(reply, SurveySettingsDto.of(await this.settings.put(tenantId, SurveySettingsBody.read(body), ifMatch, by)));
  }

  @Get('conversations/:id/surveys')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({
    summary: 'The newest 20 surveys of a conversation, newest first',
    description: 'When the customer was asked after closing, and what they answered. Kept as long as messages are.',
  })
  @ApiOkResponse({ type: SurveyListDto })
  async list(@TenantId() tenantId: string, @Param('id', idOf('conversation')) id: string): Promise<SurveyListDto> {
    return { items: await this.listSurveys.execute(tenantId, id) };
  }
}
