import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';

export class PutModelServerDto {
  @ApiProperty({
    example: 'https://api.openai.com/v1',
    maxLength: 2_000,
    description: 'Of any server with the chat completions of OpenAI, up to and including /v1: HTTPS, a public host',
  })
  @IsString()
  @Length(1, 2_000)
  baseUrl!: string;

  @ApiPropertyOptional({
    writeOnly: true,
    example: 'sk-...',
    maxLength: 500,
    description: 'Kept sealed and never shown again. Left out, the present one stays; a new address takes it anew.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  @Matches(/^[!-~]+$/, { message: 'apiKey must be printable ASCII characters without spaces' })
  apiKey?: string;

  @ApiProperty({ example: 'gpt-4.1-mini', maxLength: 120 })
  @IsString()
  @Length(1, 120)
  model!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'gpt-4.1-nano', description: 'Asked where the first does not answer' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  fallbackModel?: string | null;
}

export class ModelServerDto {
  @ApiProperty({ example: 'https://api.openai.com/v1' }) baseUrl!: string;
  @ApiProperty({ example: 'f3Qa', description: 'The last characters of the key; empty for a short one' }) keyHint!: string;
  @ApiProperty({ example: 'gpt-4.1-mini' }) model!: string;
  @ApiProperty({ type: String, nullable: true, example: 'gpt-4.1-nano' }) fallbackModel!: string | null;
}
