import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { completeLimits, PLAN_NAMES, type PlanLimits, type PlanName } from '../../domain/plans/plan.js';
import { PlansRepository, type StoredPlan } from '../../persistence/plans/plans.repository.js';
import { Audit } from '../audit/audit.step.js';

export interface OfferedPlan {
  name: PlanName;
  version: number;
  limits: PlanLimits;
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
   */
  async change(name: PlanName, limits: Partial<PlanLimits>, by: Actor): Promise<OfferedPlan> {
    return this.database.forSystem(async (tx) => {
      const before = offered(await this.plans.latest(tx, name));
      const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
      const after = offered(await this.plans.add(tx, name, { ...before.limits, ...given }, by.id));
      const facts = ({ version, limits: all }: OfferedPlan): object => ({ version, ...all });
      this.audit.ofPlatform(tx, by, 'changed', { type: 'plan', id: name }, facts(before), facts(after));
      return after;
    });
  }
}

const offered = ({ name, version, limits, createdAt }: StoredPlan): OfferedPlan => ({
  name,
  version,
  limits: completeLimits(limits),
  createdAt,
});
