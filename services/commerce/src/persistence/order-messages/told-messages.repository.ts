import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { MessageChange } from '#messaging';
import type { OrderMessageStatus } from '../../domain/order-messages/types.js';

/** What a message can tell of: each has a table, \`commerce.<it>_messages\`. */
export type Told = 'order' | 'invoice';

export interface ToldMessage<Type extends string> {
  id: string;
  type: Type;
  status: OrderMessageStatus;
  /** Why it did not leave. */
  code: string | null;
  detail: string | null;
  at: string;
}

/** What customers were told, and what became of it. */
@Injectable()
export class ToldMessagesRepository {
  /** @param of the order or the invoice @param once by what it is known when it would be told again @returns false where the customer was told that already */
  async insert(
    tx: Transaction,
    told: Told,
    { id, of, type, once, status, code, detail, at }: ToldMessage<string> & { of: string; once: string },
  ): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into commerce.${told}_messages (tenant_id, id, ${told}_id, type, once, status, code, detail, at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing`,
      [tx.tenantId, id, of, type, once, status, code, detail, at],
    );
    return inserted === 1;
  }

  /** The oldest first; an order or an invoice has few. */
  async listOf<Type extends string>(tx: Transaction, told: Told, of: string): Promise<ToldMessage<Type>[]> {
    return tx.query(
      `select m.id, m.type, m.status, m.code, m.detail, m.at from commerce.${told}_messages m
       where m.tenant_id = $1 and m.${told}_id = $2 order by m.id limit 200`,
      [tx.tenantId, of],
    );
  }

  /** Messages of this type of which nothing was heard: they may not have left. */
  async waiting(tx: Transaction, told: Told, of: string, type: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select m.id from commerce.${told}_messages m
       where m.tenant_id = $1 and m.${told}_id = $2 and m.type = $3 and m.status = 'requested' limit 200`,
      [tx.tenantId, of, type],
    );
    return rows.map(({ id }) => id);
  }

  /** @param changes in their order */
  async follow(tx: Transaction, told: Told, changes: readonly MessageChange[]): Promise<void> {
    for (const { messageId, status, refusal, errors, at } of changes) {
      const error = errors[0];
      await tx.execute(
        `update commerce.${told}_messages set status = $3, code = $4, detail = $5, updated_at = $6 where tenant_id = $1 and id = $2`,
        [tx.tenantId, messageId, status, refusal?.code ?? error?.code?.toString() ?? null, refusal?.detail ?? error?.title ?? null, at],
      );
    }
  }
}
