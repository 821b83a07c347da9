import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { ApiNextCursor, IsInstant, PageQuery } from '#service-kit';
import { SCOPE_NAMES, SCOPES, type Scope } from '../../domain/keys/scopes.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';

const SCOPE_LIST = Object.entries(SCOPES).map(([scope, meaning]) => `\`${scope}\`: ${meaning}`);

export class CreateApiKeyDto {
  @ApiProperty({ example: 'Web shop' })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({
    enum: SCOPE_NAMES,
    isArray: true,
    example: ['messages:write'],
    description: `What the key may do.\n\n- ${SCOPE_LIST.join('\n- ')}`,
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsIn(SCOPE_NAMES, { each: true, message: `each scope must be one of: ${SCOPE_NAMES.join(', ')}` })
  scopes!: Scope[];

  @ApiPropertyOptional({ format: 'date-time', example: '2027-11-20T00:00:00.000Z', description: 'Default: it never expires' })
  @IsOptional()
  @IsInstant()
  expiresAt?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1_000_000, default: 1_000, example: 1_000, description: 'Calls per hour' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  rateLimitPerHour?: number;
}

const MAX_OVERLAP_HOURS = 7 * 24;

export class RotateApiKeyDto {
  @ApiPropertyOptional({
    minimum: 0,
    maximum: MAX_OVERLAP_HOURS,
    default: 24,
    example: 24,
    description: 'How many hours the present key goes on beside the new one; 0 ends it at once',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS)
  overlapHours?: number;
}

export class ApiKeyDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'Web shop' }) name!: string;
  @ApiProperty({ description: 'Identifies the key: ck_live_<prefix>_...', example: '3f9a1c7e' }) prefix!: string;
  @ApiProperty({ type: [String], example: ['messages:write'] }) scopes!: string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME }) expiresAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) revokedAt!: string | null;
  @ApiProperty({ description: 'Calls per hour', example: 1_000 }) rateLimitPerHour!: number;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Of the key before a rotation, while it goes on' })
  formerPrefix!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null, description: 'Until when that goes on' })
  formerUntil!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME }) lastUsedAt!: string | null;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) createdAt!: string;
}

export class OwnApiKeyDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID, description: 'The tenant that the key acts for' }) tenantId!: string;
  @ApiProperty({ example: 'Web shop' }) name!: string;
  @ApiProperty({ type: [String], example: ['messages:write'] }) scopes!: string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME }) expiresAt!: string | null;
  @ApiProperty({ description: 'Calls per hour', example: 1_000 }) rateLimitPerHour!: number;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  @ApiProperty({ description: 'Send it as X-API-Key. Shown only here and stored nowhere.', example: 'ck_live_3f9a1c7e_...' }) key!: string;
}

export class ApiKeyPageDto {
  @ApiProperty({ type: [ApiKeyDto] }) items!: ApiKeyDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ApiKeyQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['active', 'ended'], description: 'ended: revoked or expired' })
  @IsOptional()
  @IsIn(['active', 'ended'])
  status?: 'active' | 'ended';
}
