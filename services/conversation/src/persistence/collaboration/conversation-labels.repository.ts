import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class ConversationLabelsRepository {
  /** Which of these labels there are; none of them goes away before the transaction ends. */
  async hold(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from conversation.labels where tenant_id = $1 and id = any($2::uuid[]) order by id for key share`,
      [tx.tenantId, ids],
    );
    return rows.map((row) => row.id);
  }

  /** Names in the order of the alphabet. @returns those of the one set and of the other */
  async namesOf(tx: Transaction, one: readonly string[], other: readonly string[]): Promise<[string[], string[]]> {
    const rows = await tx.query<{ id: string; name: string }>(
      `select id, name from conversation.labels where tenant_id = $1 and id = any($2::uuid[]) order by name`,
      [tx.tenantId, [...one, ...other]],
    );
    const names = (ids: readonly string[]): string[] => rows.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    return [names(one), names(other)];
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
