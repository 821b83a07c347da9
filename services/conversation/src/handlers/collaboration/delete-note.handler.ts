import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import { NotesRepository } from '../../persistence/collaboration/notes.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

@Injectable()
export class DeleteNoteHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly notes: NotesRepository,
    private readonly live: LiveLog,
  ) {}

  /** Agents delete their own notes, admins anybody's. @throws {Problem} not_found, forbidden */
  async execute(tenantId: string, conversationId: string, noteId: string, caller: Identity): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      const note = conversation && (await this.notes.find(tx, conversationId, noteId));
      if (!note) throw Problem.notFound('note');
      const isAdmin = caller.superadmin || caller.role === 'admin' || caller.role === 'owner';
      if (note.authorId !== caller.subject && !isAdmin)
        throw new Problem(403, 'forbidden', 'A note is deleted by whoever wrote it, or by an admin.');
      await this.notes.delete(tx, noteId);
      this.live.append(tx, { outletId: conversation.outletId, conversationId, kind: 'note', refId: noteId });
    });
  }
}
