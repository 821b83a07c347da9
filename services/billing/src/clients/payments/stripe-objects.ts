import type Stripe from 'stripe';
import { fromStripe } from '#contracts';
import {
  SUBSCRIPTION_STATES,
  type ProviderInvoice,
  type ProviderSubscription,
  type SubscriptionState,
} from '../../domain/payments/payment-provider.js';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';

/** What of our own making is at Stripe has these beside it. */
interface PriceMetadata {
  chasqui_plan?: string;
  chasqui_version?: string;
}

/** A subscription as Stripe gives it, with its latest invoice in it. */
export function subscriptionOf(subscription: Stripe.Subscription): ProviderSubscription {
  const item = subscription.items.data[0];
  const { chasqui_plan: plan, chasqui_version: version } = (item?.price.metadata ?? {}) as PriceMetadata;
  const isOurs = PLAN_NAMES.includes(plan as PlanName) && Number.isInteger(Number(version));
  const invoice = subscription.latest_invoice as Stripe.Invoice | null;
  return {
    id: subscription.id,
    status: stateOf(subscription.status),
    plan: isOurs ? (plan as PlanName) : null,
    version: isOurs ? Number(version) : null,
    failedTries: invoice?.status === 'open' ? invoice.attempt_count : 0,
    createdAt: timeOf(subscription.created)!,
    periodEndsAt: timeOf(item?.current_period_end ?? null),
    endsAt: timeOf(subscription.cancel_at),
  };
}

/** An invoice as Stripe gives it. @returns undefined where nothing was paid on it */
export function paidInvoice(invoice: Stripe.Invoice | undefined): ProviderInvoice | undefined {
  if (invoice?.status !== 'paid' || invoice.amount_paid === 0) return undefined;
  const { id, amount_paid, currency, lines } = invoice;
  const ends = lines.data.map(({ period }) => period.end);
  const starts = lines.data.map(({ period }) => period.start);
  return {
    id,
    paid: { amountMinor: fromStripe(amount_paid, currency), currency: currency.toUpperCase() },
    lines: lines.data.map(({ description, amount, parent }) => ({
      description: description ?? '',
      amountMinor: fromStripe(amount, currency),
      isProration: parent?.subscription_item_details?.proration ?? false,
    })),
    // Its last second belongs to the day before.
    period: ends.length === 0 ? null : { from: dayOf(Math.min(...starts)), to: dayOf(Math.max(...ends) - 1) },
  };
}

/** `incomplete_expired`, and what Stripe does not have yet, count as not paid. */
const stateOf = (status: string): SubscriptionState => SUBSCRIPTION_STATES.find((state) => state === status) ?? 'incomplete';

const timeOf = (seconds: number | null): string | null => (seconds === null ? null : new Date(seconds * 1_000).toISOString());
const dayOf = (seconds: number): string => timeOf(seconds)!.slice(0, 10);
/** @returns whose it is: Stripe gives an id, or the object itself where that was asked for */
export const nameOf = (owner: string | { id: string } | null): string | null => (typeof owner === 'string' ? owner : (owner?.id ?? null));
