import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { BURST_PART, CALLS_PER_HOUR, LEFT_TO_PEOPLE, NOT_REGISTERED, REFILL_PART } from '../../domain/templates/management-calls.js';

const HOUR = 3_600;

@Injectable()
export class ManagementCallsRepository {
  /**
   * Spends one call of the account. One statement, so that however many processes ask at the same time, no more than the bucket holds go.
   *
   * @param isForPerson somebody waits for the answer @returns 0 when it may go; otherwise in how many milliseconds one may
   */
  async take(tx: Transaction, wabaId: string, isForPerson: boolean): Promise<number> {
    const limit = (await this.#isRegistered(tx, wabaId)) ? CALLS_PER_HOUR.registered : CALLS_PER_HOUR.none;
    const step = HOUR / (limit * REFILL_PART);
    const most = limit * BURST_PART * (isForPerson ? 1 : 1 - LEFT_TO_PEOPLE) * step;
    const taken = await tx.query(
      `insert into message_sender.management_calls as c (tenant_id, waba_id, spent_until)
       values ($1, $2, clock_timestamp() + make_interval(secs => $3))
       on conflict (tenant_id, waba_id) do update set spent_until = greatest(c.spent_until, clock_timestamp()) + make_interval(secs => $3)
       where c.spent_until + make_interval(secs => $3) <= clock_timestamp() + make_interval(secs => $4) returning 1`,
      [tx.tenantId, wabaId, step, most],
    );
    if (taken.length > 0) return 0;
    const [row] = await tx.query<{ waitMs: number }>(
      `select greatest(1000, 1000 * (extract(epoch from spent_until - clock_timestamp())::float8 + $3::float8 - $4::float8)) as "waitMs"
       from message_sender.management_calls where tenant_id = $1 and waba_id = $2`,
      [tx.tenantId, wabaId, step, most],
    );
    return Math.ceil(row?.waitMs ?? 1_000);
  }

  /** WhatsApp said that it was too much: nobody asks for so long. */
  async exhaust(tx: Transaction, wabaId: string, ms: number): Promise<void> {
    const limit = (await this.#isRegistered(tx, wabaId)) ? CALLS_PER_HOUR.registered : CALLS_PER_HOUR.none;
    const full = (HOUR * BURST_PART) / REFILL_PART - HOUR / (limit * REFILL_PART);
    await tx.execute(
      `insert into message_sender.management_calls as c (tenant_id, waba_id, spent_until)
       values ($1, $2, clock_timestamp() + make_interval(secs => $3))
       on conflict (tenant_id, waba_id) do update set spent_until = greatest(c.spent_until, excluded.spent_until)`,
      [tx.tenantId, wabaId, full + ms / 1_000],
    );
  }

  async #isRegistered(tx: Transaction, wabaId: string): Promise<boolean> {
    const [row] = await tx.query<{ registered: boolean }>(
      `select exists (
         select from tenant.numbers_v1
         where tenant_id = $1 and waba_id = $2 and coalesce(meta_status, '') <> all ($3::text[])) as registered`,
      [tx.tenantId, wabaId, NOT_REGISTERED],
    );
    return row!.registered;
  }
}
