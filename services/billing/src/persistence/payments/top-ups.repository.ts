import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class TopUpsRepository {
  /**
   * Until the end of the transaction nobody else changes it. @returns what has gone back of a payment so far, and how often that changed;
   * undefined where a reading that began later is stored
   */
  async begin(tx: Transaction, paymentId: string, reading: number): Promise<{ takenBackMinor: number; changes: number } | undefined> {
    const [row] = await tx.query<{ takenBackMinor: number; changes: number }>(
      `insert into billing.top_ups as t (tenant_id, payment_id, reading_stored) values ($1, $2, $3)
       on conflict (tenant_id, payment_id) do update set reading_stored = excluded.reading_stored
         where t.reading_stored < excluded.reading_stored
       returning taken_back_minor as "takenBackMinor", changes`,
      [tx.tenantId, paymentId, reading],
    );
    return row;
  }

  async store(tx: Transaction, paymentId: string, takenBackMinor: number): Promise<void> {
    await tx.execute(`update billing.top_ups set taken_back_minor = $3, changes = changes + 1 where tenant_id = $1 and payment_id = $2`, [
      tx.tenantId,
      paymentId,
      takenBackMinor,
    ]);
  }
}
