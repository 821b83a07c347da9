import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsGiven, IsSet } from '#service-kit';
import {
  REMINDER_STATES,
  REMINDER_TYPES,
  STOPS,
  type ReminderState,
  type ReminderType,
  type Stop,
} from '../../domain/invoices/reminders.js';
import { OrderTemplateBody } from '../order-messages/message-settings.dto.js';

const ID = '0198c0de-0000-7000-8000-0000000000f5';
const MESSAGE_ID = '0198c0de-0000-7000-8000-0000000000f6';
const AT = '2026-11-20T14:00:00.000Z';
const PLACEHOLDERS = 'Liquid: `invoice.number`, `invoice.due`, `invoice.due_date`, `customer.name`';
const TIME = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;

class StepBody {
  @ApiProperty({ enum: REMINDER_TYPES, example: 'overdue', description: '`due`: so many days before it is due; `overdue`: after it' })
  @IsIn(REMINDER_TYPES)
  reminderType!: ReminderType;

  @ApiProperty({ example: 3, minimum: 0, maximum: 365 })
  @IsInt()
  @Min(0)
  @Max(365)
  days!: number;
}

export class NewReminderBody extends StepBody {
  @ApiPropertyOptional({
    example: 'Please pay {{ invoice.due }} for {{ invoice.number }}.',
    maxLength: 4_000,
    description: `${PLACEHOLDERS}. Left out: our own text. It leaves only while the 24-hour window is open`,
  })
  @IsGiven()
  @IsString()
  @MaxLength(4_000)
  messageTemplate?: string;
}

export class ReminderStepBody extends StepBody {
  @ApiPropertyOptional({
    example: 'Please pay {{ invoice.due }}.',
    maxLength: 4_000,
    description: `${PLACEHOLDERS}. It leaves only while the 24-hour window is open`,
  })
  @IsGiven()
  @IsString()
  @MaxLength(4_000)
  text?: string;

  @ApiPropertyOptional({ type: OrderTemplateBody, description: 'Leaves at any time. Goes before the text' })
  @IsGiven()
  @ValidateNested()
  @Type(() => OrderTemplateBody)
  template?: OrderTemplateBody;
}

export class ReminderPolicyDto {
  @ApiProperty({ example: true, description: 'Whether reminders are planned for invoices when they are sent' })
  @IsGiven()
  @IsBoolean()
  enabled!: boolean;

  @ApiProperty({ type: [ReminderStepBody] })
  @IsGiven()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ReminderStepBody)
  steps!: ReminderStepBody[];

  @ApiProperty({ example: '09:00', description: 'By the company’s clock. Before it nobody is reminded' })
  @IsGiven()
  @Matches(TIME, { message: 'fromTime must be a time such as 09:00' })
  fromTime!: string;

  @ApiProperty({ example: '18:00', description: 'From then on nobody is reminded until the next working day' })
  @IsGiven()
  @Matches(TIME, { message: 'toTime must be a time such as 18:00' })
  toTime!: string;

  @ApiProperty({ type: [Number], example: [1, 2, 3, 4, 5], description: 'Working days: 1 is Monday, 7 Sunday' })
  @IsGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays!: number[];
}

/** What is left out stays. */
export class ReminderPolicyBody extends PartialType(ReminderPolicyDto, { skipNullProperties: false }) {}

export class HoldRemindersBody {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '2026-11-27',
    description: 'A promise to pay: reminders wait until this day is over. Null takes it away',
  })
  @IsSet()
  @IsString()
  @MaxLength(10)
  promisedUntil?: string | null;

  @ApiPropertyOptional({
    enum: STOPS,
    nullable: true,
    example: 'disputed',
    description: 'Ends what is planned, and nothing leaves until it is null again. What was cancelled stays cancelled',
  })
  @IsSet()
  @IsIn(STOPS)
  stopped?: Stop | null;
}

export class ReminderDto extends StepBody {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ enum: ['policy', 'hand'], example: 'hand' }) source!: 'policy' | 'hand';
  @ApiProperty({ enum: REMINDER_STATES, example: 'planned' }) state!: ReminderState;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'Of one that was skipped or cancelled: `settled`, `disputed`, `opted_out`, `by_hand`, `replied`, `too_late`, `no_recipient`, `no_outlet`, `text_failed`',
  })
  reason!: string | null;
  @ApiProperty({ format: 'date-time', example: AT, description: 'When it leaves, if nothing holds it' }) dueAt!: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: MESSAGE_ID,
    description: 'Of the message, in `messages` of the invoice',
  })
  messageId!: string | null;
}

export class RemindersDto {
  @ApiProperty({ type: String, nullable: true, example: null }) promisedUntil!: string | null;
  @ApiProperty({ enum: STOPS, nullable: true, example: null }) stopped!: Stop | null;
  @ApiProperty({ type: [ReminderDto], description: 'By when they are due' }) items!: ReminderDto[];
}
