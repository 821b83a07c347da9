import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, PageQuery, ProblemDto, TenantId } from '#service-kit';
import { FlowRunsHandler, type FlowRun, type LogEntry } from '../../handlers/flows/flow-runs.handler.js';
import { BeginFlowBody, BegunFlowDto, FlowLogEntryDto, FlowRunDto, FlowRunListDto, FlowRunWithLogDto } from './flow-runs.dto.js';

const ID = idOf('flow');

@ApiTags('Flows')
@Controller('api/v1/flows')
export class FlowRunsController {
  constructor(private readonly runs: FlowRunsHandler) {}

  @Post(':id/runs')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Flows_begin',
    summary: 'Begin a flow with a contact',
    description: 'For events of other systems. The contact has a conversation with the number of the flow, and the bot has it.',
  })
  @ApiCreatedResponse({ type: BegunFlowDto })
  @ApiConflictResponse({ description: 'flow_not_live, no_conversation, conversation_busy', type: ProblemDto })
  async begin(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() { contactId }: BeginFlowBody): Promise<BegunFlowDto> {
    return { id: await this.runs.begin(tenantId, id, contactId) };
  }

  @Get(':id/runs')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Flows_runs', summary: 'Runs of a flow, the newest first' })
  @ApiOkResponse({ type: FlowRunListDto })
  async list(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() page: PageQuery): Promise<FlowRunListDto> {
    const { items, nextCursor } = await this.runs.list(tenantId, id, page);
    return { items: items.map(runOf), nextCursor };
  }

  @Get(':id/runs/:runId')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Flows_run', summary: 'A run of a flow, with everything that it did' })
  @ApiOkResponse({ type: FlowRunWithLogDto })
  async get(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Param('runId', idOf('run')) runId: string,
  ): Promise<FlowRunWithLogDto> {
    const { run, log } = await this.runs.get(tenantId, id, runId);
    return { ...runOf(run), log: log.map(entryOf) };
  }
}

function runOf({
  id,
  flowId,
  version,
  contactId,
  conversationId,
  state,
  position,
  waitsFor,
  dueAt,
  reason,
  startedAt,
  endedAt,
}: FlowRun): FlowRunDto {
  return {
    id,
    flowId,
    version,
    contactId,
    conversationId,
    state,
    node: position.node,
    ...(waitsFor === null ? {} : { waitsFor }),
    ...(dueAt === null ? {} : { dueAt }),
    ...(reason === null ? {} : { reason }),
    startedAt,
    ...(endedAt === null ? {} : { endedAt }),
  };
}

function entryOf({ kind, node, detail, messageId, outcome, at }: LogEntry): FlowLogEntryDto {
  return {
    kind,
    ...(node === null ? {} : { node }),
    ...(detail === null ? {} : { detail }),
    ...(messageId === null ? {} : { messageId }),
    ...(outcome === null ? {} : { outcome }),
    at,
  };
}
