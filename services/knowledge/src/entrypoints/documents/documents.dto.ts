import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import {
  DOCUMENT_STATUSES,
  READABLE_TYPES,
  TEXT_TYPES,
  type DocumentRecord,
  type DocumentStatus,
} from '../../domain/documents/document.js';
import { WARNING_CODES, type WarningCode } from '../../domain/documents/reading-warning.js';

export const TITLE = /^(?=.*\S)\P{Cc}*$/u;
export const TITLE_RULE = 'title must be one line of text, not blank';

/** A document in a JSON body; files go as multipart/form-data. */
export class AddDocumentDto {
  @ApiProperty({ example: 'Opening hours', maxLength: 300 })
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: TITLE_RULE })
  title!: string;

  @ApiPropertyOptional({
    example: 'text/markdown',
    default: 'text/plain',
    enum: TEXT_TYPES,
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  contentType?: string;

  @ApiProperty({
    example: '## Opening hours\n\nWe are open from 9 to 18.',
    description: 'A JSON body has at most 1 MB; send larger documents as a file',
  })
  @IsString()
  content!: string;
}

/** A page of the web as a document; it is looked at again as a web address is. */
export class AddWebDocumentDto {
  @ApiProperty({ example: 'https://acme.example/returns', maxLength: 2000 })
  @IsString()
  @MaxLength(2_000)
  url!: string;

  @ApiPropertyOptional({ example: 'Returns', maxLength: 300, description: 'By default the title of the page' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: TITLE_RULE })
  title?: string;
}

export class AddedDocumentDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000020' }) id!: string;
  @ApiProperty({ enum: DOCUMENT_STATUSES, example: 'queued' }) status!: DocumentStatus;
}

export class DocumentErrorDto {
  @ApiProperty({ example: 'pdf_no_text' }) code!: string;
  @ApiProperty({ example: 'The PDF holds no text, as a scan does. Run text recognition (OCR) over it, or send the text.' }) detail!: string;
}

export class DocumentWarningDto {
  @ApiProperty({ enum: WARNING_CODES, example: 'question_without_answer' }) code!: WarningCode;
  @ApiProperty({ example: 'These questions have no answer, so they are left out: Do you deliver?' }) detail!: string;
  @ApiProperty({ type: [String], example: ['Do you deliver?'], description: 'The first few of what it is about' }) items!: string[];
  @ApiProperty({ example: 1, description: 'How many there are' }) total!: number;
}

export class DocumentDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000020' }) id!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) knowledgeBaseId!: string;
  @ApiProperty({ example: 'Opening hours' }) title!: string;
  @ApiProperty({ enum: READABLE_TYPES, example: 'text/markdown' }) contentType!: string;
  @ApiProperty({ enum: DOCUMENT_STATUSES, example: 'ready' }) status!: DocumentStatus;
  @ApiPropertyOptional({ type: DocumentErrorDto, description: 'Why the document failed' }) error?: DocumentErrorDto;
  @ApiProperty({ type: [DocumentWarningDto], description: 'What could not be used of a document that is ready' })
  warnings!: DocumentWarningDto[];
  @ApiProperty({ example: 12, description: 'Number of passages' }) chunks!: number;
  @ApiProperty({ example: 48213 }) bytes!: number;
  @ApiProperty({ example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', description: 'SHA-256 of type and content' })
  sha256!: string;
  @ApiProperty({ example: 1, description: 'How often processing was started' }) attempts!: number;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The document whose place it takes when it is ready, or took',
  })
  replaces!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T09:00:01.000Z' }) processedAt!: string | null;

  static of({ baseId, errorCode, errorDetail, ...document }: DocumentRecord): DocumentDto {
    return {
      ...document,
      knowledgeBaseId: baseId,
      warnings: document.warnings ?? [],
      ...(document.status === 'failed' && errorCode ? { error: { code: errorCode, detail: errorDetail ?? '' } } : {}),
    };
  }
}

export class DocumentPageDto {
  @ApiProperty({ type: [DocumentDto] }) items!: DocumentDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
