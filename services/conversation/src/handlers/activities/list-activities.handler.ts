import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { decodeCursor, invalidCursor, isId, Problem, toPage, type Page } from '#service-kit';
import { MAX } from 'uuid';
import type { Activity } from '../../domain/activities/activity.js';
import { ActivitiesRepository } from '../../persistence/activities/activities.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

const MAX_SEQ = 2_147_483_647;

/** What happened to a conversation beside its messages. */
@Injectable()
export class ListActivitiesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly activities: ActivitiesRepository,
  ) {}

  /** Newest first. @param page.fromSeq only what stands behind this message or later @throws {Problem} not_found, invalid_cursor */
  async execute(
    tenantId: string,
    conversationId: string,
    page: { limit: number; cursor?: string; fromSeq?: number },
  ): Promise<Page<Activity>> {
    const before = readCursor(page.cursor);
    const rows = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.activities.list(tx, conversationId, { fromSeq: page.fromSeq ?? 0, before }, page.limit);
      if (found.length === 0 && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      return found;
    });
    return toPage(rows, page.limit, ({ afterSeq, id }) => [afterSeq, id]);
  }
}

function readCursor(cursor: string | undefined): { afterSeq: number; id: string } {
  const keys = decodeCursor(cursor, 2);
  if (!keys) return { afterSeq: MAX_SEQ, id: MAX };
  const [afterSeq, id] = [Number(keys[0]), String(keys[1])];
  if (!Number.isInteger(afterSeq) || afterSeq < 0 || afterSeq > MAX_SEQ || !isId(id)) throw invalidCursor();
  return { afterSeq, id };
}
