import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, Allow, By, idOf, idOfCursor, PageQuery, Problem, ProblemDto, readForm, TenantId } from '#service-kit';
import { CONSENTS, type Consent } from '../../domain/contacts/contact.js';
import { ImportsHandler } from '../../handlers/imports/imports.handler.js';
import { MAX_IMPORT_BYTES, StartImportHandler } from '../../handlers/imports/start-import.handler.js';
import { ContactImportDto, ContactImportPageDto, IMPORT_FORM, ImportPreviewDto, PREVIEW_FORM, StartedImportDto } from './imports.dto.js';

const ID = idOf('import');
const MAX_SOURCE = 200;

@ApiTags('Contacts')
@Controller('api/v1/contacts/imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsHandler,
    private readonly startImport: StartImportHandler,
  ) {}

  @Get()
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'Imports, newest first' })
  @ApiOkResponse({ type: ContactImportPageDto })
  async list(@TenantId() tenantId: string, @Query() query: PageQuery): Promise<ContactImportPageDto> {
    const { items, nextCursor } = await this.imports.list(tenantId, idOfCursor(query.cursor), query.limit);
    return { items: items.map(ContactImportDto.of), nextCursor };
  }

  @Post()
  @HttpCode(202)
  @Allow('agent', 'contacts:write')
  @ApiOperation({
    summary: 'Import contacts from a CSV file',
    description:
      'Contacts are told apart by phone: one that is there is updated, what the row leaves empty stays. The same file twice makes no second contact.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: IMPORT_FORM })
  @ApiAcceptedResponse({ type: StartedImportDto })
  async start(@TenantId() tenantId: string, @Req() request: FastifyRequest, @By() by: Actor): Promise<StartedImportDto> {
    const { kept, fields } = await readForm(request, MAX_IMPORT_BYTES, (file) => this.startImport.keep(tenantId, file));
    try {
      const asked = { mapping: mappingOf(fields.mapping), ...consentOf(fields), defaultCountry: countryOf(fields.defaultCountry) };
      return { id: (await this.startImport.start(tenantId, kept, asked, by)).id };
    } catch (error) {
      await this.startImport.drop(tenantId, kept);
      throw error;
    }
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('agent', 'contacts:write')
  @ApiOperation({
    summary: 'Look at the first rows of a file, with the fields that its columns probably go to',
    description: 'The first 64 KB are enough.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: PREVIEW_FORM })
  @ApiOkResponse({ type: ImportPreviewDto })
  async preview(@TenantId() tenantId: string, @Req() request: FastifyRequest): Promise<ImportPreviewDto> {
    const { kept: head, fields } = await readForm(request, MAX_IMPORT_BYTES, (file) => this.startImport.look(file));
    return ImportPreviewDto.of(await this.startImport.preview(tenantId, head, countryOf(fields.defaultCountry)));
  }

  @Get(':id')
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'How far an import is' })
  @ApiOkResponse({ type: ContactImportDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<ContactImportDto> {
    return ContactImportDto.of(await this.imports.get(tenantId, id));
  }

  @Get(':id/errors')
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'The rejected rows of an import with what is wrong with each, as CSV; the first 10,000' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' }, example: 'line,column,error\r\n7,phone,is missing\r\n' } } })
  async errors(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<StreamableFile> {
    await this.imports.get(tenantId, id);
    const csv = Readable.from(this.imports.errors(tenantId, id));
    return new StreamableFile(csv, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="rejected-rows.csv"' });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('agent', 'contacts:write')
  @ApiOperation({ summary: 'Stop an import. What is in the book already stays; `undo` takes it back.' })
  @ApiOkResponse({ type: ContactImportDto })
  @ApiConflictResponse({ description: 'import_over', type: ProblemDto })
  async cancel(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<ContactImportDto> {
    return ContactImportDto.of(await this.imports.cancel(tenantId, id, by));
  }

  @Post(':id/undo')
  @HttpCode(202)
  @Allow('agent', 'contacts:write')
  @ApiOperation({
    summary: 'Take back what an import did, for 30 days',
    description:
      'New contacts go, the others get back what was known of them. Whoever has written or been changed since stays as they are.',
  })
  @ApiAcceptedResponse({ type: ContactImportDto })
  @ApiConflictResponse({ description: 'import_running, import_too_old', type: ProblemDto })
  async undo(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<ContactImportDto> {
    return ContactImportDto.of(await this.imports.undo(tenantId, id, by));
  }
}

const wrong = (field: string, message: string): Problem => Problem.invalid([{ field, message }]);

function mappingOf(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('mapping', 'mapping must be JSON such as {"Phone": "phone", "City": "attributes.city"}');
  }
}

/** `{ marketing, source }` as JSON, or the word alone: then the file itself is the source. */
function consentOf({ consent, consentSource }: Readonly<Record<string, string>>): { consent: Consent; consentSource: string | null } {
  const advice = `consent must be JSON such as {"marketing": "granted", "source": "shop newsletter"}; marketing is one of ${CONSENTS.join(', ')}`;
  if (!consent) throw wrong('consent', advice);
  let said: { marketing?: unknown; source?: unknown };
  try {
    const parsed: unknown = JSON.parse(consent);
    said = typeof parsed === 'string' ? { marketing: parsed } : ((parsed ?? {}) as typeof said);
  } catch {
    said = { marketing: consent };
  }
  const marketing = CONSENTS.find((each) => each === said.marketing);
  if (!marketing) throw wrong('consent', advice);
  const source = said.source ?? consentSource ?? 'import of a file';
  if (typeof source !== 'string' || source.trim() === '' || source.length > MAX_SOURCE || /\p{Cc}/u.test(source))
    throw wrong('consent', `the source of the consent must be one line of at most ${MAX_SOURCE} characters`);
  return { consent: marketing, consentSource: marketing === 'unknown' ? null : source };
}

function countryOf(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^[A-Za-z]{2}$/.test(text)) throw wrong('defaultCountry', 'defaultCountry must be a country code of two letters, such as PE');
  return text.toUpperCase();
}
