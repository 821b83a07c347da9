import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, toPage, type Identity, type Page } from '#service-kit';
import { v7 } from 'uuid';
import { storableText } from '../../domain/threads/stored-content.js';
import { NoteRow, type Note } from '../../persistence/collaboration/note.entity.js';
import { MembersRepository } from '../../persistence/collaboration/members.repository.js';
import { NotesRepository } from '../../persistence/collaboration/notes.repository.js';
import { NotificationsRepository } from '../../persistence/notifications/notifications.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** What people tell colleagues about a conversation. The customer never sees it. */
@Injectable()
export class NotesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly notes: NotesRepository,
    private readonly members: MembersRepository,
    private readonly notifications: NotificationsRepository,
    private readonly live: LiveLog,
  ) {}

  /** Newest first. @param before id of the note at which the page before ended @throws {Problem} not_found */
  async list(tenantId: string, conversationId: string, before: string | undefined, limit: number): Promise<Page<Note>> {
    const rows = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.notes.list(tx, conversationId, before, limit);
      if (found.length === 0 && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      return found;
    });
    return toPage(rows, limit, (note) => [note.id]);
  }

  /** @param mentions colleagues whom it names: each is told, but for the author @throws {Problem} not_found, mention_not_possible */
  async add(tenantId: string, conversationId: string, authorId: string, text: string, mentions: readonly string[] = []): Promise<Note> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      const afterSeq = conversation.nextSeq - 1;
      const named = mentions.map((id) => id.toLowerCase());
      await this.#requireMembers(tx, named);
      const note = await tx
        .rows(NoteRow)
        .insert({ id: v7(), conversationId, authorId, text: storableText(text), mentions: named, afterSeq });
      const told = named.filter((userId) => userId !== authorId).map((userId) => ({ id: v7(), userId }));
      if (told.length > 0) await this.notifications.add(tx, note.id, told);
      this.live.append(tx, { outletId: conversation.outletId, conversationId, kind: 'note', refId: note.id });
      return note;
    });
  }

  async #requireMembers(tx: Transaction, mentions: readonly string[]): Promise<void> {
    if (mentions.length === 0) return;
    const members = new Set(await this.members.among(tx, mentions));
    const others = mentions.filter((id) => !members.has(id));
    if (others.length === 0) return;
    throw new Problem(422, 'mention_not_possible', `Not members of this tenant: ${others.slice(0, 5).join(', ')}.`, [
      { field: 'mentions', message: 'must be ids of members of this tenant' },
    ]);
  }

  /** Agents delete their own notes, admins anybody's. @throws {Problem} not_found, forbidden */
  async delete(tenantId: string, conversationId: string, noteId: string, caller: Identity): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      const note = conversation && (await tx.rows(NoteRow).find(noteId));
      if (note?.conversationId !== conversationId) throw Problem.notFound('note');
      const isAdmin = caller.superadmin || caller.role === 'admin' || caller.role === 'owner';
      if (note.authorId !== caller.subject && !isAdmin)
        throw new Problem(403, 'forbidden', 'Only its author or an admin may delete a note.');
      await tx.rows(NoteRow).delete(noteId);
      this.live.append(tx, { outletId: conversation!.outletId, conversationId, kind: 'note', refId: noteId });
    });
  }
}
