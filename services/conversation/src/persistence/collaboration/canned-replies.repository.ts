import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { CannedReply } from '../../domain/collaboration/canned-reply.js';

@Injectable()
export class CannedRepliesRepository {
  async list(tx: Transaction): Promise<CannedReply[]> {
    return tx.query<CannedReply>(
      `select id, shortcut, title, text from conversation.canned_replies where tenant_id = $1 order by shortcut`,
      [tx.tenantId],
    );
  }

  async count(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) from conversation.canned_replies where tenant_id = $1`, [tx.tenantId]);
    return row!.count;
  }

  async insert(tx: Transaction, reply: CannedReply): Promise<void> {
    await tx.execute(`insert into conversation.canned_replies (tenant_id, id, shortcut, title, text) values ($1, $2, $3, $4, $5)`, [
      tx.tenantId,
      reply.id,
      reply.shortcut,
      reply.title,
      reply.text,
    ]);
  }

  async lock(tx: Transaction, id: string): Promise<CannedReply | undefined> {
    const [row] = await tx.query<CannedReply>(
      `select id, shortcut, title, text from conversation.canned_replies where tenant_id = $1 and id = $2 for no key update`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** @returns whether there is such a reply */
  async update(tx: Transaction, reply: CannedReply): Promise<boolean> {
    const changed = await tx.execute(
      `update conversation.canned_replies set shortcut = $3, title = $4, text = $5 where tenant_id = $1 and id = $2`,
      [tx.tenantId, reply.id, reply.shortcut, reply.title, reply.text],
    );
    return changed > 0;
  }

  /** @returns whether there was such a reply */
  async delete(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.execute(`delete from conversation.canned_replies where tenant_id = $1 and id = $2`, [tx.tenantId, id])) > 0;
  }
}
