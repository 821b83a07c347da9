import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsLocale, IsNumber, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';

export class LlmConfigDto {
  @ApiPropertyOptional({ default: 'friendly', maxLength: 200, example: 'friendly' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  tone?: string;

  @ApiPropertyOptional({ default: 'en', description: 'BCP 47', example: 'pt-BR' })
  @IsOptional()
  @IsLocale({ message: 'language must be a language tag, such as en, es or pt-BR' })
  @MaxLength(35)
  language?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'gpt-5-mini', description: 'Null: the installation’s model' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  model?: string | null;

  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 2, example: 0.2, description: 'Null: the model’s default' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(2)
  temperature?: number | null;

  @ApiPropertyOptional({ default: '', example: 'You answer for Acme, a shop for garden tools.' })
  @IsOptional()
  @IsString()
  @MaxLength(8_000)
  systemPrompt?: string;

  @ApiPropertyOptional({
    type: [String],
    default: [],
    example: ['lawyer', 'refund'],
    description: 'A message with any of these goes to a person',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(2, 100, { each: true, message: 'each of escalationKeywords must have 2 to 100 characters' })
  escalationKeywords?: string[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'A colleague will answer you shortly.',
    description: 'What the bot writes when it hands over to a person',
  })
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  handoffMessage?: string | null;

  @ApiPropertyOptional({ default: true, example: true, description: 'Answer from the tenant’s own knowledge only' })
  @IsOptional()
  @IsBoolean()
  offTopicGuard?: boolean;
}
