import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { v7 } from 'uuid';
import type { Note } from '../../domain/collaboration/note.js';
import { storableText } from '../../domain/threads/stored-content.js';
import { NotesRepository } from '../../persistence/collaboration/notes.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** A person tells colleagues something about a conversation. The customer never sees it. */
@Injectable()
export class AddNoteHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly notes: NotesRepository,
    private readonly live: LiveLog,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, conversationId: string, authorId: string, text: string): Promise<Note> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      const afterSeq = conversation.nextSeq - 1;
      const note = await this.notes.insert(tx, { id: v7(), conversationId, authorId, text: storableText(text), afterSeq });
      this.live.append(tx, { outletId: conversation.outletId, conversationId, kind: 'note', refId: note.id });
      return note;
    });
  }
}
