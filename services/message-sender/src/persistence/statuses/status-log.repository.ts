import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { StatusView } from '../../domain/queue/message-view.js';
import type { Pricing, Recipient } from '../../domain/queue/message.js';

export interface LoggedStatus {
  wamid: string;
  status: string;
  participant: string;
  outletId: string;
  messageId: string | null;
  timestamp: string;
  recipient: Recipient;
  pricing: Pricing | null;
  errors: { code: number; title?: string; details?: string }[];
}

/** Under what WhatsApp's duplicates are recognised. */
export const statusKey = (status: { wamid: string; status: string; participant: string }): string =>
  JSON.stringify([status.wamid, status.status, status.participant]);

@Injectable()
export class StatusLogRepository {
  /** @returns the keys of those that were not there yet */
  async append(tx: Transaction, statuses: readonly LoggedStatus[]): Promise<Set<string>> {
    const rows = await tx.query<{ wamid: string; status: string; participant: string }>(
      `insert into message_sender.status_log (tenant_id, wamid, status, participant, outlet_id, message_id, status_at, recipient, pricing, errors)
       select $1, r.wamid, r.status, r.participant, r."outletId", r."messageId", r.timestamp, r.recipient, r.pricing, r.errors
       from jsonb_to_recordset($2::jsonb) as r (
         wamid text, status text, participant text, "outletId" uuid, "messageId" uuid, timestamp timestamptz, recipient jsonb, pricing jsonb,
         errors jsonb)
       order by r.wamid, r.status, r.participant
       on conflict do nothing returning wamid, status, participant`,
      [tx.tenantId, JSON.stringify(statuses)],
    );
    return new Set(rows.map(statusKey));
  }

  async ofMessage(tx: Transaction, messageId: string): Promise<StatusView[]> {
    return tx.query<StatusView>(
      `select status, wamid, participant, status_at as at, received_at as "receivedAt", pricing, errors from message_sender.status_log
       where tenant_id = $1 and message_id = $2 order by status_at, received_at`,
      [tx.tenantId, messageId],
    );
  }

  /** Statuses that came before their message had its wamid, of all tenants. Runs under the system role. */
  async earlyMatches(tx: Transaction): Promise<{ tenantId: string; messageId: string }[]> {
    return tx.query(
      `select distinct m.tenant_id as "tenantId", m.id as "messageId" from message_sender.status_log s
       join message_sender.messages m on m.tenant_id = s.tenant_id and m.wamid = s.wamid and m.outlet_id = s.outlet_id
       where s.message_id is null and s.received_at > now() - interval '10 minutes' limit 500`,
    );
  }

  /**
   * Gives a message the statuses that are its own by the wamid, by which alone they are looked up: many others are of the same outlet, or
   * of no message.
   *
   * @returns those, to be folded in
   */
  async adopt(tx: Transaction, message: { id: string; outletId: string; wamid: string }): Promise<LoggedStatus[]> {
    return tx.query<LoggedStatus>(
      `update message_sender.status_log set message_id = $2
       where tenant_id = $1 and wamid = $3 and (outlet_id = $4) is true and (message_id is null) is true
       returning wamid, status, participant, outlet_id as "outletId", message_id as "messageId", status_at as timestamp, recipient, pricing, errors`,
      [tx.tenantId, message.id, message.wamid, message.outletId],
    );
  }
}
