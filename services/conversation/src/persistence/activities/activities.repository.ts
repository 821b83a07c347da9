import { Injectable } from '@nestjs/common';
import { columnsOf, type Statement, type Transaction } from '#database';
import type { Activity, ActivityKind, NewActivity, Undo } from '../../domain/activities/activity.js';
import { ActivityRow } from './activity.entity.js';

const SHOWN = columnsOf(ActivityRow, undefined, ['id', 'conversationId', 'afterSeq', 'kind', 'author', 'actorId', 'detail', 'at']);

export interface Undoable {
  kind: ActivityKind;
  actorId: string | null;
  before: Undo;
  at: string;
}

@Injectable()
export class ActivitiesRepository {
  /** Conversations that went into others meanwhile are followed; what was erased has no lines any more. */
  inserting(tenantId: string | undefined, activities: readonly (NewActivity & { id: string })[]): Statement {
    return {
      text: `insert into conversation.activities (tenant_id, id, conversation_id, after_seq, kind, author, actor_id, detail, epoch, before)
             select $1::uuid, a.id, c.id, a.after_seq, a.kind, a.author, a.actor_id, a.detail, a.epoch, a.before
             from jsonb_to_recordset($2::jsonb) as a (id uuid, conversation_id uuid, after_seq integer, kind text, author text, actor_id text,
               detail jsonb, epoch integer, before jsonb)
             left join conversation.merged_conversations m on m.tenant_id = $1 and m.id = a.conversation_id
             join conversation.conversations c on c.tenant_id = $1 and c.id = coalesce(m.into_id, a.conversation_id)`,
      values: [
        tenantId,
        JSON.stringify(
          activities.map(({ id, conversationId, afterSeq, kind, by, detail = {}, undo }) => ({
            id,
            conversation_id: conversationId,
            after_seq: afterSeq,
            kind,
            author: by.author,
            actor_id: by.id ?? null,
            detail,
            epoch: undo?.epoch ?? null,
            before: undo?.before ?? null,
          })),
        ),
      ],
    };
  }

  /** Newest first, one more than `limit` where there are more. @param fromSeq only what stands behind this message or later */
  async list(
    tx: Transaction,
    conversationId: string,
    { fromSeq, before }: { fromSeq: number; before: { afterSeq: number; id: string } },
    limit: number,
  ): Promise<Activity[]> {
    return tx.query<Activity>(
      `select ${SHOWN} from conversation.activities
       where tenant_id = $1 and conversation_id = $2 and after_seq >= $3 and (after_seq, id) < ($4::integer, $5::uuid)
       order by after_seq desc, id desc limit $6`,
      [tx.tenantId, conversationId, fromSeq, before.afterSeq, before.id, limit + 1],
    );
  }

  /** The newest activity of a conversation, if it led to this epoch and can be undone. */
  async undoable(tx: Transaction, conversationId: string, epoch: number): Promise<Undoable | undefined> {
    const [row] = await tx.query<Omit<Undoable, 'before'> & { epoch: number | null; before: Undo | null }>(
      `select kind, actor_id as "actorId", epoch, before, created_at as at from conversation.activities
       where tenant_id = $1 and conversation_id = $2 and kind not in ('labelled', 'priority_changed', 'survey_answered')
       order by after_seq desc, id desc limit 1`,
      [tx.tenantId, conversationId],
    );
    return row?.before && row.epoch === epoch ? { ...row, before: row.before } : undefined;
  }
}
