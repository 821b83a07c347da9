import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { SCOPE } from '../../domain/api-key.js';

export class CreateApiKeyDto {
  @ApiProperty({ example: 'Web shop' })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({ type: [String], example: ['messages:send'], description: 'What the key may do; `*` is everything' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @Matches(SCOPE, { each: true, message: 'each scope must be like messages:send, or *' })
  scopes!: string[];

  @ApiPropertyOptional({ format: 'date-time', description: 'Absent: it does not expire' })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  expiresAt?: string;
}

export class ApiKeyDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'Names the key: ck_live_<prefix>_...' }) prefix!: string;
  @ApiProperty({ type: [String] }) scopes!: string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expiresAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) revokedAt!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  @ApiProperty({ description: 'For X-API-Key. Shown this once and kept nowhere.' }) key!: string;
}

export class ApiKeyPageDto {
  @ApiProperty({ type: [ApiKeyDto] }) items!: ApiKeyDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
