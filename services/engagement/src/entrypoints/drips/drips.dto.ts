import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, Matches, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { DELAY_UNITS, EXIT_REASONS, STEP_OUTCOMES, type DelayUnit, type ExitReason, type StepOutcome } from '../../domain/drips/drip.js';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { AT, CAMPAIGN_ID, CampaignMessageDto, CONTACT_ID, given } from '../campaigns/campaigns.dto.js';

const STEP_ID = '0198c0de-0000-7000-8000-0000000000e3';

export class StepDelayDto {
  @ApiPropertyOptional({
    example: 2,
    minimum: 0,
    maximum: 525_600,
    description: 'So long after the step before, five years at most; of the first step, after the enrolment',
  })
  @ValidateIf(({ at, amount }: StepDelayDto) => at === undefined || amount !== undefined)
  @IsInt()
  @Min(0)
  @Max(525_600)
  amount?: number;

  @ApiPropertyOptional({ enum: DELAY_UNITS, example: 'days', description: 'A day is 24 hours' })
  @ValidateIf(({ amount, unit }: StepDelayDto) => amount !== undefined || unit !== undefined)
  @IsIn(DELAY_UNITS)
  unit?: DelayUnit;

  @ApiPropertyOptional({ example: '09:00', description: 'Or the next time that the clock of the contact shows this' })
  @ValidateIf(given)
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'at must be a time of the day, such as 09:00' })
  at?: string;
}

export class StepBody {
  @ApiProperty({ example: 1, minimum: 1, maximum: 1_000, description: 'Steps are taken in the order of their numbers' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  stepNumber!: number;

  @ApiProperty({ type: StepDelayDto })
  @ValidateNested()
  @Type(() => StepDelayDto)
  @IsObject()
  delay!: StepDelayDto;

  @ApiProperty({ type: CampaignMessageDto })
  @ValidateNested()
  @Type(() => CampaignMessageDto)
  @IsObject()
  message!: CampaignMessageDto;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { field: 'tags', op: 'contains', value: 'customer' },
    description: 'An expression as of segments: whoever it does not fit is not sent this step, and goes on',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsObject()
  condition?: Record<string, unknown> | null;
}

export class ChangeStepBody extends PartialType(StepBody, { skipNullProperties: false }) {}

export class StepDto {
  @ApiProperty({ format: 'uuid', example: STEP_ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: CAMPAIGN_ID }) campaignId!: string;
  @ApiProperty({ example: 1 }) stepNumber!: number;
  @ApiProperty({ type: StepDelayDto }) delay!: StepDelayDto;
  @ApiProperty({ type: CampaignMessageDto }) message!: CampaignMessageDto;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: null }) condition!: object | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { sent: 3, delivered: 12, skipped: 1 },
    description: `What became of the step, over all versions: ${STEP_OUTCOMES.join(', ')}`,
  })
  figures!: Record<string, number>;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: AT }) updatedAt!: string;
}

export class StepListDto {
  @ApiProperty({ type: [StepDto] }) items!: StepDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 2, description: 'The newest that was published; null before the first' })
  version!: number | null;
  @ApiProperty({ example: true, description: 'Whether the steps are as that version has them' }) isPublished!: boolean;
}

export class PublishedDripDto {
  @ApiProperty({ example: 2 }) version!: number;
}

const ENROLMENT_STATES = ['active', 'completed', 'exited'] as const;

export class EnrolmentDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ENROLMENT_STATES, example: 'active' }) state!: (typeof ENROLMENT_STATES)[number];
}

export class EnrolmentsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ENROLMENT_STATES })
  @ValidateIf(given)
  @IsIn(ENROLMENT_STATES)
  state?: (typeof ENROLMENT_STATES)[number];
}

export class ListedEnrolmentDto extends EnrolmentDto {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID }) contactId!: string;
  @ApiProperty({ example: 1, description: 'The version of the drip that the contact is on' }) version!: number;
  @ApiProperty({ example: 1, description: 'Steps of the version that were dealt with' }) done!: number;
  @ApiProperty({ format: 'date-time', example: AT }) enrolledAt!: string;
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'When the next step is due' }) dueAt?: string;
  @ApiPropertyOptional({ enum: EXIT_REASONS }) exitReason?: ExitReason;
  @ApiPropertyOptional({ format: 'date-time', example: AT }) endedAt?: string;
}

export class EnrolmentListDto {
  @ApiProperty({ type: [ListedEnrolmentDto] }) items!: ListedEnrolmentDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class StepHistoryDto {
  @ApiProperty({ example: 1 }) step!: number;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
  @ApiProperty({ enum: STEP_OUTCOMES, example: 'delivered' }) outcome!: StepOutcome;
  @ApiPropertyOptional({ example: 'condition', description: 'Why it was not sent, or failed' }) reason?: string;
}

export class DripProgressDto extends EnrolmentDto {
  @ApiProperty({ example: 1, description: 'The version of the drip that the contact is on' }) version!: number;
  @ApiProperty({ example: 1, description: 'The number of the step that was dealt with last; 0 before the first' }) step!: number;
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'When the next step is due' }) dueAt?: string;
  @ApiPropertyOptional({ enum: EXIT_REASONS }) exitReason?: ExitReason;
  @ApiProperty({ type: [StepHistoryDto] }) history!: StepHistoryDto[];
}
