import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Actor, Allow, By, Caller, IdempotencyKey, type Identity, idOf, ProblemDto, TenantId } from '#service-kit';
import { MacrosHandler } from '../../handlers/macros/macros.handler.js';
import { RunMacroHandler } from '../../handlers/macros/run-macro.handler.js';
import { ConversationDto } from '../threads/conversations.dto.js';
import { MacroBody, MacroDto, MacroListDto, macroOf, RunMacroBody } from './macros.dto.js';

const ID = idOf('macro');

@ApiTags('Inbox')
@Controller('api/v1')
export class MacrosController {
  constructor(
    private readonly macros: MacrosHandler,
    private readonly runMacro: RunMacroHandler,
  ) {}

  @Get('macros')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'All macros' })
  @ApiOkResponse({ type: MacroListDto })
  async list(@TenantId() tenantId: string): Promise<MacroListDto> {
    return { items: await this.macros.list(tenantId) };
  }

  @Post('macros')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({
    summary: 'Create a macro',
    description: 'A macro is a list of actions that an agent runs on a conversation with one click.',
  })
  @ApiCreatedResponse({ type: MacroDto })
  create(@TenantId() tenantId: string, @Body() body: MacroBody, @By() by: Actor): Promise<MacroDto> {
    return this.macros.create(tenantId, macroOf(body), by);
  }

  @Put('macros/:id')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Change a macro' })
  @ApiOkResponse({ type: MacroDto })
  change(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() body: MacroBody, @By() by: Actor): Promise<MacroDto> {
    return this.macros.change(tenantId, { ...macroOf(body), id }, by);
  }

  @Delete('macros/:id')
  @HttpCode(204)
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Delete a macro' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.macros.delete(tenantId, id, by);
  }

  @Post('conversations/:id/macros/:macroId')
  @HttpCode(200)
  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Run a macro on a conversation',
    description:
      'Every step is checked first: if one is not possible, nothing is done. Then the steps are done in order. With the same Idempotency-Key a repeated run sends no reply twice.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    example: '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d',
    description: 'A run with a key that was used before sends no reply again, for 7 days.',
  })
  @ApiOkResponse({ type: ConversationDto })
  @ApiConflictResponse({ description: 'macro_not_possible: `step`, `kind` and `reason` name the step', type: ProblemDto })
  async run(
    @TenantId() tenantId: string,
    @Param('id', idOf('conversation')) id: string,
    @Param('macroId', ID) macroId: string,
    @Caller() caller: Identity,
    @By() by: Actor,
    @Body() body?: RunMacroBody,
    @IdempotencyKey() idempotencyKey?: string,
  ): Promise<ConversationDto> {
    const run = { caller, by, agentName: body?.agentName, idempotencyKey };
    return ConversationDto.of(await this.runMacro.execute(tenantId, id, macroId, run));
  }
}
