import { Injectable } from '@nestjs/common';
import { columnsOf, numberBefore, type Read, type Transaction } from '#database';
import type { Money } from '../../domain/ledger/money.js';
import type { Overage, PlanLimits, PlanName } from '../../domain/plans/plan.js';
import { PlanRow } from './plan.entity.js';

export type StoredPlan = Omit<Read<PlanRow>, 'name' | 'overage'> & { name: PlanName; overage: Overage };

/** The catalogue: of the installation, written under the system role. */
@Injectable()
export class PlansRepository {
  /** The version that a tenant gets who is put on the plan now. */
  async latest(tx: Transaction, name: PlanName): Promise<StoredPlan> {
    const [plan] = await tx.query<StoredPlan>(
      `select ${columnsOf(PlanRow)} from billing.plans where name = $1 order by version desc limit 1`,
      [name],
    );
    return plan!;
  }

  async find(tx: Transaction, name: PlanName, version: number): Promise<StoredPlan> {
    const [plan] = await tx.query<StoredPlan>(`select ${columnsOf(PlanRow)} from billing.plans where name = $1 and version = $2`, [
      name,
      version,
    ]);
    return plan!;
  }

  /** The latest version of every plan. */
  async offered(tx: Transaction): Promise<StoredPlan[]> {
    return tx.query(`select distinct on (name) ${columnsOf(PlanRow)} from billing.plans order by name, version desc`);
  }

  /** The newest first. @param before the version at which the page before ended */
  async versions(tx: Transaction, name: PlanName, before: number | undefined, limit: number): Promise<StoredPlan[]> {
    return tx.query(
      `select ${columnsOf(PlanRow)} from billing.plans where name = $1 and ${numberBefore('version', '$2')} order by version desc limit $3`,
      [name, before ?? null, limit],
    );
  }

  /** Two at the same time make two versions, one after the other. @returns the new version */
  async add(
    tx: Transaction,
    name: PlanName,
    {
      limits,
      overage,
      price,
      trialDays,
      lacks,
      by,
    }: { limits: PlanLimits; overage: Overage; price: Money | null; trialDays: number | null; lacks: readonly string[]; by: string },
  ): Promise<StoredPlan> {
    await tx.execute(`select from billing.plans where name = $1 and version = 1 for update`, [name]);
    const [plan] = await tx.query<StoredPlan>(
      `insert into billing.plans (name, version, limits, overage, created_by, price_minor, price_currency, trial_days, lacks)
       select $1, max(version) + 1, $2, $3, $4, $5, $6, $7, $8 from billing.plans where name = $1 returning ${columnsOf(PlanRow)}`,
      [name, JSON.stringify(limits), JSON.stringify(overage), by, price?.amountMinor ?? null, price?.currency ?? null, trialDays, lacks],
    );
    return plan!;
  }
}
