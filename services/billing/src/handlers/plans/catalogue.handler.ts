import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { completeLimits, PLAN_NAMES, type Overage, type PlanLimits, type PlanName } from '../../domain/plans/plan.js';
import { PlansRepository, type StoredPlan } from '../../persistence/plans/plans.repository.js';
import { Audit } from '../audit/audit.step.js';

export interface OfferedPlan {
  name: PlanName;
  version: number;
  limits: PlanLimits;
  overage: Overage;
  createdAt: string;
}

@Injectable()
export class CatalogueHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly plans: PlansRepository,
    private readonly audit: Audit,
  ) {}

  /** The latest version of every plan, from the smallest to the largest. */
  async list(): Promise<OfferedPlan[]> {
    const plans = await this.database.forSystem((tx) => this.plans.offered(tx));
    return plans.map(offered).sort((a, b) => PLAN_NAMES.indexOf(a.name) - PLAN_NAMES.indexOf(b.name));
  }

  /**
   * Makes a new version of a plan, for those who are put on it from now on. Who is on it keeps the version that they have.
   *
   * @param limits what is left out stays as it is in the version before
   * @param overage all prices of a unit beyond the plan; left out, they stay
   */
  async change(name: PlanName, limits: Partial<PlanLimits>, overage: Overage | undefined, by: Actor): Promise<OfferedPlan> {
    return this.database.forSystem(async (tx) => {
      const before = offered(await this.plans.latest(tx, name));
      const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
      const after = offered(await this.plans.add(tx, name, { ...before.limits, ...given }, overage ?? before.overage, by.id));
      const facts = ({ version, limits: all, overage: prices }: OfferedPlan): object => ({ version, ...all, overage: prices });
      this.audit.ofPlatform(tx, by, 'changed', { type: 'plan', id: name }, facts(before), facts(after));
      return after;
    });
  }
}

const offered = ({ name, version, limits, overage, createdAt }: StoredPlan): OfferedPlan => ({
  name,
  version,
  limits: completeLimits(limits),
  overage,
  createdAt,
});
