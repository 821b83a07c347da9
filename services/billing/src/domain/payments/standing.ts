import type { PlanName } from '../plans/plan.js';
import type { ProviderSubscription, SubscriptionState } from './payment-provider.js';

/** What a company's subscription means here. */
export interface Standing {
  subscriptionId: string | null;
  status: SubscriptionState | null;
  /** Null: no subscription gives a plan. */
  plan: PlanName | null;
  version: number | null;
  failedTries: number;
  periodEndsAt: string | null;
  endsAt: string | null;
  /** Nothing leaves and no AI answers until it is paid; what customers write is taken. */
  suspended: boolean;
}

/** Of several subscriptions the first of these counts; what is not here gives nothing. */
const RANK: readonly SubscriptionState[] = ['active', 'trialing', 'past_due', 'unpaid', 'paused'];

/** Of what is to be paid before another plan is bought. */
const OVERDUE: readonly string[] = ['past_due', 'unpaid', 'paused'] satisfies SubscriptionState[];

/** Whether a subscription in this state owes something. */
export const isOverdue = (status: string | null): boolean => status !== null && OVERDUE.includes(status);

const NONE: Standing = {
  subscriptionId: null,
  status: null,
  plan: null,
  version: null,
  failedTries: 0,
  periodEndsAt: null,
  endsAt: null,
  suspended: false,
};

/**
 * Follows from what the provider says now, so that whatever notices came, and in whatever order, it ends the same. Only that a company is
 * suspended stays while it owes: a later invoice that nobody has tried to collect yet pays nothing.
 *
 * @param triesBeforeSuspension payments of an invoice that may fail before a company is suspended
 * @param wasSuspended by the reading before
 */
export function standingOf(subscriptions: readonly ProviderSubscription[], triesBeforeSuspension: number, wasSuspended: boolean): Standing {
  const live = subscriptions
    .filter(({ status, plan }) => plan !== null && RANK.includes(status))
    .sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status) || compare(b.createdAt, a.createdAt) || compare(b.id, a.id))[0];
  if (!live) return NONE;
  const { id, status, plan, version, failedTries, periodEndsAt, endsAt } = live;
  const gaveUp = status === 'unpaid' || status === 'paused';
  const suspended = gaveUp || (status === 'past_due' && (wasSuspended || failedTries >= triesBeforeSuspension));
  return { subscriptionId: id, status, plan, version, failedTries, periodEndsAt, endsAt, suspended };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
