import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import {
  LEAD_SOURCES,
  MAX_COUNTED,
  MAX_STAGES,
  STAGE_KINDS,
  type Lead,
  type LeadMove,
  type LeadSource,
  type StageKind,
} from '../../domain/leads/lead.js';

const LINE = /^(?=.*\S)\P{Cc}*$/u;
const LEAD_ID = '0198c0de-0000-7000-8000-000000000091';
const STAGE_ID = '0198c0de-0000-7000-8000-000000000092';
const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';
const USER_ID = '0198c0de-0000-7000-8000-000000000021';
const AT = '2026-11-20T09:00:00.000Z';

export class LeadValueDto {
  @ApiProperty({ example: 120_000, description: 'In the smallest unit of the currency' })
  @IsInt()
  @Min(0)
  @Max(9_000_000_000_000)
  amountMinor!: number;

  @ApiProperty({ example: 'PEN', description: 'ISO 4217' })
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be an ISO 4217 code such as USD' })
  currency!: string;
}

export class LeadBody {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID, description: 'Who may buy' })
  @IsUUID()
  contactId!: string;

  @ApiPropertyOptional({ format: 'uuid', example: STAGE_ID, description: 'The first stage where it is left out' })
  @IsOptional()
  @IsUUID()
  stageId?: string;

  @ApiPropertyOptional({ type: String, nullable: true, format: 'uuid', example: USER_ID, description: 'The person whose lead it is' })
  @IsOptional()
  @IsUUID()
  ownerId?: string | null;

  @ApiPropertyOptional({ type: LeadValueDto, nullable: true, description: 'What it may bring' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LeadValueDto)
  value?: LeadValueDto | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Wants 20 boxes', maxLength: 500 })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(/^[^\0]*$/, { message: 'note must not hold a NUL character' })
  note?: string | null;

  @ApiPropertyOptional({ example: false, description: 'Whether a person made it of a conversation' })
  @IsOptional()
  @IsBoolean()
  isFromConversation?: boolean;
}

export class ChangeLeadBody extends OmitType(LeadBody, ['contactId', 'isFromConversation']) {}

export class ListLeadsQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', example: STAGE_ID })
  @IsOptional()
  @IsUUID()
  stageId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: USER_ID })
  @IsOptional()
  @IsUUID()
  ownerId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: CONTACT_ID })
  @IsOptional()
  @IsUUID()
  contactId?: string;
}

export class LeadDto {
  @ApiProperty({ format: 'uuid', example: LEAD_ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: CONTACT_ID }) contactId!: string;
  @ApiPropertyOptional({ example: 'Ana Ruiz' }) contactName?: string;
  @ApiProperty({ format: 'uuid', example: STAGE_ID }) stageId!: string;
  @ApiPropertyOptional({ format: 'uuid', example: USER_ID }) ownerId?: string;
  @ApiProperty({ enum: LEAD_SOURCES, example: 'conversation', description: 'How it came here' }) source!: LeadSource;
  @ApiPropertyOptional({ type: LeadValueDto }) value?: LeadValueDto;
  @ApiPropertyOptional({ example: 'Wants 20 boxes' }) note?: string;
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'Since when it is won or lost' }) closedAt?: string;
  @ApiProperty({ format: 'date-time', example: AT, description: 'Since when it is in its stage' }) movedAt!: string;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;

  static of({ id, contactId, contactName, stageId, ownerId, source, value, note, closedAt, movedAt, createdAt }: Lead): LeadDto {
    return {
      id,
      contactId,
      ...(contactName ? { contactName } : {}),
      stageId,
      ...(ownerId ? { ownerId } : {}),
      source,
      ...(value ? { value } : {}),
      ...(note ? { note } : {}),
      ...(closedAt ? { closedAt } : {}),
      movedAt,
      createdAt,
    };
  }
}

export class LeadPageDto {
  @ApiProperty({ type: [LeadDto] }) items!: LeadDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

class MoverDto {
  @ApiProperty({ example: 'user' }) kind!: string;
  @ApiProperty({ format: 'uuid', example: USER_ID }) id!: string;
}

class LeadMoveDto implements LeadMove {
  @ApiProperty({ type: String, nullable: true, example: 'New', description: 'Null for the beginning' }) from!: string | null;
  @ApiProperty({ example: 'Qualified' }) to!: string;
  @ApiProperty({ type: MoverDto }) by!: MoverDto;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class LeadWithMovesDto extends LeadDto {
  @ApiProperty({ type: [LeadMoveDto], description: 'The last 200, newest first' }) moves!: LeadMoveDto[];
}

export class StageBody {
  @ApiPropertyOptional({ format: 'uuid', example: STAGE_ID, description: 'Absent of a new one' })
  @IsOptional()
  @IsUUID()
  id?: string;

  @ApiProperty({ example: 'Qualified', maxLength: 60 })
  @IsString()
  @MaxLength(60)
  @Matches(LINE, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({ enum: STAGE_KINDS, example: 'open', description: '`won` and `lost` end a lead' })
  @IsIn(STAGE_KINDS)
  kind!: StageKind;
}

export class StagesBody {
  @ApiProperty({ type: [StageBody], maxItems: MAX_STAGES })
  @IsArray()
  @ArrayMaxSize(MAX_STAGES)
  @ValidateNested({ each: true })
  @Type(() => StageBody)
  stages!: StageBody[];
}

class StageDto {
  @ApiProperty({ format: 'uuid', example: STAGE_ID }) id!: string;
  @ApiProperty({ example: 'Qualified' }) name!: string;
  @ApiProperty({ enum: STAGE_KINDS, example: 'open' }) kind!: StageKind;
  @ApiProperty({ example: 12, description: `How many leads it has; counted up to ${MAX_COUNTED}` }) leads!: number;
}

export class StageListDto {
  @ApiProperty({ type: [StageDto] }) items!: StageDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Always null: all stages are listed' }) nextCursor!: null;
}
