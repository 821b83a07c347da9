import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiNextCursor, IsInstant, PageQuery } from '#service-kit';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Id or e-mail address of who did it', example: 'ana@acme.example' })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  actor?: string;

  @ApiPropertyOptional({ description: 'An action such as outlet.changed, or all that begin with a word such as outlet', example: 'outlet' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  action?: string;

  @ApiPropertyOptional({ description: 'Id of what was changed', example: EXAMPLE_ID })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  target?: string;

  @ApiPropertyOptional({ description: 'Kind of what was changed', example: 'outlet' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  targetType?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Inclusive', example: '2026-11-01T00:00:00.000Z' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Exclusive', example: '2026-12-01T00:00:00.000Z' })
  @IsOptional()
  @IsInstant()
  to?: string;

  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json', description: 'csv (or Accept: text/csv) exports up to 50,000 entries' })
  @IsOptional()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}

const ACTORS = ['user', 'api-key', 'system', 'anonymous'] as const;

export class AuditEntryDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) tenantId!: string;
  @ApiProperty({ enum: ACTORS, example: 'user' }) actorKind!: (typeof ACTORS)[number];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: EXAMPLE_ID }) actorId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'ana@acme.example' }) actorEmail!: string | null;
  @ApiProperty({ example: 'outlet.changed' }) action!: string;
  @ApiProperty({ example: 'outlet' }) targetType!: string;
  @ApiProperty({ example: EXAMPLE_ID }) targetId!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { name: 'Store' } }) before!: Record<
    string,
    unknown
  > | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { name: 'Main store' } }) after!: Record<
    string,
    unknown
  > | null;
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' }) address!: string | null;
  @ApiProperty({ type: String, nullable: true, example: EXAMPLE_ID }) requestId!: string | null;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) at!: string;
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto] }) items!: AuditEntryDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
