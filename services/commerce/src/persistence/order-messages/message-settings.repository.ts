import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { TypeSettings } from '../../domain/order-messages/types.js';

export interface MessageSettings {
  outletId: string | null;
  /** After so many hours without an answer an order that is to be confirmed is cancelled; null: never. */
  confirmHours: number | null;
  types: TypeSettings;
}

/** What a company wants to have told, and by which of its numbers. */
@Injectable()
export class MessageSettingsRepository {
  async read(tx: Transaction): Promise<MessageSettings> {
    const [row] = await tx.query<MessageSettings>(
      `select outlet_id as "outletId", confirm_hours as "confirmHours", types from commerce.message_settings where tenant_id = $1`,
      [tx.tenantId],
    );
    return row ?? { outletId: null, confirmHours: null, types: {} };
  }

  async save(tx: Transaction, { outletId, confirmHours, types }: MessageSettings): Promise<void> {
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
