import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, TenantId } from '#service-kit';
import { ExportContactsHandler } from '../../handlers/exports/export-contacts.handler.js';
import { ExportContactsQuery } from './exports.dto.js';

@ApiTags('Contacts')
@Controller('api/v1/contacts/export')
export class ExportsController {
  constructor(private readonly exportContacts: ExportContactsHandler) {}

  @Get()
  @Allow('admin', 'contacts:read')
  @ApiOperation({
    summary: 'All contacts as CSV, with a column for each attribute',
    description:
      'Read as it is downloaded. What a spreadsheet would take for a formula has an apostrophe before it. Who exports is in the audit log.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' }, example: 'id,phone,userId,name,...' } } })
  async export(@TenantId() tenantId: string, @Query() query: ExportContactsQuery, @By() by: Actor): Promise<StreamableFile> {
    const csv = Readable.from(await this.exportContacts.execute(tenantId, query, by));
    return new StreamableFile(csv, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="contacts.csv"' });
  }
}
