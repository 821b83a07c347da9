import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, type Transaction } from '#database';
import type { Positions } from '../../domain/live/live-page.js';
import { behind, ENTRIES_BEHIND } from '../live/live-log.repository.js';
import { NoteRow, type Note } from './note.entity.js';

const NOTE = columnsOf(NoteRow);

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
}
