import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { TEXT_LIMIT } from '../../domain/threads/reply-text.js';
import { LABEL_ID } from '../threads/conversations.dto.js';

/** One line of text that holds something. */
const LINE = /^(?=.*\S)\P{Cc}*$/u;
/** Text that holds something. */
const TEXT = /^(?=[^]*\S)[^\0]*$/;

const TEAM_ID = '0198c0de-0000-7000-8000-0000000000d1';
const USER_ID = '0198c0de-0000-7000-8000-0000000000c1';

export class LabelBody {
  @ApiProperty({ example: 'Refund', maxLength: 60 })
  @IsString()
  @MaxLength(60)
  @Matches(LINE, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({ example: '#b45309' })
  @Matches(/^#[0-9a-f]{6}$/i, { message: 'color must be #rrggbb' })
  color!: string;
}

export class LabelDto {
  @ApiProperty({ format: 'uuid', example: LABEL_ID }) id!: string;
  @ApiProperty({ example: 'Refund' }) name!: string;
  @ApiProperty({ example: '#b45309' }) color!: string;
}

export class LabelListDto {
  @ApiProperty({ type: [LabelDto] }) items!: LabelDto[];
}

export class PutLabelsBody {
  @ApiProperty({ type: [String], format: 'uuid', example: [LABEL_ID] })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  labelIds!: string[];
}

export class TeamBody {
  @ApiProperty({ example: 'Billing', maxLength: 100 })
  @IsString()
  @MaxLength(100)
  @Matches(LINE, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({ type: [String], format: 'uuid', example: [USER_ID], description: 'People who may answer customers' })
  @IsArray()
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  memberIds!: string[];
}

export class TeamDto {
  @ApiProperty({ format: 'uuid', example: TEAM_ID }) id!: string;
  @ApiProperty({ example: 'Billing' }) name!: string;
  @ApiProperty({ type: [String], format: 'uuid', example: [USER_ID] }) memberIds!: string[];
}

export class TeamListDto {
  @ApiProperty({ type: [TeamDto] }) items!: TeamDto[];
}

export class CannedReplyBody {
  @ApiProperty({ example: 'hours', description: 'What an agent types after a slash' })
  @Matches(/^[\p{L}\p{N}_-]{1,40}$/u, { message: 'shortcut must be 1 to 40 letters, digits, hyphens or underscores' })
  shortcut!: string;

  @ApiPropertyOptional({ example: 'Opening hours', maxLength: 100 })
  @IsOptional()
  @IsString()
  @Length(0, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'title must be one line of text' })
  title?: string;

  @ApiProperty({ example: 'We are open from 9 to 18, Monday to Friday.', maxLength: TEXT_LIMIT })
  @IsString()
  @MaxLength(TEXT_LIMIT)
  @Matches(TEXT, { message: 'text must hold at least one visible character' })
  text!: string;
}

export class CannedReplyDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000f1' }) id!: string;
  @ApiProperty({ example: 'hours' }) shortcut!: string;
  @ApiProperty({ example: 'Opening hours' }) title!: string;
  @ApiProperty({ example: 'We are open from 9 to 18, Monday to Friday.' }) text!: string;
}

export class CannedReplyListDto {
  @ApiProperty({ type: [CannedReplyDto] }) items!: CannedReplyDto[];
}

export class NoteBody {
  @ApiProperty({ example: 'Ana is waiting for the refund of order 1042.', maxLength: 10_000 })
  @IsString()
  @MaxLength(10_000)
  @Matches(TEXT, { message: 'text must hold at least one visible character' })
  text!: string;

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    example: [USER_ID],
    description: 'Members of the tenant who are told of the note',
  })
  @ValidateIf((body: NoteBody) => body.mentions !== undefined)
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  mentions?: string[];
}

export class NoteDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000013' }) id!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) conversationId!: string;
  @ApiProperty({ format: 'uuid', example: USER_ID, description: 'Id of the user or API key that wrote it' }) authorId!: string;
  @ApiProperty({ example: 'Ana is waiting for the refund of order 1042.' }) text!: string;
  @ApiProperty({ type: [String], format: 'uuid', example: [USER_ID], description: 'Colleagues whom it mentions' }) mentions!: string[];
  @ApiProperty({ example: 7, description: 'seq of the message before it; 0: before the first message' }) afterSeq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
}

export class NotePageDto {
  @ApiProperty({ type: [NoteDto] }) items!: NoteDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
