import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { PlanName } from '../../domain/plans/plan.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';
import { Audit } from '../audit/audit.step.js';
import { TenantLimits } from './tenant-limits.step.js';

/** Of these nothing more is used while a company is suspended. What customers write is counted nowhere, and is always taken. */
const STOPPED = { messages: 0, aiReplies: 0 };

type By = Parameters<Audit['append']>[1];

/** Puts a tenant on a plan, suspends it, or lets it go on: the limits bind from the commit on. What it has beyond them stays. */
@Injectable()
export class BindPlan {
  constructor(
    private readonly plans: PlansRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly quotas: QuotasRepository,
    private readonly tenantLimits: TenantLimits,
    private readonly audit: Audit,
  ) {}

  /** @param to.version the latest one where it is left out @param to.isTrial nothing is paid for it yet */
  async toPlan(tx: Transaction, name: PlanName, by: By, to: { version?: number; isTrial?: boolean } = {}): Promise<void> {
    const before = await this.subscriptions.find(tx);
    const planVersion = to.version ?? (await this.plans.latest(tx, name)).version;
    await this.subscriptions.save(tx, name, planVersion, to.isTrial ?? false);
    await this.#bind(tx);
    // What is counted by month is looked at where it changes; of what there is nobody tells until the next one comes.
    for (const { meter, used } of await this.quotas.standing(tx)) await this.quotas.noteUse(tx, meter, used);
    const facts = { plan: before.plan, planVersion: before.planVersion };
    this.audit.append(tx, by, 'changed', { type: 'subscription', id: tx.tenantId! }, facts, { plan: name, planVersion });
  }

  /** Whether a tenant is on this version of a plan: whoever bound it asks whether somebody else has bound another since. */
  async isOn(tx: Transaction, name: PlanName, version: number): Promise<boolean> {
    const { plan, planVersion } = await this.subscriptions.find(tx);
    return plan === name && planVersion === version;
  }

  /** From today on it pays for the plan that it is on, or does not yet. */
  async setTrial(tx: Transaction, isTrial: boolean): Promise<void> {
    const { plan, planVersion } = await this.subscriptions.find(tx);
    await this.subscriptions.beginPeriod(tx, plan, planVersion, isTrial);
  }

  /** @param suspended false: the limits of its plan bind again */
  async suspend(tx: Transaction, suspended: boolean, by: By): Promise<void> {
    const { suspendedSince } = await this.subscriptions.find(tx);
    if ((suspendedSince !== null) === suspended) return;
    await this.subscriptions.suspend(tx, suspended);
    await this.#bind(tx);
    const verb = suspended ? 'suspended' : 'resumed';
    this.audit.append(tx, by, verb, { type: 'subscription', id: tx.tenantId! }, { suspended: !suspended }, { suspended });
  }

  /** The limits of who is on a plan, once more: something of them has changed. */
  async again(tx: Transaction): Promise<void> {
    const { enforcedSince } = await this.subscriptions.find(tx);
    if (enforcedSince !== null) await this.#bind(tx);
  }

  async #bind(tx: Transaction): Promise<void> {
    const { subscription, limits, overage, lacks } = await this.tenantLimits.execute(tx);
    await this.quotas.setMissing(tx, lacks);
    // Nor does the deposit pay for what is beyond.
    if (subscription.suspendedSince === null) await this.quotas.setLimits(tx, limits, overage);
    else await this.quotas.setLimits(tx, { ...limits, ...STOPPED }, {});
  }
}
