import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import {
  DEFAULT_SURVEY,
  defaultTexts,
  MAX_EVERY_DAYS,
  MAX_WAIT_MINUTES,
  SERVED_BY,
  SURVEY_LANGUAGES,
  SURVEY_TEXT_LIMIT,
  type ServedBy,
  type StoredSurveySettings,
  type SurveySettings,
  type SurveyTexts,
} from '../../domain/surveys/survey.js';

const FITS = new RegExp(`^[^\\0]{1,${SURVEY_TEXT_LIMIT}}$`, 'u');
const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class SurveyTextsDto {
  @ApiPropertyOptional({
    nullable: true,
    type: String,
    maxLength: SURVEY_TEXT_LIMIT,
    example: 'How did you like our service?',
    description: 'null: our own words',
  })
  @IsOptional()
  @IsString()
  @Matches(FITS, { message: `question must have 1 to ${SURVEY_TEXT_LIMIT} characters` })
  @Matches(/\S/, { message: 'question must hold at least one visible character' })
  question?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    type: String,
    maxLength: SURVEY_TEXT_LIMIT,
    example: 'Thank you! What could we do better?',
    description: 'Said once after the answer. null: our own words',
  })
  @IsOptional()
  @IsString()
  @Matches(FITS, { message: `thanks must have 1 to ${SURVEY_TEXT_LIMIT} characters` })
  @Matches(/\S/, { message: 'thanks must hold at least one visible character' })
  thanks?: string | null;
}

export class SurveyTextsByLanguageDto {
  @ApiPropertyOptional({ type: SurveyTextsDto }) @IsOptional() @ValidateNested() @Type(() => SurveyTextsDto) en?: SurveyTextsDto;
  @ApiPropertyOptional({ type: SurveyTextsDto }) @IsOptional() @ValidateNested() @Type(() => SurveyTextsDto) es?: SurveyTextsDto;
  @ApiPropertyOptional({ type: SurveyTextsDto }) @IsOptional() @ValidateNested() @Type(() => SurveyTextsDto) pt?: SurveyTextsDto;
  @ApiPropertyOptional({ type: SurveyTextsDto }) @IsOptional() @ValidateNested() @Type(() => SurveyTextsDto) fr?: SurveyTextsDto;
  @ApiPropertyOptional({ type: SurveyTextsDto }) @IsOptional() @ValidateNested() @Type(() => SurveyTextsDto) de?: SurveyTextsDto;
}

/** The survey after closing. What is left out has its default. */
export class SurveySettingsBody {
  @ApiPropertyOptional({ default: DEFAULT_SURVEY.enabled, example: true, description: 'Whether customers are asked' })
  @ValidateIf(isGiven)
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({
    enum: SERVED_BY,
    default: DEFAULT_SURVEY.servedBy,
    example: 'people',
    description: 'After which conversations: those that people had or that waited for them, those that the bot had, or both',
  })
  @ValidateIf(isGiven)
  @IsIn(SERVED_BY)
  servedBy?: ServedBy;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: MAX_WAIT_MINUTES,
    default: DEFAULT_SURVEY.waitMinutes,
    example: 5,
    description: 'Minutes after closing. Whoever writes in that time is not asked.',
  })
  @ValidateIf(isGiven)
  @IsInt()
  @Min(0)
  @Max(MAX_WAIT_MINUTES)
  waitMinutes?: number;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: MAX_EVERY_DAYS,
    default: DEFAULT_SURVEY.everyDays,
    example: 7,
    description: 'A customer is asked at most once in so many days; 0: after every closing',
  })
  @ValidateIf(isGiven)
  @IsInt()
  @Min(0)
  @Max(MAX_EVERY_DAYS)
  everyDays?: number;

  @ApiPropertyOptional({
    default: DEFAULT_SURVEY.asksComment,
    example: true,
    description: 'Whether the customer’s next text within an hour is kept as the reason. A question is still answered.',
  })
  @ValidateIf(isGiven)
  @IsBoolean()
  asksComment?: boolean;

  @ApiPropertyOptional({ type: SurveyTextsByLanguageDto, description: 'Your own words by language; ours where there are none' })
  @ValidateIf(isGiven)
  @IsObject()
  @ValidateNested()
  @Type(() => SurveyTextsByLanguageDto)
  texts?: SurveyTextsByLanguageDto;

  static read({ texts, ...rest }: SurveySettingsBody): Partial<SurveySettings> {
    const own = SURVEY_LANGUAGES.flatMap((language): [string, SurveyTexts][] => {
      const { question = null, thanks = null } = texts?.[language] ?? {};
      return question === null && thanks === null ? [] : [[language, { question, thanks }]];
    });
    return { ...rest, texts: Object.fromEntries(own) } as Partial<SurveySettings>;
  }
}

export class DefaultTextsDto {
  @ApiProperty({ enum: SURVEY_LANGUAGES, example: 'en' }) language!: string;
  @ApiProperty({ example: 'How was our help? Please choose from 1 to 5.' }) question!: string;
  @ApiProperty({ example: 'Thank you for your rating!' }) thanks!: string;
}

export class SurveySettingsDto extends SurveySettingsBody {
  @ApiProperty({ type: [DefaultTextsDto], description: 'What customers read where there are no words of your own' })
  defaultTexts!: DefaultTextsDto[];

  static of(settings: StoredSurveySettings): SurveySettingsDto & { version: number } {
    const { enabled, servedBy, waitMinutes, everyDays, asksComment, texts, version } = settings;
    const ours = defaultTexts(asksComment);
    return {
      enabled,
      servedBy,
      waitMinutes,
      everyDays,
      asksComment,
      texts,
      version,
      defaultTexts: SURVEY_LANGUAGES.map((language) => ({ language, ...ours[language] })),
    };
  }
}

export class SurveyDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000e1' }) id!: string;
  @ApiProperty({
    format: 'uuid',
    nullable: true,
    type: String,
    example: '0198c0de-0000-7000-8000-00000000aaaa',
    description: 'Who had the conversation; null: the bot',
  })
  agentId!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) askedAt!: string;
  @ApiProperty({ nullable: true, type: Number, minimum: 1, maximum: 5, example: 5, description: 'null: not answered' })
  rating!: number | null;
  @ApiProperty({ format: 'date-time', nullable: true, type: String, example: '2026-11-20T09:02:00.000Z' }) ratedAt!: string | null;
  @ApiProperty({ nullable: true, type: String, example: 'Quick and friendly', description: 'Why the customer chose that' })
  comment!: string | null;
}

export class SurveyListDto {
  @ApiProperty({ type: [SurveyDto] }) items!: SurveyDto[];
}
