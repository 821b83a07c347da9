import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { otherSpelling } from '#whatsapp';
import type { Recipient } from '../../domain/queue/message.js';

/** Contacts belong to the conversation service, companies to the tenant service: this reads their published views. */
@Injectable()
export class ZonesRepository {
  /** @returns what the contact (its attribute `timeZone`) and the company say of their time zones */
  async said(tx: Transaction, { phone, userId }: Recipient): Promise<{ contact: string | null; company: string | null }> {
    const phones = phone ? [phone, otherSpelling(phone)].filter((one) => one !== undefined) : [];
    const [row] = await tx.query<{ contact: string | null; company: string | null }>(
      `select coalesce(
         (select attributes ->> 'timeZone' from conversation.contacts_v1 where tenant_id = $1 and phone = any($2::text[]) limit 1),
         (select attributes ->> 'timeZone' from conversation.contacts_v1 where tenant_id = $1 and user_id = $3 limit 1)) as contact,
         (select time_zone from tenant.time_zones_v1 where id = $1) as company`,
      [tx.tenantId, phones, userId ?? null],
    );
    return row!;
  }
}
