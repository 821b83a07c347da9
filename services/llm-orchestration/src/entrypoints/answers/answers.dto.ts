import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { handoffReasons } from '#contracts';

export class TryQuestionDto {
  @ApiProperty({ example: 'When do you open on Sundays?', maxLength: 4096 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(4_096)
  question!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Answer from the published version of this base only; by default from all bases' })
  @IsOptional()
  @IsUUID()
  knowledgeBaseId?: string;

  @ApiPropertyOptional({ default: false, description: 'Whether the stream begins with the event `passages`: what was found' })
  @IsOptional()
  @IsBoolean()
  withPassages?: boolean;
}

export class FoundPassageDto {
  @ApiProperty({ format: 'uuid' }) documentId!: string;
  @ApiProperty({ format: 'uuid' }) chunkId!: string;
  @ApiProperty({ example: 'Store guide', description: 'Title of the document' }) title!: string;
  @ApiProperty({ example: 'Opening hours > Holidays', description: 'Headings above the passage' }) heading!: string;
  @ApiProperty({ example: 'We are open from 9 to 18.' }) text!: string;
  @ApiPropertyOptional({ example: 3, minimum: 1, description: 'Page of a PDF; absent where the format has no pages' }) page?: number;
  @ApiProperty({ example: 4.2, description: 'Compare it only with scores of the same answer' }) score!: number;
  @ApiProperty({ example: 0.83, minimum: 0, maximum: 1, description: 'Share of the question that the passage covers' }) coverage!: number;
}

/** Data of the event `passages`. */
export class FoundPassagesDto {
  @ApiProperty({ type: [FoundPassageDto], description: 'Best first' }) items!: FoundPassageDto[];
}

/** Data of the event `token`. */
export class TokenDto {
  @ApiProperty({ example: 'We are open from 9 to 18. ', description: 'The next checked sentences, as they are to be appended' })
  text!: string;
}

export class AnswerCitationDto {
  @ApiProperty({ format: 'uuid' }) documentId!: string;
  @ApiProperty({ example: 'Store guide', description: 'Title of the document' }) title!: string;
  @ApiProperty({ example: 'We are open from 9 to 18.', description: 'The passage that holds the answer' }) text!: string;
  @ApiPropertyOptional({ example: 3, minimum: 1, description: 'Page of a PDF; absent where the format has no pages' }) page?: number;
}

export class AnswerUsageDto {
  @ApiProperty({ example: 812 }) promptTokens!: number;
  @ApiProperty({ example: 40 }) completionTokens!: number;
  @ApiPropertyOptional({
    example: 0.03888,
    description:
      'What the tokens cost by the imported prices, in the smallest unit of the currency and not rounded; absent where no price is known, and without a model',
  })
  costMinor?: number;
  @ApiPropertyOptional({ example: 'USD', description: 'ISO 4217' }) currency?: string;
}

/** Data of the event `done`. */
export class AnswerDoneDto {
  @ApiProperty({ enum: ['answer', 'handoff'], description: 'handoff: a person would take over' }) outcome!: 'answer' | 'handoff';
  @ApiPropertyOptional({ enum: handoffReasons, description: 'Why a person would take over' }) reason?: string;
  @ApiPropertyOptional({ example: 'it names a number that is not in the passage', description: 'More about the reason' })
  detail?: string;
  @ApiProperty({ example: 'We are open from 9 to 18.', description: 'The whole answer; empty for a handoff' }) text!: string;
  @ApiProperty({ type: [AnswerCitationDto] }) citations!: AnswerCitationDto[];
  @ApiProperty({ type: AnswerUsageDto }) usage!: AnswerUsageDto;
  @ApiProperty({ example: 'gpt-4.1-mini', description: 'The model; `offline` quotes the knowledge, `rules` needed neither' })
  model!: string;
  @ApiProperty({ example: 900, description: 'Milliseconds that it took' }) durationMs!: number;
}
