import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, ProblemDto, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { CompanyExportsHandler } from '../../handlers/company/company-exports.handler.js';
import { personOf } from '../access.js';
import { CompanyExportDto, CompanyExportLinkDto, CompanyExportListDto, CompanyExportPath } from './company-export.dto.js';

@ApiTags('Tenants')
@Controller('api/v1/tenants/:id/exports')
export class CompanyExportsController {
  constructor(private readonly exports: CompanyExportsHandler) {}

  @Allow('owner', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'The exports of the company: how far each is, and until when it can be downloaded' })
  @ApiOkResponse({ type: CompanyExportListDto })
  async list(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string): Promise<CompanyExportListDto> {
    return { items: (await this.exports.list(pathTenant(caller, id))).map(view) };
  }

  @Allow('owner', 'tenant:write')
  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Export all data of the company into a ZIP archive',
    description:
      'One a day. The archive holds NDJSON files of everything that Chasqui keeps for the company, and the files of messages; no passwords, keys or tokens. When it is done you get a mail, and have seven days to download it. For people only, not for API keys.',
  })
  @ApiAcceptedResponse({ type: CompanyExportDto })
  @ApiTooManyRequestsResponse({ description: 'export_too_soon', type: ProblemDto })
  async request(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @By() by: Actor): Promise<CompanyExportDto> {
    const tenantId = pathTenant(caller, id);
    return view(await this.exports.request(tenantId, personOf(caller), by));
  }

  @Allow('owner', 'tenant:write')
  @Post(':exportId/link')
  @HttpCode(200)
  @ApiOperation({ summary: 'Create a link to the archive that works for five minutes. For people only, not for API keys.' })
  @ApiOkResponse({ type: CompanyExportLinkDto })
  @ApiConflictResponse({ description: 'export_not_ready', type: ProblemDto })
  async link(@Caller() caller: Identity, @Param() path: CompanyExportPath, @By() by: Actor): Promise<CompanyExportLinkDto> {
    const tenantId = pathTenant(caller, path.id.toLowerCase());
    personOf(caller);
    return this.exports.link(tenantId, path.exportId.toLowerCase(), by);
  }
}

const view = ({ id, state, requestedAt, written, files, sizeBytes, finishedAt, expiresAt }: CompanyExportDto): CompanyExportDto => ({
  id,
  state,
  requestedAt,
  written,
  files,
  sizeBytes,
  finishedAt,
  expiresAt,
});
