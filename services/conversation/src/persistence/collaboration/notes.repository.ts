import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { Note } from '../../domain/collaboration/note.js';
import type { Positions } from '../../domain/live/live-page.js';
import { behind, ENTRIES_BEHIND } from '../live/live-log.repository.js';

const NOTE = `id, conversation_id as "conversationId", author_id as "authorId", text, after_seq as "afterSeq", created_at as at`;

@Injectable()
export class NotesRepository {
  /** Newest first, one more than `limit` where there are more. */
  async list(tx: Transaction, conversationId: string, before: string | undefined, limit: number): Promise<Note[]> {
    return tx.query<Note>(
      `select ${NOTE} from conversation.notes where tenant_id = $1 and conversation_id = $2 and ${idBefore('id', '$3')}
       order by id desc limit $4`,
      [tx.tenantId, conversationId, before ?? null, limit + 1],
    );
  }

  /** The notes that the entries of the live log behind these cursors are about. */
  async ofLog(tx: Transaction, cursors: Positions, perInbox: number): Promise<Note[]> {
    return tx.query<Note>(
      `select ${NOTE} from conversation.notes
       where tenant_id = $1 and id = any(array(select e.ref_id from (${ENTRIES_BEHIND}) e where e.kind = 'note'))`,
      behind(tx, cursors, perInbox),
    );
  }

  async insert(tx: Transaction, note: Omit<Note, 'at'>): Promise<Note> {
    const [row] = await tx.query<Note>(
      `insert into conversation.notes (tenant_id, id, conversation_id, author_id, text, after_seq) values ($1, $2, $3, $4, $5, $6)
       returning ${NOTE}`,
      [tx.tenantId, note.id, note.conversationId, note.authorId, note.text, note.afterSeq],
    );
    return row!;
  }

  async find(tx: Transaction, conversationId: string, id: string): Promise<Note | undefined> {
    const [row] = await tx.query<Note>(`select ${NOTE} from conversation.notes where tenant_id = $1 and conversation_id = $2 and id = $3`, [
      tx.tenantId,
      conversationId,
      id,
    ]);
    return row;
  }

  async delete(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`delete from conversation.notes where tenant_id = $1 and id = $2`, [tx.tenantId, id]);
  }
}
