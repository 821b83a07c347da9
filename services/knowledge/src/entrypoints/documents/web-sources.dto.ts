import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength, ValidateIf } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import {
  DEFAULT_HOURS,
  DEFAULT_PAGES,
  FEWEST_HOURS,
  MAX_PAGES,
  MOST_HOURS,
  PAGE_STATUSES,
  WEB_STATUSES,
  type PageStatus,
  type WebPage,
  type WebSource,
} from '../../domain/documents/web-source.js';
import { DocumentErrorDto } from './documents.dto.js';

export class CreateWebSourceDto {
  @ApiProperty({ example: 'https://acme.example/sitemap.xml', maxLength: 2000, description: 'A page, or a sitemap' })
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  url!: string;

  @ApiPropertyOptional({
    example: 24,
    default: DEFAULT_HOURS,
    minimum: 0,
    maximum: MOST_HOURS,
    description: `Hours between two looks, ${FEWEST_HOURS} at least; 0 looks once`,
  })
  @IsOptional()
  @ValidateIf(({ everyHours }: CreateWebSourceDto) => everyHours !== 0)
  @IsInt()
  @Min(FEWEST_HOURS)
  @Max(MOST_HOURS)
  everyHours: number = DEFAULT_HOURS;

  @ApiPropertyOptional({
    example: 100,
    default: DEFAULT_PAGES,
    minimum: 1,
    maximum: MAX_PAGES,
    description: 'The first pages of a sitemap that are read',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_PAGES)
  maxPages: number = DEFAULT_PAGES;
}

export class WebPageCountsDto implements Record<PageStatus, number> {
  @ApiProperty({ example: 12, description: 'Not looked at yet' }) waiting!: number;
  @ApiProperty({ example: 80 }) done!: number;
  @ApiProperty({ example: 1 }) failed!: number;
  @ApiProperty({ example: 0, description: 'Not on the site any more; their documents stay until they are removed' }) gone!: number;
}

export class WebSourceDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000030' }) id!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) knowledgeBaseId!: string;
  @ApiProperty({ example: 'https://acme.example/sitemap.xml' }) url!: string;
  @ApiProperty({ type: String, enum: ['page', 'sitemap'], nullable: true, example: 'sitemap', description: 'Null until it was looked at' })
  kind!: 'page' | 'sitemap' | null;
  @ApiProperty({ example: 24 }) everyHours!: number;
  @ApiProperty({ example: 100 }) maxPages!: number;
  @ApiProperty({ enum: WEB_STATUSES, example: 'done' }) status!: 'waiting' | 'done' | 'failed';
  @ApiPropertyOptional({ type: DocumentErrorDto, description: 'Why it could not be had the last time' }) error?: DocumentErrorDto;
  @ApiProperty({ type: WebPageCountsDto }) pages!: WebPageCountsDto;
  @ApiProperty({ example: 0, description: 'Pages that the sitemap names beyond maxPages' }) leftOut!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T09:00:00.000Z' }) checkedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-21T09:00:00.000Z', description: 'Null: never again' })
  nextAt!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T08:59:59.000Z' }) createdAt!: string;

  static of({ baseId, errorCode, errorDetail, ...source }: WebSource): WebSourceDto {
    return { ...source, knowledgeBaseId: baseId, ...(errorCode ? { error: { code: errorCode, detail: errorDetail ?? '' } } : {}) };
  }
}

export class WebSourceListDto {
  @ApiProperty({ type: [WebSourceDto] }) items!: WebSourceDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class WebPageDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000031' }) id!: string;
  @ApiProperty({ example: 'https://acme.example/returns' }) url!: string;
  @ApiProperty({ enum: PAGE_STATUSES, example: 'done' }) status!: PageStatus;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: '0198c0de-0000-7000-8000-000000000020',
    description: 'What it became',
  })
  documentId!: string | null;
  @ApiPropertyOptional({ type: DocumentErrorDto, description: 'Why it could not be had the last time' }) error?: DocumentErrorDto;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T09:00:00.000Z' }) checkedAt!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-11-20T09:00:00.000Z',
    description: 'When it last said something else',
  })
  changedAt!: string | null;

  static of({ errorCode, errorDetail, ...page }: WebPage): WebPageDto {
    return { ...page, ...(errorCode ? { error: { code: errorCode, detail: errorDetail ?? '' } } : {}) };
  }
}

export class WebPagePageDto {
  @ApiProperty({ type: [WebPageDto] }) items!: WebPageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
