import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ApiNextCursor } from '#service-kit';
import { IMPORT_FIELDS } from '../../domain/imports/import-mapping.js';
import type { ImportPreview } from '../../handlers/imports/start-import.handler.js';
import type { ContactImport } from '../../domain/imports/contact-import.js';

const IMPORT_ID = '0198c0de-0000-7000-8000-000000000081';
const AT = '2026-11-20T09:00:00.000Z';
const FIELDS = `${IMPORT_FIELDS.join(', ')}, attributes.<name>`;

export const IMPORT_FORM = {
  type: 'object' as const,
  properties: {
    file: { type: 'string', format: 'binary', description: 'CSV, at most 256 MB; the first row names the columns' },
    mapping: {
      type: 'string',
      example: '{"Phone": "phone", "City": "attributes.city"}',
      description: `JSON: of each column its field (${FIELDS}). Left out: as the last time, or as the names of the columns suggest.`,
    },
    consent: {
      type: 'string',
      example: '{"marketing": "granted", "source": "shop newsletter"}',
      description: 'JSON, or the word alone: what these customers said about promotions, and where. Whoever has refused stays refused.',
    },
    defaultCountry: { type: 'string', example: 'PE', description: 'Where numbers without a plus sign are from (ISO 3166-1 alpha-2)' },
  },
  required: ['file', 'consent'],
};

export const PREVIEW_FORM = {
  type: 'object' as const,
  properties: { file: IMPORT_FORM.properties.file, defaultCountry: IMPORT_FORM.properties.defaultCountry },
  required: ['file'],
};

export class ContactImportDto {
  @ApiProperty({ format: 'uuid', example: IMPORT_ID }) id!: string;
  @ApiProperty({ enum: ['running', 'done', 'failed', 'cancelled'], example: 'done' }) status!: ContactImport['status'];
  @ApiPropertyOptional({ example: 'customers.csv' }) fileName?: string;
  @ApiProperty({ example: 1, description: 'How much of the file is read, from 0 to 1' }) progress!: number;
  @ApiProperty({ example: 1_000, description: 'Rows that are done' }) rows!: number;
  @ApiProperty({ example: 940, description: 'Contacts that are new' }) created!: number;
  @ApiProperty({ example: 50, description: 'Rows of contacts that were there' }) updated!: number;
  @ApiProperty({ example: 10, description: 'Rows that are wrong' }) rejected!: number;
  @ApiPropertyOptional({
    example: `/api/v1/contacts/imports/${IMPORT_ID}/errors`,
    description: 'Where the rejected rows stand, as CSV; the first 10,000',
  })
  errorsUrl?: string;
  @ApiPropertyOptional({ example: 'the file is not there any more; send it again', description: 'Why it failed' }) error?: string;
  @ApiProperty({ enum: ['none', 'running', 'done'], example: 'none', description: 'Whether it is being taken back' })
  undo!: ContactImport['undo'];
  @ApiProperty({ example: 0, description: 'Contacts that were taken back; whoever has changed since stays' }) undone!: number;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
  @ApiPropertyOptional({ format: 'date-time', example: AT }) finishedAt?: string;

  static of(run: ContactImport): ContactImportDto {
    const { id, status, rows, created, updated, rejected, undo, undone, createdAt } = run;
    return {
      id,
      status,
      ...(run.fileName ? { fileName: run.fileName } : {}),
      progress: status === 'done' ? 1 : Math.min(1, Number(run.bytesDone) / Math.max(1, Number(run.sizeBytes))),
      rows,
      created,
      updated,
      rejected,
      ...(rejected > 0 ? { errorsUrl: `/api/v1/contacts/imports/${id}/errors` } : {}),
      ...(run.error ? { error: run.error } : {}),
      undo,
      undone,
      createdAt,
      ...(run.finishedAt ? { finishedAt: run.finishedAt } : {}),
    };
  }
}

export class StartedImportDto {
  @ApiProperty({ format: 'uuid', example: IMPORT_ID }) id!: string;
}

export class ContactImportPageDto {
  @ApiProperty({ type: [ContactImportDto] }) items!: ContactImportDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class PreviewRowDto {
  @ApiProperty({ example: 2, description: 'The line of the file' }) line!: number;
  @ApiProperty({ type: [String], example: ['Ana Ruiz', '+51 987 111 000'] }) cells!: string[];
  @ApiPropertyOptional({ example: 'phone is missing', description: 'Why the row would be rejected' }) error?: string;
}

export class ImportPreviewDto {
  @ApiProperty({ type: [String], example: ['Name', 'Phone'] }) headers!: string[];
  @ApiProperty({
    type: Object,
    additionalProperties: { type: 'string', nullable: true },
    example: { Name: 'name', Phone: 'phone' },
    description: `Of each column the field that is suggested (${FIELDS}), or null`,
  })
  mapping!: Record<string, string | null>;
  @ApiProperty({ example: false, description: 'Whether the mapping is that of an earlier file with the same columns' }) isKept!: boolean;
  @ApiProperty({ example: 'utf-8' }) encoding!: string;
  @ApiProperty({ type: String, nullable: true, example: ',' }) separator!: string | null;
  @ApiProperty({ type: [PreviewRowDto] }) rows!: PreviewRowDto[];

  static of({ headers, mapping, ...rest }: ImportPreview): ImportPreviewDto {
    return { headers, mapping: Object.fromEntries(headers.map((header, index) => [header, mapping[index] ?? null])), ...rest };
  }
}
