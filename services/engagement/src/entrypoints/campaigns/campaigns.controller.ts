import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, onlyGiven, Problem, ProblemDto, TenantId } from '#service-kit';
import {
  DRIP_EVENTS,
  type Audience,
  type CampaignAct,
  type CampaignSettings,
  type EnrolOn,
  type Schedule,
} from '../../domain/campaigns/campaign.js';
import { readPlan } from '../../domain/campaigns/read-plan.js';
import { CampaignsHandler, type CampaignFields, type ShownCampaign } from '../../handlers/campaigns/campaigns.handler.js';
import { ConductCampaignHandler } from '../../handlers/campaigns/conduct-campaign.handler.js';
import { CampaignBody, CampaignDto, CampaignListDto, CampaignsQuery, ChangeCampaignBody } from './campaigns.dto.js';

const ID = idOf('campaign');

@ApiTags('Campaigns')
@Controller('api/v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsHandler,
    private readonly conduct: ConductCampaignHandler,
  ) {}

  @Get()
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'Campaigns, the newest first' })
  @ApiOkResponse({ type: CampaignListDto })
  async list(@TenantId() tenantId: string, @Query() { type, state, ...page }: CampaignsQuery): Promise<CampaignListDto> {
    const { items, nextCursor } = await this.campaigns.list(tenantId, { type, state }, page);
    return { items: items.map(shown), nextCursor };
  }

  @Post()
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Create a campaign', description: 'It is a draft until it is started. A drip gets its steps one by one.' })
  @ApiCreatedResponse({ type: CampaignDto })
  async create(@TenantId() tenantId: string, @Body() body: CampaignBody, @By() by: Actor): Promise<CampaignDto> {
    const { name, type, outletId } = body;
    const fields = { audience: null, message: null, schedule: null, ...fieldsOf(body) };
    return shown(await this.campaigns.create(tenantId, { ...fields, name, type, outletId: outletId.toLowerCase() }, by));
  }

  @Get(':id')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'Get a campaign, and where its recipients stand' })
  @ApiOkResponse({ type: CampaignDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<CampaignDto> {
    return shown(await this.campaigns.get(tenantId, id));
  }

  @Put(':id')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Change a campaign that has not started', description: 'What is left out stays.' })
  @ApiOkResponse({ type: CampaignDto })
  @ApiConflictResponse({ description: 'campaign_started', type: ProblemDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeCampaignBody,
    @By() by: Actor,
  ): Promise<CampaignDto> {
    return shown(await this.campaigns.change(tenantId, id, fieldsOf(body), by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Delete a campaign that has not started' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'campaign_started', type: ProblemDto })
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.campaigns.delete(tenantId, id, by);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    summary: 'Start a campaign',
    description: 'At once, or at the time of its schedule. What it says and to whom is fixed from here on.',
  })
  @ApiOkResponse({ type: CampaignDto })
  @ApiConflictResponse({ description: 'campaign_state', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: 'campaign_incomplete', type: ProblemDto })
  start(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<CampaignDto> {
    return this.#conduct(tenantId, id, 'start', by);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    summary: 'Pause a campaign',
    description:
      'Nothing more is asked for. What was asked for, a second’s worth of its pace at most, is taken back where it has not left, and asked for again when the campaign goes on.',
  })
  @ApiOkResponse({ type: CampaignDto })
  @ApiConflictResponse({ description: 'campaign_state', type: ProblemDto })
  pause(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<CampaignDto> {
    return this.#conduct(tenantId, id, 'pause', by);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Go on with a campaign that is paused' })
  @ApiOkResponse({ type: CampaignDto })
  @ApiConflictResponse({ description: 'campaign_state', type: ProblemDto })
  resume(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<CampaignDto> {
    return this.#conduct(tenantId, id, 'resume', by);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Cancel a campaign', description: 'Whoever has got nothing yet is skipped, with the reason `cancelled`.' })
  @ApiOkResponse({ type: CampaignDto })
  @ApiConflictResponse({ description: 'campaign_state', type: ProblemDto })
  cancel(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<CampaignDto> {
    return this.#conduct(tenantId, id, 'cancel', by);
  }

  async #conduct(tenantId: string, id: string, act: CampaignAct, by: Actor): Promise<CampaignDto> {
    await this.conduct.execute(tenantId, id, act, by);
    return this.get(tenantId, id);
  }
}

function shown({ settings, ...campaign }: ShownCampaign): CampaignDto {
  return { ...campaign, ...settings } as CampaignDto;
}

/** @throws {Problem} validation_failed */
function fieldsOf(body: ChangeCampaignBody): Partial<Omit<CampaignFields, 'settings'>> & { settings: Partial<CampaignSettings> } {
  const { name, type, outletId, audience, message, schedule, enrolOn, ...settings } = body;
  const fields: Partial<CampaignFields> = { name, type, outletId: outletId?.toLowerCase() } as Partial<CampaignFields>;
  if (audience !== undefined) fields.audience = audience && audienceOf(audience);
  if (schedule !== undefined) fields.schedule = schedule && scheduleOf(schedule);
  if (message !== undefined) fields.message = message && messageOf(message);
  const known = onlyGiven(settings);
  return { ...fields, settings: enrolOn === undefined ? known : { ...known, enrolOn: enrolOn && entryOf(enrolOn) } };
}

function entryOf({ on, value }: NonNullable<CampaignBody['enrolOn']>): EnrolOn {
  const wrong = (message: string) => Problem.invalid([{ field: 'enrolOn.value', message }]);
  if (on === 'segment') {
    if (value !== undefined) throw wrong('must be left out: the segment is that of the audience');
    return { on };
  }
  if (on === 'tag') return { on, value: value! };
  const event = DRIP_EVENTS.find((each) => each === value);
  if (event === undefined) throw wrong(`must be one of: ${DRIP_EVENTS.join(', ')}`);
  return { on, value: event };
}

function audienceOf({ segmentId, contactIds, campaignId, states }: NonNullable<CampaignBody['audience']>): Audience {
  if ([segmentId, contactIds, campaignId].filter((one) => one !== undefined).length > 1) {
    throw Problem.invalid([{ field: 'audience', message: 'must be a segmentId, contactIds or a campaignId, only one of them' }]);
  }
  if (states !== undefined && campaignId === undefined) {
    throw Problem.invalid([{ field: 'audience.states', message: 'must be left out without a campaignId' }]);
  }
  if (segmentId !== undefined) return { segmentId: segmentId.toLowerCase() };
  if (campaignId !== undefined) return { campaignId: campaignId.toLowerCase(), states: [...new Set(states)] };
  return { contactIds: [...new Set(contactIds!.map((id) => id.toLowerCase()))] };
}

function scheduleOf({ at, localTime, date }: NonNullable<CampaignBody['schedule']>): Schedule {
  if ((at === undefined) === (localTime === undefined) || (at !== undefined && date !== undefined)) {
    throw Problem.invalid([{ field: 'schedule', message: 'must be { at }, or { localTime, date? }' }]);
  }
  if (at === undefined) return { localTime: localTime!, ...(date === undefined ? {} : { date }) };
  if (!/(Z|[+-]\d{2}:\d{2})$/.test(at)) {
    throw Problem.invalid([{ field: 'schedule.at', message: 'must be a time with its offset, such as 2026-12-24T09:00:00+01:00' }]);
  }
  const time = new Date(at);
  // Later ones have no place in a column of times.
  if (!(time.getUTCFullYear() <= 9_998)) throw Problem.invalid([{ field: 'schedule.at', message: 'must be a time before the year 9999' }]);
  return { at: time.toISOString() };
}

function messageOf(given: NonNullable<CampaignBody['message']>): CampaignFields['message'] {
  const { plan, wrong } = readPlan(given);
  if (wrong.length > 0) throw Problem.invalid(wrong);
  return plan;
}
