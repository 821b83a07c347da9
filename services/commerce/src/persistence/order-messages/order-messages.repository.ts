import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { MessageChange } from '#messaging';
import type { TypeSettings } from '../../domain/order-messages/types.js';
import { OrderMessageRow, type OrderMessage } from './order-message.entity.js';

export interface MessageSettings {
  outletId: string | null;
  /** After so many hours without an answer an order that is to be confirmed is cancelled; null: never. */
  confirmHours: number | null;
  types: TypeSettings;
}

@Injectable()
export class OrderMessagesRepository {
  /** @returns false where the customer was told that already */
  async insert(tx: Transaction, { id, orderId, type, once, status, code, detail, at }: Omit<OrderMessage, 'updatedAt'>): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into commerce.order_messages (tenant_id, id, order_id, type, once, status, code, detail, at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing`,
      [tx.tenantId, id, orderId, type, once, status, code, detail, at],
    );
    return inserted === 1;
  }

  /** The oldest first; an order has few. */
  async listOf(tx: Transaction, orderId: string): Promise<OrderMessage[]> {
    return tx.query(
      `select ${columnsOf(OrderMessageRow, 'm')} from commerce.order_messages m where m.tenant_id = $1 and m.order_id = $2 order by m.id limit 200`,
      [tx.tenantId, orderId],
    );
  }

  /** @param changes in their order */
  async follow(tx: Transaction, changes: readonly MessageChange[]): Promise<void> {
    for (const { messageId, status, refusal, errors, at } of changes) {
      const error = errors[0];
      await tx.execute(
        `update commerce.order_messages set status = $3, code = $4, detail = $5, updated_at = $6 where tenant_id = $1 and id = $2`,
        [tx.tenantId, messageId, status, refusal?.code ?? error?.code?.toString() ?? null, refusal?.detail ?? error?.title ?? null, at],
      );
    }
  }

  async settings(tx: Transaction): Promise<MessageSettings> {
    const [row] = await tx.query<MessageSettings>(
      `select outlet_id as "outletId", confirm_hours as "confirmHours", types from commerce.message_settings where tenant_id = $1`,
      [tx.tenantId],
    );
    return row ?? { outletId: null, confirmHours: null, types: {} };
  }

  async saveSettings(tx: Transaction, { outletId, confirmHours, types }: MessageSettings): Promise<void> {
    await tx.execute(
      `insert into commerce.message_settings (tenant_id, outlet_id, types, confirm_hours) values ($1, $2, $3, $4)
       on conflict (tenant_id) do update set outlet_id = excluded.outlet_id, types = excluded.types, confirm_hours = excluded.confirm_hours`,
      [tx.tenantId, outletId, JSON.stringify(types), confirmHours],
    );
  }

  /** The outlet that was chosen, or the first one that may send. @returns undefined where there is none */
  async outlet(tx: Transaction, chosen: string | null): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from tenant.outlets_v1 where tenant_id = $1 and ($2::uuid is null and status = 'active' or id = $2) order by id limit 1`,
      [tx.tenantId, chosen],
    );
    return row?.id;
  }
}
