import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { CodeDelivery, CodePurpose, CodeState } from '../../domain/codes/code.js';
import { CodeRow, type Code } from './code.entity.js';

/** A code that is tried: after its attempt was counted. */
export interface TriedCode {
  id: string;
  hash: Buffer;
  attempts: number;
  maxAttempts: number;
}

export interface NewOpenCode {
  id: string;
  phone: string;
  purpose: CodePurpose;
  hash: Buffer;
  maxAttempts: number;
  resendAt: string;
  expiresAt: string;
}

export type SentCode = Pick<Code, 'id' | 'purpose' | 'delivery' | 'deliveredAt' | 'priceType'>;

@Injectable()
export class CodesRepository {
  /** The code of a number and purpose that counts, or was never taken away. Nobody else changes it until the transaction ends. */
  async lockOpen(
    tx: Transaction,
    phone: string,
    purpose: CodePurpose,
  ): Promise<{ id: string; resendAt: string; expiresAt: string } | undefined> {
    const [row] = await tx.query<{ id: string; resendAt: string; expiresAt: string }>(
      `select id, resend_at as "resendAt", expires_at as "expiresAt" from engagement.open_codes
       where tenant_id = $1 and phone = $2 and purpose = $3 for update`,
      [tx.tenantId, phone, purpose],
    );
    return row;
  }

  /** In place of the one before. */
  async open(tx: Transaction, code: NewOpenCode): Promise<void> {
    await tx.execute(
      `insert into engagement.open_codes (tenant_id, phone, purpose, id, hash, max_attempts, resend_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (tenant_id, phone, purpose) do update set id = excluded.id, hash = excluded.hash, attempts = 0,
         max_attempts = excluded.max_attempts, resend_at = excluded.resend_at, expires_at = excluded.expires_at`,
      [tx.tenantId, code.phone, code.purpose, code.id, code.hash, code.maxAttempts, code.resendAt, code.expiresAt],
    );
  }

  /**
   * Counts an attempt, in one statement: however many try at once, a code is tried no more often than it may be.
   *
   * @returns undefined where there is no code, or it is over
   */
  async attempt(tx: Transaction, phone: string, purpose: CodePurpose, now: Date): Promise<TriedCode | undefined> {
    const [row] = await tx.query<TriedCode>(
      `update engagement.open_codes set attempts = attempts + 1
       where tenant_id = $1 and phone = $2 and purpose = $3 and expires_at > $4 and attempts < max_attempts
       returning id, hash, attempts, max_attempts as "maxAttempts"`,
      [tx.tenantId, phone, purpose, now],
    );
    return row;
  }

  /** The code counts no more, and its hash is gone. */
  async close(tx: Transaction, phone: string, purpose: CodePurpose, id: string): Promise<void> {
    await tx.execute(`delete from engagement.open_codes where tenant_id = $1 and phone = $2 and purpose = $3 and id = $4`, [
      tx.tenantId,
      phone,
      purpose,
      id,
    ]);
  }

  async settle(tx: Transaction, ids: readonly string[], state: CodeState, now: Date): Promise<void> {
    await tx.execute(
      `update engagement.codes set state = $3, settled_at = $4 where tenant_id = $1 and id = any($2::uuid[]) and state = 'open'`,
      [tx.tenantId, ids, state, now],
    );
  }

  /** Of the last code that was sent. */
  async lastState(tx: Transaction, phone: string, purpose: CodePurpose): Promise<CodeState | undefined> {
    const [row] = await tx.query<{ state: CodeState }>(
      `select state from engagement.codes where tenant_id = $1 and phone = $2 and purpose = $3 order by id desc limit 1`,
      [tx.tenantId, phone, purpose],
    );
    return row?.state;
  }

  /** Another code may be sent at once to whom these did not arrive. */
  async allowResend(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
    await tx.execute(`update engagement.open_codes set resend_at = least(resend_at, $3) where tenant_id = $1 and id = any($2::uuid[])`, [
      tx.tenantId,
      ids,
      now,
    ]);
  }

  async lockSent(tx: Transaction, ids: readonly string[]): Promise<SentCode[]> {
    return tx.query<SentCode>(
      `select id, purpose, delivery, delivered_at as "deliveredAt", price_type as "priceType" from engagement.codes
       where tenant_id = $1 and id = any($2::uuid[]) order by id for update`,
      [tx.tenantId, ids],
    );
  }

  async saveDelivery(
    tx: Transaction,
    code: {
      id: string;
      delivery: CodeDelivery;
      deliveredAt: string | null;
      failure: string | null;
      price: { category: string; type: string } | null;
    },
  ): Promise<void> {
    await tx.execute(
      `update engagement.codes set delivery = $3, delivered_at = $4, failure = case when $3 in ('failed', 'refused') then coalesce($5, failure) end, price_category = coalesce($6, price_category),
         price_type = coalesce($7, price_type)
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, code.id, code.delivery, code.deliveredAt, code.failure, code.price?.category ?? null, code.price?.type ?? null],
    );
  }

  /** Companies that have codes that are over. Runs under the system role. */
  async tenantsWithOver(tx: Transaction, now: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select distinct tenant_id as "tenantId" from (
         select tenant_id from engagement.open_codes where expires_at <= $1 order by expires_at, tenant_id limit $2) over`,
      [now, limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** @returns those that were taken away, at most `limit` */
  async closeOver(tx: Transaction, now: Date, limit: number): Promise<{ id: string; purpose: CodePurpose }[]> {
    return tx.query<{ id: string; purpose: CodePurpose }>(
      `with over as materialized (
         select id from engagement.open_codes where tenant_id = $1 and expires_at <= $2 order by expires_at limit $3 for update skip locked)
       delete from engagement.open_codes where tenant_id = $1 and id = any(array(select id from over)) and expires_at <= $2
       returning id, purpose`,
      [tx.tenantId, now, limit],
    );
  }

  /** @param phones each by the spelling that counts @returns the ids of the codes that are gone */
  async deleteOf(tx: Transaction, phones: readonly string[]): Promise<string[]> {
    await tx.execute(`delete from engagement.open_codes where tenant_id = $1 and phone = any($2::text[])`, [tx.tenantId, phones]);
    const rows = await tx.query<{ id: string }>(
      `delete from engagement.codes where tenant_id = $1 and phone = any($2::text[]) returning id`,
      [tx.tenantId, phones],
    );
    return rows.map(({ id }) => id);
  }

  async find(tx: Transaction, id: string): Promise<Code | undefined> {
    const [row] = await tx.query<Code>(`select ${columnsOf(CodeRow)} from engagement.codes where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }
}
