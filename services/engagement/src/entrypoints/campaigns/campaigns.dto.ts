import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import {
  CAMPAIGN_PURPOSES,
  CAMPAIGN_STATES,
  CAMPAIGN_TYPES,
  DRIP_EVENTS,
  PAUSE_REASONS,
  type CampaignPurpose,
  type CampaignState,
  type CampaignType,
  type ParameterPlan,
  type PauseReason,
} from '../../domain/campaigns/campaign.js';
import { AGAIN_STATES, type AgainState } from '../../domain/campaigns/outcome.js';

export const CAMPAIGN_ID = '0198c0de-0000-7000-8000-0000000000e1';
const OUTLET_ID = '0198c0de-0000-7000-8000-000000000001';
const SEGMENT_ID = '0198c0de-0000-7000-8000-0000000000e2';
export const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';
const TEMPLATE_ID = '0198c0de-0000-7000-8000-0000000000d1';
export const AT = '2026-11-27T09:00:00.000Z';
export const MAX_CONTACTS = 10_000;

const ENROLS_ON = ['segment', 'tag', 'event'] as const;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
export const given = (_: object, value: unknown): boolean => value !== undefined;
/** Left out stays; null takes it away. */
const notNull = (_: object, value: unknown): boolean => value !== undefined && value !== null;

export class AudienceDto {
  @ApiPropertyOptional({ format: 'uuid', example: SEGMENT_ID, description: 'Everybody of the segment when it is sent' })
  @ValidateIf(given)
  @IsUUID()
  segmentId?: string;

  @ApiPropertyOptional({ type: [String], maxItems: MAX_CONTACTS, example: [CONTACT_ID], description: 'Or these contacts' })
  @ValidateIf(
    ({ segmentId, campaignId, contactIds }: AudienceDto) =>
      (segmentId === undefined && campaignId === undefined) || contactIds !== undefined,
  )
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_CONTACTS)
  @IsUUID(undefined, { each: true })
  contactIds?: string[];

  @ApiPropertyOptional({
    format: 'uuid',
    example: CAMPAIGN_ID,
    description: 'Or recipients of another broadcast, such as those who have not read it',
  })
  @ValidateIf(given)
  @IsUUID()
  campaignId?: string;

  @ApiPropertyOptional({
    enum: AGAIN_STATES,
    isArray: true,
    example: ['sent', 'delivered'],
    description: 'Beside campaignId: where they stand in it when they are taken',
  })
  @ValidateIf(({ campaignId, states }: AudienceDto) => campaignId !== undefined || states !== undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(AGAIN_STATES.length)
  @IsIn(AGAIN_STATES, { each: true })
  states?: AgainState[];
}

const PARAMETERS = {
  type: 'object',
  additionalProperties: true,
  example: { 1: { from: 'contact.name', fallback: 'friend' }, 2: '20 %' },
  description:
    'By the name of the parameter: a text, or `{ from, fallback }` with `contact.name`, `contact.phone`, `contact.email`, `contact.language` or `attributes.<name>`; of a drip also `enrolment.checkoutLink`, where whoever left a checkout goes on',
} as const;

export class TemplatePlanDto {
  @ApiProperty({ format: 'uuid', example: TEMPLATE_ID })
  @IsUUID()
  templateId!: string;

  @ApiPropertyOptional(PARAMETERS)
  @ValidateIf(given)
  @IsObject()
  parameters?: Record<string, ParameterPlan>;
}

export class CampaignMessageDto extends TemplatePlanDto {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { es: { templateId: TEMPLATE_ID, parameters: { 1: { from: 'contact.name', fallback: 'cliente' } } } },
    description: 'Other templates for contacts of other languages: `{ <language>: { templateId, parameters } }`',
  })
  @ValidateIf(given)
  @IsObject()
  languages?: Record<string, TemplatePlanDto>;
}

export class ScheduleDto {
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'An instant' })
  @ValidateIf(({ localTime, at }: ScheduleDto) => localTime === undefined || at !== undefined)
  @IsISO8601({ strict: true, strictSeparator: true })
  at?: string;

  @ApiPropertyOptional({ example: '09:00', description: 'Or when the clock of each contact shows this' })
  @ValidateIf(given)
  @Matches(TIME, { message: 'localTime must be a time of the day, such as 09:00' })
  localTime?: string;

  @ApiPropertyOptional({ example: '2026-12-24', description: 'Beside localTime: the day; left out, the next time that the clock shows it' })
  @ValidateIf(given)
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'date must be a day, such as 2026-12-24' })
  @IsISO8601({ strict: true })
  date?: string;
}

export class QuietHoursDto {
  @ApiProperty({ example: '21:00' })
  @Matches(TIME, { message: 'from must be a time of the day, such as 21:00' })
  from!: string;

  @ApiProperty({ example: '08:00', description: 'What falls into the hours leaves then, by the clock of the contact' })
  @Matches(TIME, { message: 'to must be a time of the day, such as 08:00' })
  to!: string;
}

export class EnrolOnDto {
  @ApiProperty({
    enum: ENROLS_ON,
    example: 'tag',
    description:
      'segment: whoever comes into the segment of the drip, within five minutes; tag: whoever gets the tag; event: what `value` names',
  })
  @IsIn(ENROLS_ON)
  on!: (typeof ENROLS_ON)[number];

  @ApiPropertyOptional({ example: 'vip', maxLength: 100, description: `The tag, or the event: ${DRIP_EVENTS.join(', ')}` })
  @ValidateIf(({ on, value }: EnrolOnDto) => on !== 'segment' || value !== undefined)
  @IsString()
  @Length(1, 100)
  value?: string;
}

export class CampaignBody {
  @ApiProperty({ example: 'Black Friday', maxLength: 120 })
  @IsString()
  @Length(1, 120)
  @Matches(/^(?=.*\S)\P{Cc}*$/u, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({ enum: CAMPAIGN_TYPES, example: 'broadcast' })
  @IsIn(CAMPAIGN_TYPES)
  type!: CampaignType;

  @ApiProperty({ format: 'uuid', example: OUTLET_ID, description: 'The number through which it is sent' })
  @IsUUID()
  outletId!: string;

  @ApiPropertyOptional({ type: AudienceDto, nullable: true })
  @ValidateIf(notNull)
  @ValidateNested()
  @Type(() => AudienceDto)
  @IsObject()
  audience?: AudienceDto | null;

  @ApiPropertyOptional({ type: CampaignMessageDto, nullable: true })
  @ValidateIf(notNull)
  @ValidateNested()
  @Type(() => CampaignMessageDto)
  @IsObject()
  message?: CampaignMessageDto | null;

  @ApiPropertyOptional({ type: ScheduleDto, nullable: true, description: 'Left out: as soon as it is started' })
  @ValidateIf(notNull)
  @ValidateNested()
  @Type(() => ScheduleDto)
  @IsObject()
  schedule?: ScheduleDto | null;

  @ApiPropertyOptional({
    enum: CAMPAIGN_PURPOSES,
    default: 'marketing',
    description:
      'marketing: customers who have unsubscribed get nothing, whatever the template. utility: something that customers wait for; they get it too, and each template must be of the category UTILITY',
  })
  @ValidateIf(given)
  @IsIn(CAMPAIGN_PURPOSES)
  purpose?: CampaignPurpose;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 90,
    default: 0,
    description: 'So many of 100 get nothing, so that the effect can be measured',
  })
  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(90)
  holdOutPercent?: number;

  @ApiPropertyOptional({
    enum: ['campaign', 'global'],
    default: 'campaign',
    description: 'global: the same contacts are held out of every campaign that says so',
  })
  @ValidateIf(given)
  @IsIn(['campaign', 'global'])
  holdOutScope?: 'campaign' | 'global';

  @ApiPropertyOptional({ type: QuietHoursDto, nullable: true })
  @ValidateIf(notNull)
  @ValidateNested()
  @Type(() => QuietHoursDto)
  @IsObject()
  quietHours?: QuietHoursDto | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: 20,
    description: 'Promotions a contact may get on one of their calendar days, over all campaigns that say so; others are skipped',
  })
  @ValidateIf(notNull)
  @IsInt()
  @Min(1)
  @Max(20)
  dailyCap?: number | null;

  @ApiPropertyOptional({ minimum: 1, maximum: 1_000, default: 80, description: 'Messages a second at most' })
  @ValidateIf(given)
  @IsInt()
  @Min(1)
  @Max(1_000)
  perSecond?: number;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1_440,
    default: 0,
    description: 'Over so many minutes the pace grows from a tenth to the whole',
  })
  @ValidateIf(given)
  @IsInt()
  @Min(0)
  @Max(1_440)
  rampUpMinutes?: number;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 100,
    default: 25,
    description:
      'The campaign pauses by itself when more than so many of 100 messages fail or meet customers who want none, of at least 50',
  })
  @ValidateIf(given)
  @IsInt()
  @Min(1)
  @Max(100)
  stopAtPercent?: number;

  @ApiPropertyOptional({
    enum: ['send', 'skip'],
    default: 'send',
    description: 'Of a drip: what becomes of a step that is more than 6 hours late, after an outage or a pause',
  })
  @ValidateIf(given)
  @IsIn(['send', 'skip'])
  late?: 'send' | 'skip';

  @ApiPropertyOptional({ default: true, description: 'Of a drip: whether a contact who writes leaves it' })
  @ValidateIf(given)
  @IsBoolean()
  exitOnReply?: boolean;

  @ApiPropertyOptional({
    default: false,
    description: 'Of a drip: whether a contact leaves it when an order of theirs is paid after they came in',
  })
  @ValidateIf(given)
  @IsBoolean()
  exitOnPaid?: boolean;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 365,
    default: 0,
    description:
      'Of a drip: so many days after their way through it has ended a contact may be enrolled again; null: never, as long as the end is known (400 days)',
  })
  @ValidateIf(notNull)
  @IsInt()
  @Min(0)
  @Max(365)
  reenrolAfterDays?: number | null;

  @ApiPropertyOptional({
    type: EnrolOnDto,
    nullable: true,
    description: 'Of a drip: what brings contacts into it by itself; people and programs may enrol them too',
  })
  @ValidateIf(notNull)
  @ValidateNested()
  @Type(() => EnrolOnDto)
  @IsObject()
  enrolOn?: EnrolOnDto | null;
}

export class ChangeCampaignBody extends PartialType(CampaignBody, { skipNullProperties: false }) {}

export class CampaignsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CAMPAIGN_TYPES })
  @ValidateIf(given)
  @IsIn(CAMPAIGN_TYPES)
  type?: CampaignType;

  @ApiPropertyOptional({ enum: CAMPAIGN_STATES })
  @ValidateIf(given)
  @IsIn(CAMPAIGN_STATES)
  state?: CampaignState;
}

export class CampaignTotalsDto {
  @ApiProperty({ example: 1_000, description: 'Everybody: the sum of all that follow' }) audience!: number;
  @ApiProperty({ example: 200, description: 'Their turn has not come, or nothing has been heard yet' }) queued!: number;
  @ApiProperty({ example: 100, description: 'WhatsApp has it; further states count on their own' }) sent!: number;
  @ApiProperty({ example: 300 }) delivered!: number;
  @ApiProperty({ example: 200 }) read!: number;
  @ApiProperty({ example: 50, description: 'Wrote within 7 days' }) replied!: number;
  @ApiProperty({ example: 20 }) failed!: number;
  @ApiProperty({ example: 10, description: 'Got nothing; the recipient has the reason' }) skipped!: number;
  @ApiProperty({ example: 100, description: 'Get nothing, for comparison' }) heldOut!: number;
  @ApiProperty({ example: 20, description: 'Want no promotions' }) optedOut!: number;
}

export class CampaignDto {
  @ApiProperty({ format: 'uuid', example: CAMPAIGN_ID }) id!: string;
  @ApiProperty({ example: 'Black Friday' }) name!: string;
  @ApiProperty({ enum: CAMPAIGN_TYPES }) type!: CampaignType;
  @ApiProperty({ format: 'uuid', example: OUTLET_ID }) outletId!: string;
  @ApiProperty({ enum: CAMPAIGN_STATES }) state!: CampaignState;
  @ApiProperty({ enum: PAUSE_REASONS, nullable: true, example: null }) pauseReason!: PauseReason | null;
  @ApiProperty({ type: AudienceDto, nullable: true }) audience!: AudienceDto | null;
  @ApiProperty({ type: CampaignMessageDto, nullable: true }) message!: CampaignMessageDto | null;
  @ApiProperty({ type: ScheduleDto, nullable: true }) schedule!: ScheduleDto | null;
  @ApiProperty({ enum: CAMPAIGN_PURPOSES }) purpose!: CampaignPurpose;
  @ApiProperty({ example: 10 }) holdOutPercent!: number;
  @ApiProperty({ enum: ['campaign', 'global'] }) holdOutScope!: 'campaign' | 'global';
  @ApiProperty({ type: QuietHoursDto, nullable: true }) quietHours!: QuietHoursDto | null;
  @ApiProperty({ type: Number, nullable: true, example: 1 }) dailyCap!: number | null;
  @ApiProperty({ example: 80 }) perSecond!: number;
  @ApiProperty({ example: 0 }) rampUpMinutes!: number;
  @ApiProperty({ example: 25 }) stopAtPercent!: number;
  @ApiProperty({ enum: ['send', 'skip'] }) late!: 'send' | 'skip';
  @ApiProperty({ example: true }) exitOnReply!: boolean;
  @ApiProperty({ example: false }) exitOnPaid!: boolean;
  @ApiProperty({ type: Number, nullable: true, example: 0 }) reenrolAfterDays!: number | null;
  @ApiProperty({ type: EnrolOnDto, nullable: true, example: null }) enrolOn!: EnrolOnDto | null;
  @ApiProperty({ type: CampaignTotalsDto }) totals!: CampaignTotalsDto;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT }) startedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) endedAt!: string | null;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: AT }) updatedAt!: string;
}

export class CampaignListDto {
  @ApiProperty({ type: [CampaignDto] }) items!: CampaignDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
