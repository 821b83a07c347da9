import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { PlanName } from '../../domain/plans/plan.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { RevenueRepository } from '../../persistence/revenue/revenue.repository.js';
import { offered, type OfferedPlan } from '../plans/catalogue.handler.js';

export interface PlanVersion extends OfferedPlan {
  /** Who is on it, those who try it included. */
  tenants: number;
  trials: number;
}

@Injectable()
export class ListVersionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly plans: PlansRepository,
    private readonly revenue: RevenueRepository,
  ) {}

  /** Versions of a plan, the newest first, and how many tenants are on each. @returns one more than `limit` where there are more */
  async execute(name: PlanName, before: number | undefined, limit: number): Promise<PlanVersion[]> {
    return this.database.forSystem(async (tx) => {
      const standing = await this.revenue.standingOf(tx, name);
      const versions = await this.plans.versions(tx, name, before, limit + 1);
      return versions.map((stored) => {
        const own = standing.filter(({ version }) => version === stored.version);
        return {
          ...offered(stored),
          tenants: own.reduce((sum, { tenants }) => sum + tenants, 0),
          trials: own.find(({ isTrial }) => isTrial)?.tenants ?? 0,
        };
      });
    });
  }
}
