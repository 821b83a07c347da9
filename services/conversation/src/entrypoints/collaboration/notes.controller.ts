import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Identity, idOf, idOfCursor, PageQuery, TenantId } from '#service-kit';
import { NotesHandler } from '../../handlers/collaboration/notes.handler.js';
import { PutLabelsHandler } from '../../handlers/collaboration/put-labels.handler.js';
import { ConversationDto } from '../threads/conversations.dto.js';
import { NoteBody, NoteDto, NotePageDto, PutLabelsBody } from './collaboration.dto.js';

const CONVERSATION = idOf('conversation');

/** What colleagues put on a conversation for one another. */
@ApiTags('Conversations')
@Controller('api/v1/conversations/:id')
export class NotesController {
  constructor(
    private readonly notes: NotesHandler,
    private readonly putLabels: PutLabelsHandler,
  ) {}

  @Get('notes')
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'The internal notes of a conversation, newest first' })
  @ApiOkResponse({ type: NotePageDto })
  async list(@TenantId() tenantId: string, @Param('id', CONVERSATION) id: string, @Query() page: PageQuery): Promise<NotePageDto> {
    const before = idOfCursor(page.cursor);
    return this.notes.list(tenantId, id, before, page.limit);
  }

  @Post('notes')
  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Write a note for colleagues. The customer never sees it.',
    description: 'Each colleague in `mentions` gets a notification (GET /api/v1/notifications).',
  })
  @ApiCreatedResponse({ type: NoteDto })
  add(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param('id', CONVERSATION) id: string,
    @Body() body: NoteBody,
  ): Promise<NoteDto> {
    return this.notes.add(tenantId, id, caller.subject, body.text, body.mentions);
  }

  @Delete('notes/:noteId')
  @HttpCode(204)
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Delete a note. Admins may delete anybody’s.' })
  @ApiNoContentResponse()
  delete(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param('id', CONVERSATION) id: string,
    @Param('noteId', idOf('note')) noteId: string,
  ): Promise<void> {
    return this.notes.delete(tenantId, id, noteId, caller);
  }

  @Put('labels')
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Replace the labels of a conversation' })
  @ApiOkResponse({ type: ConversationDto })
  async labels(
    @TenantId() tenantId: string,
    @Caller() caller: Identity,
    @Param('id', CONVERSATION) id: string,
    @Body() body: PutLabelsBody,
  ): Promise<ConversationDto> {
    return ConversationDto.of(await this.putLabels.execute(tenantId, id, body.labelIds, caller));
  }
}
