import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, ProblemDto, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { GRACE_DAYS } from '../../domain/company/deletion.js';
import { ScheduleDeletionHandler } from '../../handlers/company/schedule-deletion.handler.js';
import { personOf } from '../access.js';
import { CompanyDeletionDto, ScheduleDeletionDto } from './company-deletion.dto.js';

@ApiTags('Tenants')
@Controller('api/v1/tenants/:id/deletion')
export class CompanyDeletionController {
  constructor(private readonly schedule: ScheduleDeletionHandler) {}

  @Allow('viewer', 'tenant:read')
  @Get()
  @ApiOperation({ summary: 'Whether the deletion of the company is scheduled, and when it ends' })
  @ApiOkResponse({ type: CompanyDeletionDto })
  async get(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string): Promise<CompanyDeletionDto> {
    return view(await this.schedule.show(pathTenant(caller, id)));
  }

  @Allow('owner', 'tenant:write')
  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: `Schedule the deletion of the company with all its data, in ${GRACE_DAYS} days`,
    description:
      'Until then everything goes on as before, and every owner may stop it. Then nobody has access, the numbers are disconnected, and every service deletes what it holds. What stays: the audit log, days and sums of what was billed, and the record of the deletion. For people only, not for API keys.',
  })
  @ApiAcceptedResponse({ type: CompanyDeletionDto })
  @ApiForbiddenResponse({ description: 'wrong_password', type: ProblemDto })
  @ApiConflictResponse({ description: 'deletion_scheduled', type: ProblemDto })
  async request(
    @Caller() caller: Identity,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ScheduleDeletionDto,
    @By() by: Actor,
  ): Promise<CompanyDeletionDto> {
    const { name, password } = body;
    return view(await this.schedule.execute(pathTenant(caller, id), personOf(caller), { name, password }, by));
  }

  @Allow('owner', 'tenant:write')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Stop the scheduled deletion of the company. Nothing was deleted yet. For people only, not for API keys.' })
  @ApiNoContentResponse()
  async cancel(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @By() by: Actor): Promise<void> {
    const tenantId = pathTenant(caller, id);
    personOf(caller);
    await this.schedule.cancel(tenantId, by);
  }
}

const view = (deletion: { requestedAt: string; dueAt: string } | undefined): CompanyDeletionDto => ({
  state: deletion ? 'scheduled' : 'none',
  requestedAt: deletion?.requestedAt ?? null,
  dueAt: deletion?.dueAt ?? null,
  graceDays: GRACE_DAYS,
});
