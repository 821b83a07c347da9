import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Label } from '../../domain/collaboration/label.js';

@Injectable()
export class LabelsRepository {
  async list(tx: Transaction): Promise<Label[]> {
    return tx.query<Label>(`select id, name, color from conversation.labels where tenant_id = $1 order by lower(name), id`, [tx.tenantId]);
  }

  async count(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) from conversation.labels where tenant_id = $1`, [tx.tenantId]);
    return row!.count;
  }

  async insert(tx: Transaction, label: Label): Promise<void> {
    await tx.execute(`insert into conversation.labels (tenant_id, id, name, color) values ($1, $2, $3, $4)`, [
      tx.tenantId,
      label.id,
      label.name,
      label.color,
    ]);
  }

  async lock(tx: Transaction, id: string): Promise<Label | undefined> {
    const [row] = await tx.query<Label>(
      `select id, name, color from conversation.labels where tenant_id = $1 and id = $2 for no key update`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** @returns whether there is such a label */
  async update(tx: Transaction, label: Label): Promise<boolean> {
    const changed = await tx.execute(`update conversation.labels set name = $3, color = $4 where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      label.id,
      label.name,
      label.color,
    ]);
    return changed > 0;
  }

  /** @returns whether there was such a label */
  async delete(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.execute(`delete from conversation.labels where tenant_id = $1 and id = $2`, [tx.tenantId, id])) > 0;
  }

  /** Which of these labels there are; none of them goes away before the transaction ends. */
  async hold(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from conversation.labels where tenant_id = $1 and id = any($2::uuid[]) order by id for key share`,
      [tx.tenantId, ids],
    );
    return rows.map((row) => row.id);
  }

  /** Makes these the labels of a conversation. @returns whether that changed anything */
  async put(tx: Transaction, conversationId: string, labelIds: readonly string[]): Promise<boolean> {
    const gone = await tx.execute(
      `delete from conversation.conversation_labels where tenant_id = $1 and conversation_id = $2 and label_id <> all($3::uuid[])`,
      [tx.tenantId, conversationId, labelIds],
    );
    const come = await tx.execute(
      `insert into conversation.conversation_labels (tenant_id, conversation_id, label_id)
       select $1, $2, label_id from unnest($3::uuid[]) label_id on conflict do nothing`,
      [tx.tenantId, conversationId, labelIds],
    );
    return gone + come > 0;
  }
}
