import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { ANSWERING, type Answering } from '../../domain/bases/knowledge-base.js';

/** One line of text that is not blank. */
const LINE = /^(?=.*\S)\P{Cc}*$/u;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;
const LANGUAGE_MESSAGE = 'language must be a BCP 47 tag such as "en", "es" or "pt-BR"';

export class CreateKnowledgeBaseDto {
  @ApiProperty({ example: 'Store guide', maxLength: 200 })
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: 'name must be one line of text, not blank' })
  name!: string;

  @ApiPropertyOptional({ example: 'Opening hours, shipping, returns', default: '', maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  @Matches(/^[^\0]*$/, { message: 'description must not hold NUL characters' })
  description?: string;

  @ApiPropertyOptional({ example: 'en', default: 'en', description: 'Language of the documents (BCP 47). It sets how words are matched.' })
  @IsOptional()
  @IsString()
  @MaxLength(35)
  @Matches(LANGUAGE, { message: LANGUAGE_MESSAGE })
  language?: string;
}

export class ChangeKnowledgeBaseDto {
  @ApiPropertyOptional({ example: 'Store guide', maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: 'name must be one line of text, not blank' })
  name?: string;

  @ApiPropertyOptional({ example: 'Opening hours, shipping, returns', maxLength: 2000 })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  @Matches(/^[^\0]*$/, { message: 'description must not hold NUL characters' })
  description?: string;

  @ApiPropertyOptional({ example: 'es', description: 'Changing it indexes all documents of the base again.' })
  @IsOptional()
  @IsString()
  @MaxLength(35)
  @Matches(LANGUAGE, { message: LANGUAGE_MESSAGE })
  language?: string;

  @ApiPropertyOptional({
    enum: ANSWERING,
    example: 'sure',
    description: 'sure: the bot hands over rather than to be wrong; more: it answers more, and is wrong more often',
  })
  @IsOptional()
  @IsIn(ANSWERING)
  answering?: Answering;
}

export class DocumentCountsDto {
  @ApiProperty({ example: 0 }) queued!: number;
  @ApiProperty({ example: 1 }) processing!: number;
  @ApiProperty({ example: 12 }) ready!: number;
  @ApiProperty({ example: 0 }) failed!: number;
}

export class KnowledgeBaseDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) id!: string;
  @ApiProperty({ example: 'Store guide' }) name!: string;
  @ApiProperty({ example: 'Opening hours, shipping, returns' }) description!: string;
  @ApiProperty({ example: 'en' }) language!: string;
  @ApiProperty({ enum: ANSWERING, example: 'sure', description: 'How sure the bot has to be before it answers from this base' })
  answering!: Answering;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 3,
    description: 'The version that answers customers; null before the first publish.',
  })
  publishedVersion!: number | null;
  @ApiProperty({
    example: false,
    description: 'Whether the ready documents are others than those of the published version; false before the first publish.',
  })
  hasUnpublishedChanges!: boolean;
  @ApiProperty({ type: DocumentCountsDto }) documents!: DocumentCountsDto;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) updatedAt!: string;
}

export class KnowledgeBasePageDto {
  @ApiProperty({ type: [KnowledgeBaseDto] }) items!: KnowledgeBaseDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class RollBackDto {
  @ApiProperty({ example: 2, minimum: 1, description: 'An earlier version, from GET .../versions' })
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  version!: number;
}

export class UnpublishedChangeDto {
  @ApiProperty({
    enum: ['added', 'replaced', 'removed'],
    example: 'added',
    description: '`replaced`: a new document with the title of a removed one. Answers stop using a removed document at once.',
  })
  kind!: 'added' | 'replaced' | 'removed';
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011' }) documentId!: string;
  @ApiProperty({ example: 'Opening hours' }) title!: string;
}

export class UnpublishedChangesDto {
  @ApiProperty({ example: 1 }) added!: number;
  @ApiProperty({ example: 0 }) replaced!: number;
  @ApiProperty({ example: 0 }) removed!: number;
  @ApiProperty({ type: [UnpublishedChangeDto], description: 'The first 20 of each kind, by title' }) items!: UnpublishedChangeDto[];
}

export class PublishDto {
  @ApiPropertyOptional({
    example: false,
    default: false,
    description: 'Publish although questions are answered worse, or cannot be asked; owners only',
  })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class PublishedDto {
  @ApiProperty({ example: 3, description: 'The version that answers customers from now on' }) version!: number;
  @ApiProperty({ example: 12, description: 'Documents in it' }) documents!: number;
}

export class BaseVersionDto {
  @ApiProperty({ example: 3 }) version!: number;
  @ApiProperty({ example: 12, description: 'Documents in it that still exist' }) documents!: number;
  @ApiProperty({ example: true, description: 'Whether this version answers customers' }) published!: boolean;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-00000000aaaa', description: 'Id of the user or API key' })
  createdBy!: string;
}

export class ChangedAnswerDto {
  @ApiProperty({
    enum: ['lost', 'won', 'changed'],
    example: 'won',
    description: 'lost: the facts were in the answer and no longer are; won: the other way round; changed: another answer',
  })
  change!: 'lost' | 'won' | 'changed';
  @ApiProperty({ example: 'How long can I return a lamp?' }) question!: string;
  @ApiProperty({ example: '', description: 'Empty where a person would have answered' }) before!: string;
  @ApiProperty({ example: 'Unused items can be returned within 30 days.' }) after!: string;
}

export class GoldenCountsDto {
  @ApiProperty({ example: 24 }) asked!: number;
  @ApiProperty({ example: 23, description: 'Answers that held all facts' }) found!: number;
}

export class PastCountsDto {
  @ApiProperty({ example: 80, description: 'Questions of customers that were asked again' }) asked!: number;
  @ApiProperty({ example: 61, description: 'Of these, answered by the version before' }) answered!: number;
  @ApiProperty({ example: 1, description: 'Of these, not answered by this version' }) lost!: number;
  @ApiProperty({ example: 4, description: 'Of these, answered otherwise' }) changed!: number;
}

export class EnoughDto {
  @ApiProperty({ example: 0.45 }) sure!: number;
  @ApiProperty({ example: 0.35 }) more!: number;
}

export class HeldOutDto {
  @ApiProperty({ example: 12 }) questions!: number;
  @ApiProperty({ example: 10 }) answered!: number;
  @ApiProperty({ example: 10 }) right!: number;
}

export class CalibrationDto {
  @ApiPropertyOptional({
    type: EnoughDto,
    description: 'The confidence, 0 to 1, that an answer takes, by `answering`; missing where the usual one holds (0.5 and 0.4)',
  })
  enough?: EnoughDto;
  @ApiProperty({ example: 24, description: 'Golden questions by which it was measured; it takes 20' }) questions!: number;
  @ApiPropertyOptional({ type: HeldOutDto, description: 'How the questions came out that had no part in choosing it, at `sure`' })
  heldOut?: HeldOutDto;
}

export class VersionReportDto {
  @ApiProperty({ type: GoldenCountsDto }) golden!: GoldenCountsDto;
  @ApiProperty({ type: PastCountsDto }) past!: PastCountsDto;
  @ApiProperty({ type: [ChangedAnswerDto], description: 'Golden questions that are answered otherwise; the first 50' })
  changes!: ChangedAnswerDto[];
  @ApiProperty({ type: CalibrationDto }) calibration!: CalibrationDto;
  @ApiProperty({ example: false, description: 'Published by an owner although it answers worse' }) forced!: boolean;
}

export class VersionDetailsDto extends BaseVersionDto {
  @ApiProperty({ type: UnpublishedChangesDto, description: 'Against the version before it' }) documentChanges!: UnpublishedChangesDto;
  @ApiProperty({ type: VersionReportDto, nullable: true, description: 'null where nothing was asked before it was published' })
  report!: VersionReportDto | null;
}

export class BaseVersionPageDto {
  @ApiProperty({ type: [BaseVersionDto] }) items!: BaseVersionDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
