import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import type { GoldenQuestion } from '../../domain/golden/golden-question.js';

/** Something that can be found: a letter or a digit, and no control characters but line breaks. */
const SAYS = /^(?=[\s\S]*[\p{L}\p{N}])[^\0]*$/u;

export class GoldenQuestionBody {
  @ApiProperty({ example: 'How long can I return a lamp?', maxLength: 1000, description: 'As a customer asks it' })
  @IsString()
  @MaxLength(1_000)
  @Matches(SAYS, { message: 'question must hold a letter or a digit' })
  question!: string;

  @ApiProperty({
    type: [String],
    example: ['30 days'],
    minItems: 1,
    maxItems: 10,
    description: 'Facts, all of which the answer must hold word for word; case, accents and punctuation do not count',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  @Matches(SAYS, { each: true, message: 'each value in expected must hold a letter or a digit' })
  expected!: string[];

  @ApiPropertyOptional({
    type: [String],
    example: ['Hi, I bought a lamp'],
    maxItems: 10,
    description: 'What the customer writes before it, oldest first; each is answered in turn',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  @Matches(SAYS, { each: true, message: 'each value in earlier must hold a letter or a digit' })
  earlier?: string[];
}

/** The message of a customer that a golden question is made from. */
export class GoldenSourceDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' })
  @IsUUID()
  conversationId!: string;

  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000012' })
  @IsUUID()
  messageId!: string;
}

export class NewGoldenQuestionBody extends GoldenQuestionBody {
  @ApiPropertyOptional({ type: GoldenSourceDto, description: 'The message in the inbox that it is made from; it stays the same later' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => GoldenSourceDto)
  source?: GoldenSourceDto;
}

export class GoldenQuestionDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000030' }) id!: string;
  @ApiProperty({ example: 'How long can I return a lamp?' }) question!: string;
  @ApiProperty({ type: [String], example: ['30 days'] }) expected!: string[];
  @ApiProperty({ type: [String], example: [] }) earlier!: string[];
  @ApiProperty({
    enum: ['found', 'missed', 'unchecked'],
    example: 'found',
    description: 'Whether the answer of the published version holds all facts; unchecked: it was not asked yet',
  })
  status!: 'found' | 'missed' | 'unchecked';
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Unused items can be returned within 30 days.',
    description: 'What the published version answered; empty where a person would answer; null where it was not asked yet',
  })
  answer!: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 3, description: 'The version that was asked' }) checkedVersion!: number | null;
  @ApiProperty({ type: GoldenSourceDto, nullable: true, description: 'The message in the inbox that it was made from; null for any other' })
  source!: GoldenSourceDto | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) updatedAt!: string;

  static of(golden: GoldenQuestion): GoldenQuestionDto {
    const { id, question, expected, earlier, answer, found, checkedVersion, createdAt, updatedAt } = golden;
    const { sourceConversationId: conversationId, sourceMessageId: messageId } = golden;
    const source = conversationId !== null && messageId !== null ? { conversationId, messageId } : null;
    const status = found === null ? 'unchecked' : found ? 'found' : 'missed';
    return { id, question, expected, earlier, status, answer, checkedVersion, source, createdAt, updatedAt };
  }
}

export class GoldenQuestionPageDto {
  @ApiProperty({ type: [GoldenQuestionDto] }) items!: GoldenQuestionDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class RefusedRowDto {
  @ApiProperty({ example: 4 }) line!: number;
  @ApiProperty({ enum: ['no_question', 'no_fact', 'too_long', 'too_many_facts'], example: 'no_fact' })
  reason!: 'no_question' | 'no_fact' | 'too_long' | 'too_many_facts';
}

export class ImportedQuestionsDto {
  @ApiProperty({ example: 12 }) added!: number;
  @ApiProperty({ example: 2, description: 'Rows that are golden questions already' }) known!: number;
  @ApiProperty({ example: 1, description: 'Rows that are no golden question' }) refused!: number;
  @ApiProperty({ type: [RefusedRowDto], description: 'The first 50 of them' }) refusedRows!: RefusedRowDto[];
}
