export const PLAN_NAMES = ['free', 'starter', 'growth', 'enterprise'] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/**
 * What a plan limits. `messages` (messages that leave) and `aiReplies` are counted by calendar month (UTC); the others are what there is
 * at a time.
 */
export const METERS = ['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents'] as const;
export type Meter = (typeof METERS)[number];

/** Those that are counted by month, and reserved before they are used. */
export const MONTHLY_METERS = ['messages', 'aiReplies'] as const satisfies readonly Meter[];
export type MonthlyMeter = (typeof MONTHLY_METERS)[number];

/** What a unit beyond a plan costs, in minor units by currency. A tenant pays in the currency of its deposit; without a price there is none. */
export type Overage = Partial<Record<MonthlyMeter, Record<string, number>>>;

/** What a plan allows of each meter. Null means no limit. */
export type PlanLimits = Record<Meter, number | null>;

/** What a tenant may use beyond its plan: amounts above 0 by meter. */
export type Addons = Partial<Record<Meter, number>>;

/** What has no limit gets none. */
export const withAddons = (limits: PlanLimits, addons: Addons): PlanLimits =>
  Object.fromEntries(METERS.map((meter) => [meter, limits[meter] === null ? null : limits[meter] + (addons[meter] ?? 0)])) as PlanLimits;

/** What a plan has or lacks: webhooks to systems of one's own, and colours, name and logo of one's own. */
export const FEATURES = ['webhooks', 'branding'] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Record<Feature, boolean>;

export const featuresWithout = (lacks: readonly string[]): Features =>
  Object.fromEntries(FEATURES.map((feature) => [feature, !lacks.includes(feature)])) as Features;

export const MAX_LIMIT = 1_000_000_000_000;
/** Minor units. */
export const MAX_UNIT_PRICE = 1_000_000;

/** Every meter, also those that a version of a plan is older than. */
export const completeLimits = (limits: Partial<Record<string, number | null>>): PlanLimits =>
  Object.fromEntries(METERS.map((meter) => [meter, limits[meter] ?? null])) as PlanLimits;

export interface Allowance {
  limit: number | null;
  used: number;
  /** Promised to what is under way. */
  reserved: number;
  /** Null when there is no limit; never below 0. */
  remaining: number | null;
}

export const allowance = (limit: number | null, used: number, reserved: number): Allowance => ({
  limit,
  used,
  reserved,
  remaining: limit === null ? null : Math.max(0, limit - used - reserved),
});
