import type { Transaction } from '#database';
import { Problem } from './problem.js';

/** What a plan limits by number, where it is made. */
const WORDS = { contacts: 'contacts', outlets: 'outlets', users: 'people and open invitations', documents: 'documents' } as const;
export type CountedMeter = keyof typeof WORDS;

/** Whoever is on a smaller plan now may have more than it allows; beyond this it is told as this. */
const MAX_SHOWN = 10_000;

/** From this share of a limit on a tenant is warned. */
const NEAR = 0.8;

interface Asked {
  tenantId: string;
  meter: CountedMeter;
  /** How many are to come. 0 where they are in the transaction already. */
  adding: number;
  /** How many there are; it need not look at more than `enough`. */
  count: (enough: number) => Promise<number>;
}

/**
 * Lets a tenant have no more of something than its plan allows. Two that come at once wait for one another, so that they cannot both be the
 * last; whoever has no limit waits for nobody. What billing publishes is read by its key, in the transaction of whoever asks: nothing is
 * cached, and a change of plan holds from its commit on.
 *
 * @throws {Problem} 402 quota_exceeded, with `meter`, `limit` and `used`
 */
export async function requireRoom(tx: Transaction, { tenantId, meter, adding, count }: Asked): Promise<void> {
  const limit = await lockedLimit(tx, tenantId, meter);
  if (limit === null) return;
  const used = (await count(limit + 1)) + adding;
  if (used > limit) throw quotaExceeded(meter, limit, (await count(MAX_SHOWN)) + adding - 1);
  await noteUse(tx, { tenantId, meter, limit, used });
}

/**
 * The same for many at once, of which some may come and others not.
 *
 * @returns how many of `adding` the plan has room for, up to all of them
 */
export async function takeRoom(tx: Transaction, { tenantId, meter, adding, count }: Asked): Promise<number> {
  if (adding === 0) return 0;
  const limit = await lockedLimit(tx, tenantId, meter);
  if (limit === null) return adding;
  const there = await count(limit + 1);
  const fitting = Math.max(0, Math.min(adding, limit - there));
  await noteUse(tx, { tenantId, meter, limit, used: there + fitting });
  return fitting;
}

/** The same without waiting, for whoever would do much before it is refused. It may be wrong by those who come at the same time. */
export async function lookForRoom(tx: Transaction, { tenantId, meter, adding, count }: Asked): Promise<void> {
  const limit = await limitOf(tx, tenantId, meter);
  if (limit === null) return;
  if ((await count(limit + 1)) + adding > limit) throw quotaExceeded(meter, limit, await count(MAX_SHOWN));
}

/** The limit, with the lock that lets one after the other count; null, and no lock, where there is none. */
async function lockedLimit(tx: Transaction, tenantId: string, meter: CountedMeter): Promise<number | null> {
  const limit = await limitOf(tx, tenantId, meter);
  if (limit === null) return null;
  tx.alone();
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('quota:' || $2 || $1::text, 0))`, [tenantId, meter]);
  return limit;
}

/** Billing finds whether that is near the limit, once, in this transaction. */
async function noteUse(
  tx: Transaction,
  { tenantId, meter, limit, used }: { tenantId: string; meter: CountedMeter; limit: number; used: number },
): Promise<void> {
  if (used >= limit * NEAR) await tx.query(`select from billing.note_use_v1($1, $2, $3)`, [tenantId, meter, used]);
}

async function limitOf(tx: Transaction, tenantId: string, meter: string): Promise<number | null> {
  const [quota] = await tx.query<{ limit: number | null }>(
    `select limit_amount as "limit" from billing.quotas_v1 where tenant_id = $1 and meter = $2`,
    [tenantId, meter],
  );
  return quota?.limit ?? null;
}

/** Of somebody who has as much as their plan allows (or more, after a change to a smaller plan). */
function quotaExceeded(meter: CountedMeter, limit: number, used: number): Problem {
  const detail = `The plan allows ${limit} ${WORDS[meter]}, and that many are there. Remove one that is not needed, or ask for a larger plan.`;
  return new Problem(402, 'quota_exceeded', detail, undefined, {}, { meter, limit, used });
}

/** What a plan may lack, where it is made. */
const FEATURE_WORDS = { webhooks: 'webhooks to systems of your own', branding: 'colours, name and logo of your own' } as const;
export type PlanFeature = keyof typeof FEATURE_WORDS;

/**
 * Lets a tenant make only what its plan has: read by its key in the transaction of the making, as limits are. What is there already stays.
 *
 * @throws {Problem} 402 feature_not_in_plan, with `feature`
 */
export async function requireFeature(tx: Transaction, tenantId: string, feature: PlanFeature): Promise<void> {
  const missing = await tx.query(`select from billing.missing_features_v1 where tenant_id = $1 and feature = $2`, [tenantId, feature]);
  if (missing.length === 0) return;
  const detail = `The plan does not have ${FEATURE_WORDS[feature]}. Take a larger plan, or ask the operator.`;
  throw new Problem(402, 'feature_not_in_plan', detail, undefined, {}, { feature });
}
