import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import type { Money } from '../../domain/ledger/money.js';
import {
  completeLimits,
  FEATURES,
  featuresWithout,
  PLAN_NAMES,
  type Features,
  type Overage,
  type PlanLimits,
  type PlanName,
} from '../../domain/plans/plan.js';
import { PlansRepository, type StoredPlan } from '../../persistence/plans/plans.repository.js';
import { Audit } from '../audit/audit.step.js';

export interface OfferedPlan {
  name: PlanName;
  version: number;
  limits: PlanLimits;
  overage: Overage;
  /** Of a month; null where it is not sold by checkout. */
  price: Money | null;
  /** Of the first subscription; null: what the installation gives. */
  trialDays: number | null;
  features: Features;
  createdAt: string;
}

interface PlanChanges {
  limits: Partial<PlanLimits>;
  overage?: Overage | undefined;
  price?: Money | null | undefined;
  trialDays?: number | null | undefined;
  features?: Partial<Features> | undefined;
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
   * @param changes.limits what is left out stays as it is in the version before
   * @param changes.overage all prices of a unit beyond the plan; left out, they stay
   * @param changes.features what is left out stays as it is
   * @param changes.trialDays null: what the installation gives; left out, they stay
   * @param changes.price of a month; null takes the plan out of the checkout, left out, it stays
   */
  async change(name: PlanName, changes: PlanChanges, by: Actor): Promise<OfferedPlan> {
    return this.database.forSystem(async (tx) => {
      const before = offered(await this.plans.latest(tx, name));
      const given = Object.fromEntries(Object.entries(changes.limits).filter(([, limit]) => limit !== undefined));
      const after = offered(
        await this.plans.add(tx, name, {
          limits: { ...before.limits, ...given },
          overage: changes.overage ?? before.overage,
          price: changes.price === undefined ? before.price : changes.price,
          lacks: FEATURES.filter((feature) => !(changes.features?.[feature] ?? before.features[feature])),
          trialDays: changes.trialDays === undefined ? before.trialDays : changes.trialDays,
          by: by.id,
        }),
      );
      const facts = ({ version, limits, overage, price, trialDays, features }: OfferedPlan): object => ({
        version,
        ...limits,
        overage,
        price,
        trialDays,
        features,
      });
      this.audit.ofPlatform(tx, by, 'changed', { type: 'plan', id: name }, facts(before), facts(after));
      return after;
    });
  }
}

/** A stored version as it is shown. */
export const offered = ({
  name,
  version,
  limits,
  overage,
  priceMinor,
  priceCurrency,
  trialDays,
  lacks,
  createdAt,
}: StoredPlan): OfferedPlan => ({
  name,
  version,
  limits: completeLimits(limits),
  overage,
  price: priceMinor === null || priceCurrency === null ? null : { amountMinor: priceMinor, currency: priceCurrency },
  trialDays,
  features: featuresWithout(lacks),
  createdAt,
});
