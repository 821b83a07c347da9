import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, toPage, type Page } from '#service-kit';
import type { Note } from '../../domain/collaboration/note.js';
import { NotesRepository } from '../../persistence/collaboration/notes.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

@Injectable()
export class ListNotesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly notes: NotesRepository,
  ) {}

  /** Newest first. @param before id of the note at which the page before ended @throws {Problem} not_found */
  async execute(tenantId: string, conversationId: string, before: string | undefined, limit: number): Promise<Page<Note>> {
    const rows = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.notes.list(tx, conversationId, before, limit);
      if (found.length === 0 && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      return found;
    });
    return toPage(rows, limit, (note) => [note.id]);
  }
}
