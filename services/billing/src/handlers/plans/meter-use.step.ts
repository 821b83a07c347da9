import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { allowance, METERS, type Addons, type Allowance, type Meter, type PlanLimits } from '../../domain/plans/plan.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import type { Subscription } from '../../persistence/plans/subscriptions.repository.js';
import { TenantLimits } from './tenant-limits.step.js';

export interface UsedMeters {
  subscription: Subscription;
  /** Whether the limits bind. */
  enforced: boolean;
  limits: PlanLimits;
  addons: Addons;
  meters: (Allowance & { meter: Meter })[];
  /** The plan has no room for another message, and the deposit does not pay for one. */
  isFull: boolean;
}

/** What a tenant may use, and has used of it: in this month, and of what is counted as it stands. */
@Injectable()
export class MeterUse {
  constructor(
    private readonly tenantLimits: TenantLimits,
    private readonly quotas: QuotasRepository,
  ) {}

  async execute(tx: Transaction): Promise<UsedMeters> {
    const { subscription, limits, addons } = await this.tenantLimits.execute(tx);
    const monthly = await this.quotas.list(tx);
    const found: { meter: Meter; used: number; reserved?: number }[] = [...monthly, ...(await this.quotas.standing(tx))];
    const byMeter = new Map(found.map((quota) => [quota.meter, quota]));
    const enforced = subscription.enforcedSince !== null;
    return {
      subscription,
      enforced,
      limits,
      addons,
      meters: METERS.map((meter) => {
        const { used = 0, reserved = 0 } = byMeter.get(meter) ?? {};
        return { meter, ...allowance(limits[meter], used, reserved) };
      }),
      isFull: enforced && monthly.find(({ meter }) => meter === 'messages')?.isFull === true,
    };
  }
}
