import { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Allow, Caller, idOfCursor, type Identity } from '#service-kit';
import { ExportAuditHandler } from '../../handlers/audit/export-audit.handler.js';
import { ListAuditHandler } from '../../handlers/audit/list-audit.handler.js';
import { AuditPageDto, AuditQuery } from './audit.dto.js';

@ApiTags('Audit')
@ApiExtraModels(AuditPageDto)
@Controller('api/v1/audit-log')
export class AuditController {
  constructor(
    private readonly listAudit: ListAuditHandler,
    private readonly exportAudit: ExportAuditHandler,
  ) {}

  @Allow('admin', 'audit:read')
  @Get()
  @ApiOperation({ summary: 'Who changed what, newest first. A superadmin without a tenant sees all tenants.' })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AuditPageDto) } },
      'text/csv': { schema: { type: 'string' }, example: 'at,actorKind,actorId,actorEmail,action,targetType,targetId,...' },
    },
  })
  async list(
    @Caller() caller: Identity,
    @Query() query: AuditQuery,
    @Headers('accept') accept?: string,
  ): Promise<AuditPageDto | StreamableFile> {
    const { cursor, limit, format, ...filter } = query;
    if (format === 'csv' || (format === undefined && accept?.includes('text/csv'))) {
      const csv = Readable.from(this.exportAudit.execute(caller.tenantId, filter));
      return new StreamableFile(csv, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="audit-log.csv"' });
    }
    return this.listAudit.execute(caller.tenantId, filter, idOfCursor(cursor), limit);
  }
}
