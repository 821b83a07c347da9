import { Injectable } from '@nestjs/common';
import { columnsOf, type Read, type Transaction } from '#database';
import type { TopUpRule } from '../../domain/payments/automatic-top-up.js';
import { AutomaticChargeRow } from './automatic-charge.entity.js';
import { AutomaticTopUpRow } from './automatic-top-up.entity.js';

export type AutomaticTopUp = Read<AutomaticTopUpRow>;
export type AutomaticCharge = Omit<Read<AutomaticChargeRow>, 'tenantId'>;

const RULE = columnsOf(AutomaticTopUpRow);
const CHARGE = columnsOf(AutomaticChargeRow);
/** What became of them stands in the ledger for good. */
const KEPT_DAYS = 100;

@Injectable()
export class AutomaticTopUpsRepository {
  async find(tx: Transaction): Promise<AutomaticTopUp | undefined> {
    const [row] = await tx.query<AutomaticTopUp>(`select ${RULE} from billing.automatic_top_ups where tenant_id = $1`, [tx.tenantId]);
    return row;
  }

  /** Until the end of the transaction nobody else changes it, nor begins a charge. */
  async lock(tx: Transaction): Promise<AutomaticTopUp | undefined> {
    const [row] = await tx.query<AutomaticTopUp>(`select ${RULE} from billing.automatic_top_ups where tenant_id = $1 for update`, [
      tx.tenantId,
    ]);
    return row;
  }

  /** A new rule begins without failures, and is looked at now. */
  async save(tx: Transaction, { isOn, belowMinor, amountMinor, maxDaily }: TopUpRule): Promise<void> {
    await tx.execute(
      `insert into billing.automatic_top_ups (tenant_id, is_on, below_minor, amount_minor, max_daily, due_at)
       values ($1, $2, $3, $4, $5, case when $2 then now() end)
       on conflict (tenant_id) do update set is_on = excluded.is_on, below_minor = excluded.below_minor, amount_minor = excluded.amount_minor,
         max_daily = excluded.max_daily, failures = 0, due_at = excluded.due_at, updated_at = now()`,
      [tx.tenantId, isOn, belowMinor, amountMinor, maxDaily],
    );
  }

  /** @param dueMs from now; null: when the deposit falls again */
  async next(tx: Transaction, { dueMs, failures, isOn }: { dueMs: number | null; failures: number; isOn: boolean }): Promise<void> {
    await tx.execute(
      `update billing.automatic_top_ups set due_at = now() + make_interval(secs => $2::float8 / 1000), failures = $3, is_on = $4
       where tenant_id = $1`,
      [tx.tenantId, dueMs, failures, isOn],
    );
  }

  /** Under the system role. @returns tenants that are to be looked at, those first that wait longest */
  async due(tx: Transaction, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select tenant_id as "tenantId" from billing.automatic_top_ups where due_at <= now() order by due_at limit $1`,
      [limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Those of a day, the newest first; and one that is open, whenever it began. @param since the first id of the day */
  async charges(tx: Transaction, since: string): Promise<AutomaticCharge[]> {
    return tx.query(
      `select ${CHARGE} from billing.automatic_charges where tenant_id = $1 and id >= $2
       union select ${CHARGE} from billing.automatic_charges where tenant_id = $1 and state = 'open' order by id desc`,
      [tx.tenantId, since],
    );
  }

  async lastCharge(tx: Transaction): Promise<AutomaticCharge | undefined> {
    const [row] = await tx.query<AutomaticCharge>(
      `select ${CHARGE} from billing.automatic_charges where tenant_id = $1 order by id desc limit 1`,
      [tx.tenantId],
    );
    return row;
  }

  /** Begins a charge. @param before the first id that is kept */
  async begin(tx: Transaction, id: string, money: { amountMinor: number; currency: string }): Promise<AutomaticCharge> {
    await tx.execute(`delete from billing.automatic_charges where tenant_id = $1 and at < now() - make_interval(days => $2)`, [
      tx.tenantId,
      KEPT_DAYS,
    ]);
    const [row] = await tx.query<AutomaticCharge>(
      `insert into billing.automatic_charges (tenant_id, id, amount_minor, currency, state) values ($1, $2, $3, $4, 'open') returning ${CHARGE}`,
      [tx.tenantId, id, money.amountMinor, money.currency],
    );
    return row!;
  }

  async keepMethod(tx: Transaction, id: string, methodId: string): Promise<void> {
    await tx.execute(`update billing.automatic_charges set method_id = $3 where tenant_id = $1 and id = $2`, [tx.tenantId, id, methodId]);
  }

  /** One more refusal that is not the card's. @returns how many there were; 0 where the charge is over */
  async refuse(tx: Transaction, id: string): Promise<number> {
    const [row] = await tx.query<{ refusals: number }>(
      `update billing.automatic_charges set refusals = refusals + 1 where tenant_id = $1 and id = $2 and state = 'open' returning refusals`,
      [tx.tenantId, id],
    );
    return row?.refusals ?? 0;
  }

  /** @returns whether it was open */
  async end(tx: Transaction, id: string, outcome: { paymentId: string } | { error: string }): Promise<boolean> {
    const [paymentId, error] = 'paymentId' in outcome ? [outcome.paymentId, null] : [null, outcome.error];
    const rows = await tx.query(
      `update billing.automatic_charges set state = case when $3::text is null then 'failed' else 'paid' end, payment_id = $3, error = $4
       where tenant_id = $1 and id = $2 and state = 'open' returning id`,
      [tx.tenantId, id, paymentId, error],
    );
    return rows.length > 0;
  }
}
