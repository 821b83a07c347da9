import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, Problem, ProblemDto, TenantId } from '#service-kit';
import { FLOW_FORMAT } from '../../domain/flows/definition.js';
import type { FlowEvent } from '../../domain/flows/interpreter.js';
import { FlowsHandler } from '../../handlers/flows/flows.handler.js';
import { SimulateFlowHandler } from '../../handlers/flows/simulate-flow.handler.js';
import {
  ChangeFlowBody,
  CheckFlowBody,
  FiguresQuery,
  FlowBody,
  FlowDto,
  FlowExportDto,
  FlowFaultsDto,
  FlowFiguresDto,
  FlowListDto,
  FlowSimulationDto,
  FlowSummaryDto,
  FlowWithFaultsDto,
  SimulatedEventBody,
  SimulateFlowBody,
} from './flows.dto.js';

const ID = idOf('flow');

@ApiTags('Flows')
@Controller('api/v1/flows')
export class FlowsController {
  constructor(
    private readonly flows: FlowsHandler,
    private readonly simulateFlow: SimulateFlowHandler,
  ) {}

  @Get()
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'All flows, by name' })
  @ApiOkResponse({ type: FlowListDto })
  async list(@TenantId() tenantId: string): Promise<FlowListDto> {
    return { items: (await this.flows.list(tenantId)).map(FlowSummaryDto.of), nextCursor: null };
  }

  @Post()
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    summary: 'Create a flow',
    description: 'With a `definition` as an export gives it, it is an import. A flow may have faults until it is published.',
  })
  @ApiCreatedResponse({ type: FlowDto })
  @ApiConflictResponse({ description: 'name_taken', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: 'too_many', type: ProblemDto })
  async create(@TenantId() tenantId: string, @Body() body: FlowBody, @By() by: Actor): Promise<FlowDto> {
    return FlowDto.of(await this.flows.create(tenantId, body, by));
  }

  @Get(':id')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'A flow as it is drawn, and what keeps it from being published' })
  @ApiOkResponse({ type: FlowWithFaultsDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<FlowWithFaultsDto> {
    const { flow, faults } = await this.flows.get(tenantId, id);
    return { ...FlowDto.of(flow), faults };
  }

  @Put(':id')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    summary: 'Change a flow',
    description: 'What is left out stays. It holds from the next publication on; runs under way stay on the version they began.',
  })
  @ApiOkResponse({ type: FlowDto })
  @ApiConflictResponse({ description: 'flow_changed, name_taken', type: ProblemDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() { revision, ...fields }: ChangeFlowBody,
    @By() by: Actor,
  ): Promise<FlowDto> {
    return FlowDto.of(await this.flows.change(tenantId, id, revision, fields, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Delete a flow that is not live and in which nobody is' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'flow_in_use', type: ProblemDto })
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.flows.delete(tenantId, id, by);
  }

  @Post(':id/check')
  @HttpCode(200)
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Flows_check', summary: 'What is wrong with a flow as it is drawn; nothing is kept' })
  @ApiOkResponse({ type: FlowFaultsDto })
  async check(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() { definition }: CheckFlowBody): Promise<FlowFaultsDto> {
    return { faults: await this.flows.check(tenantId, definition, id) };
  }

  @Post(':id/simulate')
  @HttpCode(200)
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({
    operationId: 'Flows_simulate',
    summary: 'Try a flow without a customer',
    description: 'By the interpreter that runs it with customers. Nothing is sent and nothing is kept; waits take no time.',
  })
  @ApiOkResponse({ type: FlowSimulationDto })
  @ApiUnprocessableEntityResponse({ description: 'flow_incomplete: a condition or a wait of it cannot be read', type: ProblemDto })
  async simulate(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() { definition, events, contact = {} }: SimulateFlowBody,
  ): Promise<FlowSimulationDto> {
    if (events[0]?.kind !== 'start' || events.slice(1).some(({ kind }) => kind === 'start')) {
      throw Problem.invalid([{ field: 'events', message: 'must begin with one of kind start, and have no other such' }]);
    }
    return this.simulateFlow.execute(tenantId, id, definition, events.map(eventOf), contact);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Flows_publish',
    summary: 'Publish a flow as a new version',
    description: 'New runs begin with it; runs under way stay on theirs.',
  })
  @ApiOkResponse({ type: FlowDto })
  @ApiUnprocessableEntityResponse({ description: 'flow_incomplete', type: ProblemDto })
  async publish(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<FlowDto> {
    return FlowDto.of(await this.flows.publish(tenantId, id, by));
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({
    operationId: 'Flows_stop',
    summary: 'Stop a flow',
    description: 'Nothing begins it any more; runs under way go on to their end.',
  })
  @ApiOkResponse({ type: FlowDto })
  @ApiConflictResponse({ description: 'flow_not_live', type: ProblemDto })
  async stop(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<FlowDto> {
    return FlowDto.of(await this.flows.stop(tenantId, id, by));
  }

  @Get(':id/export')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Flows_export', summary: 'A flow as a file, to be imported elsewhere' })
  @ApiOkResponse({ type: FlowExportDto })
  async export(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<FlowExportDto> {
    const { name, definition } = (await this.flows.get(tenantId, id)).flow;
    return { format: FLOW_FORMAT, name, definition };
  }

  @Get(':id/figures')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ operationId: 'Flows_figures', summary: 'How many runs of a version took which way' })
  @ApiOkResponse({ type: FlowFiguresDto })
  async figures(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() { version }: FiguresQuery): Promise<FlowFiguresDto> {
    return this.flows.figures(tenantId, id, version);
  }
}

function eventOf({ kind, text: said, type = 'text', answer }: SimulatedEventBody): FlowEvent {
  const text = said ?? null;
  switch (kind) {
    case 'due':
      return { kind };
    case 'start':
      return { kind, text };
    case 'called':
      return answer === undefined ? { kind, failure: 'simulated' } : { kind, answer };
    default:
      return { kind, type, text };
  }
}
