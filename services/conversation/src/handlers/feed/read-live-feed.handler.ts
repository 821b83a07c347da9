import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Conversation } from '../../domain/threads/conversation.js';
import { continueFrom, type LogEntry, type Positions } from '../../domain/live/live-page.js';
import type { Message } from '../../domain/threads/message.js';
import type { Note } from '../../persistence/collaboration/note.entity.js';
import { NotesRepository } from '../../persistence/collaboration/notes.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLogRepository } from '../../persistence/live/live-log.repository.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';

/** Of each inbox at least so many a page: one that is far behind does not keep the others small. */
const LEAST_OF_AN_INBOX = 20;

export interface LivePage {
  entries: LogEntry[];
  /** Where the inboxes of the tenant are. */
  present: Positions;
  lost: string[];
  /** What the entries are about, as it is now, by id; what is not there any more is absent. */
  messages: ReadonlyMap<string, Message & { conversationId: string }>;
  conversations: ReadonlyMap<string, Conversation>;
  notes: ReadonlyMap<string, Note>;
}

/** What follows in the logs of inboxes, with everything that it is about. */
@Injectable()
export class ReadLiveFeedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly log: LiveLogRepository,
    private readonly messages: MessagesRepository,
    private readonly conversations: ConversationsRepository,
    private readonly notes: NotesRepository,
  ) {}

  async execute(tenantId: string, cursors: Positions, limit: number): Promise<LivePage> {
    const inboxes = Object.keys(cursors).length;
    const perInbox = Math.min(limit, Math.max(LEAST_OF_AN_INBOX, Math.ceil(limit / Math.max(1, inboxes))));
    return this.database.forTenant(tenantId, async (tx) => {
      // One round trip: none waits for another. Each sees no less than the one before it, so that the entries hold everything up to
      // `present`, and what they are about is found if it is still there.
      const [present, entries, messages, conversations, notes] = await Promise.all([
        this.log.positions(tx),
        inboxes === 0 ? [] : this.log.entries(tx, cursors, perInbox),
        inboxes === 0 ? [] : this.messages.ofLog(tx, cursors, perInbox),
        inboxes === 0 ? [] : this.conversations.ofLog(tx, cursors, perInbox),
        inboxes === 0 ? [] : this.notes.ofLog(tx, cursors, perInbox),
      ]);
      const { entries: following, lost } = continueFrom(cursors, present, entries);
      return {
        entries: following.slice(0, limit),
        present,
        lost,
        messages: new Map(messages.map((message) => [message.id, message])),
        conversations: new Map(conversations.map((conversation) => [conversation.id, conversation])),
        notes: new Map(notes.map((note) => [note.id, note])),
      };
    });
  }
}
