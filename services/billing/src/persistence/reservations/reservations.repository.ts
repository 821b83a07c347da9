import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { MonthlyMeter } from '../../domain/plans/plan.js';

/** What was used beyond the plan and is to be paid from the deposit. */
export interface Owed {
  currency: string;
  amountMinor: number;
  units: number;
}

@Injectable()
export class ReservationsRepository {
  /** Those of the keys that have a reservation: most messages have none, because most tenants have no limit. */
  async among(tx: Transaction, meter: MonthlyMeter, keys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ key: string }>(
      `select key from billing.reservations where tenant_id = $1 and meter = $2 and key = any($3::uuid[])`,
      [tx.tenantId, meter, keys],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** @param isCounted the use was added to what was used already @returns what it costs */
  async use(tx: Transaction, meter: MonthlyMeter, keys: readonly string[], isCounted: boolean): Promise<Owed[]> {
    return tx.query(`select currency, amount_minor as "amountMinor", units from billing.settle_reservations($1, $2::uuid[], true, $3)`, [
      meter,
      keys,
      isCounted,
    ]);
  }

  async release(tx: Transaction, meter: MonthlyMeter, keys: readonly string[]): Promise<void> {
    await tx.query(`select from billing.release_v1($1, $2::uuid[])`, [meter, keys]);
  }

  /** Of all tenants, what is longest over. Runs under the system role. */
  async expired(tx: Transaction, limit: number): Promise<{ tenantId: string; meter: MonthlyMeter; key: string }[]> {
    return tx.query(
      `select tenant_id as "tenantId", meter, key from billing.reservations where expires_at <= now() order by expires_at limit $1`,
      [limit],
    );
  }
}
