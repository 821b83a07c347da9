import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsLocale, IsNotEmpty, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { tones, type RewriteTone } from '../../domain/help/rewrite.js';

const MAX_TEXT = 4_096;

export class SuggestReplyDto {
  @ApiProperty({ format: 'uuid', description: 'What its customer wrote last is answered' })
  @IsUUID()
  conversationId!: string;
}

export class RephraseDto {
  @ApiProperty({ example: 'cant do that before tuesday', maxLength: MAX_TEXT, description: 'What the agent has written' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  text!: string;

  @ApiProperty({ enum: tones, description: 'How it is to sound' })
  @IsIn(tones)
  tone!: RewriteTone;
}

export class TranslateDto {
  @ApiProperty({ example: 'Your order leaves tomorrow.', maxLength: MAX_TEXT, description: 'What the agent has written' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  text!: string;

  @ApiPropertyOptional({ example: 'pt-BR', description: 'BCP 47; by default the language in which the customer of the conversation wrote' })
  @IsOptional()
  @IsLocale({ message: 'language must be a language tag, such as en, es or pt-BR' })
  @MaxLength(35)
  language?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Where the customer wrote whose language is wanted; the tenant’s language without one',
  })
  @IsOptional()
  @IsUUID()
  conversationId?: string;
}
