import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { PaySessionRow, type PaySession } from './pay-session.entity.js';

const COLUMNS = columnsOf(PaySessionRow, 's');

@Injectable()
export class PaySessionsRepository {
  /** The newest first. */
  async listOf(tx: Transaction, invoiceId: string): Promise<PaySession[]> {
    return tx.query(
      `select ${COLUMNS} from commerce.pay_sessions s where s.tenant_id = $1 and s.invoice_id = $2 order by s.created_at desc limit 20`,
      [tx.tenantId, invoiceId],
    );
  }

  /** Unless it is known: whoever asks Stripe twice for the same gets the same. */
  async insert(
    tx: Transaction,
    { id, invoiceId, connectionId, amountMinor, url, expiresAt, endAt, createdAt }: Omit<PaySession, 'tenantId' | 'state' | 'attempts'>,
  ): Promise<void> {
    await tx.execute(
      `insert into commerce.pay_sessions (tenant_id, id, invoice_id, connection_id, amount_minor, url, state, expires_at, end_at, created_at)
       values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9) on conflict do nothing`,
      [tx.tenantId, id, invoiceId, connectionId, amountMinor, url, expiresAt, endAt, createdAt],
    );
  }

  /** Open ones of an invoice are ended at Stripe from now on. @returns how many */
  async end(tx: Transaction, invoiceId: string, now: string): Promise<number> {
    return tx.execute(
      `update commerce.pay_sessions set end_at = $3 where tenant_id = $1 and invoice_id = $2 and state = 'open' and end_at is null`,
      [tx.tenantId, invoiceId, now],
    );
  }

  async follow(tx: Transaction, id: string, state: PaySession['state']): Promise<void> {
    await tx.execute(`update commerce.pay_sessions set state = $3, end_at = null where tenant_id = $1 and id = $2 and state <> 'done'`, [
      tx.tenantId,
      id,
      state,
    ]);
  }

  /** Those that are to be ended, the longest waiting first. System role. */
  async due(system: Transaction, now: string, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return system.query(`select tenant_id as "tenantId", id from commerce.pay_sessions where end_at <= $1 order by end_at limit $2`, [
      now,
      limit,
    ]);
  }

  /** Nobody else ends it until then. @returns undefined where somebody does */
  async take(tx: Transaction, id: string, now: string, until: string): Promise<PaySession | undefined> {
    const [row] = await tx.query<PaySession>(
      `update commerce.pay_sessions s set end_at = $4, attempts = s.attempts + 1 where s.tenant_id = $1 and s.id = $2 and s.end_at <= $3
       returning ${COLUMNS}`,
      [tx.tenantId, id, now, until],
    );
    return row;
  }

  async postpone(tx: Transaction, id: string, until: string): Promise<void> {
    await tx.execute(`update commerce.pay_sessions set end_at = $3 where tenant_id = $1 and id = $2 and state = 'open'`, [
      tx.tenantId,
      id,
      until,
    ]);
  }

  /** Old ones of all tenants: none lives longer than a day at Stripe. System role. @returns how many */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, id from commerce.pay_sessions where created_at < now() - interval '30 days' order by created_at limit $1
       )
       delete from commerce.pay_sessions s using old where s.tenant_id = old.tenant_id and s.id = old.id`,
      [limit],
    );
  }
}
