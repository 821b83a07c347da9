import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';

const SAYS = /^(?=[\s\S]*[\p{L}\p{N}])[^\0]*$/u;

export class ApproveSuggestionBody {
  @ApiProperty({ example: 'Do you repair lamps?', maxLength: 1000 })
  @IsString()
  @MaxLength(1_000)
  @Matches(SAYS, { message: 'question must hold a letter or a digit' })
  question!: string;

  @ApiProperty({ example: 'Yes, within a week.', maxLength: 4000 })
  @IsString()
  @MaxLength(4_000)
  @Matches(SAYS, { message: 'answer must hold a letter or a digit' })
  answer!: string;
}

export class ApprovedSuggestionDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011', description: 'The document in the draft' })
  documentId!: string;
}

export class SuggestionOutcomesDto {
  @ApiProperty({ example: 3, description: 'The bot did not know' }) unanswered!: number;
  @ApiProperty({ example: 1, description: 'The bot answered, and then a person took over' }) handed_over!: number;
  @ApiProperty({ example: 0, description: 'The bot answered, and the customer reacted with a thumb down' }) disliked!: number;
}

export class SuggestionEvidenceDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) conversationId!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000040' }) messageId!: string;
  @ApiProperty({ example: 'Do you repair lamps?' }) question!: string;
  @ApiProperty({ enum: ['unanswered', 'handed_over', 'disliked'], example: 'unanswered' })
  outcome!: 'unanswered' | 'handed_over' | 'disliked';
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
}

export class SuggestionDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000040' }) id!: string;
  @ApiProperty({ example: 'Do you repair lamps?', description: 'The question that says most of what all ask' }) question!: string;
  @ApiProperty({ example: 'Yes, within a week.', description: 'What a person answered last; empty where nobody did' }) answer!: string;
  @ApiProperty({ example: 4, description: 'How often it was asked' }) count!: number;
  @ApiProperty({ type: SuggestionOutcomesDto }) outcomes!: SuggestionOutcomesDto;
  @ApiProperty({ type: [SuggestionEvidenceDto], description: 'The newest 5' }) evidence!: SuggestionEvidenceDto[];
}

export class SuggestionListDto {
  @ApiProperty({ type: [SuggestionDto], description: 'The most asked first, at most 24' }) items!: SuggestionDto[];
}
