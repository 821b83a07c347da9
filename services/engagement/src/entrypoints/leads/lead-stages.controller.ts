import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, ProblemDto, TenantId } from '#service-kit';
import { LeadStagesHandler } from '../../handlers/leads/lead-stages.handler.js';
import { StageListDto, StagesBody } from './leads.dto.js';

@ApiTags('Leads')
@Controller('api/v1/lead-stages')
export class LeadStagesController {
  constructor(private readonly stages: LeadStagesHandler) {}

  @Get()
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'The stages of leads in their order, with how many leads each has' })
  @ApiOkResponse({ type: StageListDto })
  async list(@TenantId() tenantId: string): Promise<StageListDto> {
    const stages = await this.stages.list(tenantId);
    return { items: stages.map(({ id, name, kind, leads }) => ({ id, name, kind, leads })), nextCursor: null };
  }

  @Put()
  @Allow('admin', 'contacts:write')
  @ApiOperation({
    summary: 'Replace the list of stages',
    description:
      'A stage with its id stays, one without is new, one that is left out goes. A stage that has leads neither goes nor changes its kind.',
  })
  @ApiOkResponse({ type: StageListDto })
  @ApiConflictResponse({ description: 'stage_in_use', type: ProblemDto })
  async replace(@TenantId() tenantId: string, @Body() { stages }: StagesBody, @By() by: Actor): Promise<StageListDto> {
    await this.stages.replace(tenantId, stages, by);
    return this.list(tenantId);
  }
}
