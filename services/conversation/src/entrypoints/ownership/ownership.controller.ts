import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Allow, Caller, Problem, ProblemDto, TenantId, type Identity } from '#service-kit';
import { AssignHandler, type Assignee } from '../../handlers/ownership/assign.handler.js';
import { ChangeOwnerHandler } from '../../handlers/ownership/change-owner.handler.js';
import { ReadConversationHandler } from '../../handlers/threads/read-conversation.handler.js';
import { SortConversationHandler } from '../../handlers/ownership/sort-conversation.handler.js';
import { ShowTypingHandler } from '../../handlers/ownership/show-typing.handler.js';
import { UndoHandler } from '../../handlers/ownership/undo.handler.js';
import { ConversationDto, ConversationPath } from '../threads/conversations.dto.js';
import { AssignBody, HandoffBody, ReadBody, SnoozeBody, SortBody, UndoBody } from './ownership.dto.js';

/** How people work on a conversation: who has it, and when. */
@ApiTags('Conversations')
@Controller('api/v1/conversations/:id')
@Allow('agent', 'conversations:write')
export class OwnershipController {
  constructor(
    private readonly showTyping: ShowTypingHandler,
    private readonly changeOwner: ChangeOwnerHandler,
    private readonly assignTo: AssignHandler,
    private readonly readConversation: ReadConversationHandler,
    private readonly sortConversation: SortConversationHandler,
    private readonly undoMove: UndoHandler,
  ) {}

  @Post('take-over')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take over a conversation that the bot or nobody has',
    description: 'If two agents take over at once, one succeeds and the other gets `already_taken`. Idempotent.',
  })
  @ApiOkResponse({ type: ConversationDto })
  @ApiConflictResponse({ description: 'already_taken: another agent has the conversation; `assigneeId` names them', type: ProblemDto })
  async takeOver(@TenantId() tenantId: string, @Caller() caller: Identity, @Param() path: ConversationPath): Promise<ConversationDto> {
    return ConversationDto.of(await this.changeOwner.execute(tenantId, path.id, caller, { kind: 'take-over' }));
  }

  @Post('typing')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Show the customer that a person is writing',
    description:
      'WhatsApp shows it for 25 seconds or until the message comes, and marks what the customer wrote as read. At most every 20 seconds.',
  })
  @ApiNoContentResponse()
  typing(@TenantId() tenantId: string, @Param() path: ConversationPath): Promise<void> {
    return this.showTyping.execute(tenantId, path.id);
  }

  @Post('handoff')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take the conversation from the bot. It then waits for a person.' })
  @ApiOkResponse({ type: ConversationDto })
  async handoff(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body?: HandoffBody,
  ): Promise<ConversationDto> {
    const move = { kind: 'handoff', reason: body?.reason ?? 'requested' } as const;
    return ConversationDto.of(await this.changeOwner.execute(tenantId, path.id, caller, move));
  }

  @Post('release')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give the conversation back to the bot. The bot answers from the next message on.',
    description: 'The bot starts afresh: it does not see what people wrote, nor the request for a person.',
  })
  @ApiOkResponse({ type: ConversationDto })
  async release(@TenantId() tenantId: string, @Caller() caller: Identity, @Param() path: ConversationPath): Promise<ConversationDto> {
    return ConversationDto.of(await this.changeOwner.execute(tenantId, path.id, caller, { kind: 'release' }));
  }

  @Post('assign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Assign the conversation: give exactly one of an agent, a team, or `auto` (whoever is next)' })
  @ApiOkResponse({ type: ConversationDto })
  @ApiConflictResponse({
    description: 'nobody_available: no member of the team is online with room for another conversation',
    type: ProblemDto,
  })
  @ApiUnprocessableEntityResponse({ description: 'assignee_not_possible, team_unknown', type: ProblemDto })
  async assign(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body: AssignBody,
  ): Promise<ConversationDto> {
    return ConversationDto.of(await this.assignTo.execute(tenantId, path.id, assigneeOf(body), caller));
  }

  @Post('snooze')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Snooze the conversation until a time, or until the customer writes',
    description: 'The assignee keeps it. A promised response time keeps running.',
  })
  @ApiOkResponse({ type: ConversationDto })
  @ApiConflictResponse({ description: 'conversation_closed', type: ProblemDto })
  async snooze(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body: SnoozeBody,
  ): Promise<ConversationDto> {
    const move = { kind: 'snooze', until: new Date(body.until) } as const;
    return ConversationDto.of(await this.changeOwner.execute(tenantId, path.id, caller, move));
  }

  @Post('reopen')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Reopen a closed conversation, or wake a snoozed one. A reopened one is assigned to you; for an API key, to the bot.',
  })
  @ApiOkResponse({ type: ConversationDto })
  async reopen(@TenantId() tenantId: string, @Caller() caller: Identity, @Param() path: ConversationPath): Promise<ConversationDto> {
    return ConversationDto.of(await this.changeOwner.execute(tenantId, path.id, caller, { kind: 'reopen' }));
  }

  @Post('close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close the conversation. It reopens, with the bot, when the customer writes.' })
  @ApiOkResponse({ type: ConversationDto })
  async close(@TenantId() tenantId: string, @Caller() caller: Identity, @Param() path: ConversationPath): Promise<ConversationDto> {
    return ConversationDto.of(await this.changeOwner.execute(tenantId, path.id, caller, { kind: 'close' }));
  }

  @Post('undo')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Undo your last take-over, release or close',
    description:
      'Within a minute, and only while the conversation still has the `epoch` that the move answered with. It then stands as before, under a new epoch; what the customer still waits for, the bot is asked again.',
  })
  @ApiOkResponse({ type: ConversationDto })
  @ApiConflictResponse({ description: 'undo_not_possible: it has changed since, or somebody else did it', type: ProblemDto })
  async undo(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body: UndoBody,
  ): Promise<ConversationDto> {
    return ConversationDto.of(await this.undoMove.execute(tenantId, path.id, caller, body.epoch));
  }

  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark the conversation as read, up to a message' })
  @ApiOkResponse({ type: ConversationDto })
  async read(@TenantId() tenantId: string, @Param() path: ConversationPath, @Body() body?: ReadBody): Promise<ConversationDto> {
    return ConversationDto.of(await this.readConversation.execute(tenantId, path.id, body?.seq));
  }

  @Patch()
  @ApiOperation({ summary: 'Set priority and team. The assignee does not change.' })
  @ApiOkResponse({ type: ConversationDto })
  @ApiUnprocessableEntityResponse({ description: 'team_unknown', type: ProblemDto })
  async sort(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param() path: ConversationPath,
    @Body() body: SortBody,
  ): Promise<ConversationDto> {
    return ConversationDto.of(await this.sortConversation.execute(tenantId, path.id, body, caller));
  }
}

function assigneeOf({ userId, teamId, mode }: AssignBody): Assignee {
  const given = [userId && { userId }, teamId && { teamId }, mode && { mode }].filter((assignee): assignee is Assignee =>
    Boolean(assignee),
  );
  if (given.length === 1) return given[0]!;
  throw Problem.invalid([{ field: 'userId', message: 'give exactly one of userId, teamId and mode' }]);
}
