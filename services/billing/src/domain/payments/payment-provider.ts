import type { Money } from '../ledger/money.js';
import type { PlanName } from '../plans/plan.js';

/** What a month of a version of a plan costs. */
export interface PlanPrice extends Money {
  plan: PlanName;
  version: number;
}

export const SUBSCRIPTION_STATES = ['trialing', 'active', 'past_due', 'unpaid', 'paused', 'incomplete', 'canceled'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** A subscription as it stands at the provider now. */
export interface ProviderSubscription {
  id: string;
  status: SubscriptionState;
  /** Null where its price is none of ours: somebody made it by hand. */
  plan: PlanName | null;
  version: number | null;
  /** Of the invoice that is open; 0 when none is. */
  failedTries: number;
  createdAt: string;
  /** When the month ends that is paid for. */
  periodEndsAt: string | null;
  /** When it ends for good, if that is decided. */
  endsAt: string | null;
}

/** What a notice names. */
export interface ProviderObject {
  type: string;
  id: string;
}

/** A deposit that was paid, and how much of it went back. */
export interface ProviderTopUp {
  /** Of the payment. */
  id: string;
  money: Money;
  refundedMinor: number;
  /** What a bank holds or took because its customer disputes the payment. */
  disputedMinor: number;
}

/** An invoice of a subscription that was paid. */
export interface ProviderInvoice {
  id: string;
  paid: Money;
  /** What it says of what was sold; they may not sum to what was paid. */
  lines: { description: string; amountMinor: number; isProration: boolean }[];
  /** Days in UTC, both included. */
  period: { from: string; to: string } | null;
}

/** What the provider says now about what a notice named. */
export interface PaymentReading {
  /** All of the customer that are known; undefined where the notice was not about any. */
  subscriptions?: ProviderSubscription[];
  /** Undefined where the notice was about no paid deposit. */
  topUp?: ProviderTopUp;
  /** Undefined where the notice was about no invoice on which something was paid. */
  invoice?: ProviderInvoice;
}

export interface MissedNotice {
  noticeId: string;
  createdMs: number;
  object: ProviderObject;
  customerId: string | null;
}

/** Where the provider sends people back to. */
export interface ReturnUrls {
  done: string;
  cancelled: string;
}

/** A checkout of a plan. */
export interface PlanOrder {
  customerId: string;
  price: PlanPrice;
  /** 0 for none. */
  trialDays: number;
  /** A later checkout of the customer has a higher one. */
  turn: number;
  urls: ReturnUrls;
}

/**
 * Who takes payments: the only place that knows a provider. Another one is another class. Every method may throw {@link ProviderFailed}.
 * Reading tells how things stand now, so that notices only say when to look, and their order and number mean nothing.
 */
export abstract class PaymentProvider {
  abstract readonly name: 'stripe';
  /** Twice for one tenant gives the same customer. @returns the customer's id */
  abstract createCustomer(tenantId: string): Promise<string>;
  /** Makes a page where the person pays, beside others that there may be. */
  abstract openCheckout(order: PlanOrder): Promise<void>;
  /**
   * Of the open checkouts of plans of a customer leaves the one with the highest turn, and ends the others; one that is paid meanwhile is none.
   *
   * @returns the address of the one that is left, if there is one
   */
  abstract keepLastCheckout(customerId: string): Promise<string | null>;
  /** @returns the address of the page where the person pays a deposit */
  abstract checkoutTopUp(order: { customerId: string; money: Money; urls: ReturnUrls }): Promise<string>;
  /** @returns the payment method that the provider keeps of the customer and that can be charged while nobody is there; null for none */
  abstract methodOf(customerId: string): Promise<string | null>;
  /**
   * Charges a payment method that the provider keeps, while nobody is there, for a deposit. The same key is one charge, of one method.
   *
   * @returns the payment, which is made @throws {ProviderFailed} refused: the card was not charged; unable: nothing was, for another reason; away: ask
   *   again by the same key
   */
  abstract charge(order: { customerId: string; methodId: string; money: Money; key: string }): Promise<{ paymentId: string }>;
  /** Moves a subscription to another plan now; the difference is charged. @returns where it must be paid, or null when it is */
  abstract changePlan(subscriptionId: string, price: PlanPrice): Promise<string | null>;
  /** Gives a part of a payment back; the same part of the same payment once, however often it is asked. */
  abstract refund(paymentId: string, money: Money): Promise<void>;
  /** Ends the checkouts of plans that a customer has not paid; one that is paid meanwhile is none. */
  abstract expireCheckouts(customerId: string): Promise<void>;
  /** A customer pays nothing more: checkouts that are open end, and so do subscriptions, now. What is gone counts as done. */
  abstract endCustomer(customerId: string): Promise<void>;
  /** @returns the page where a customer changes the payment method and cancels */
  abstract portal(customerId: string, returnUrl: string): Promise<string>;
  /** @returns whose an object is; null for nobody's */
  abstract customerOf(object: ProviderObject): Promise<string | null>;
  abstract read(object: ProviderObject, customerId: string): Promise<PaymentReading>;
  /**
   * Notices of what is read here that did not arrive everywhere, the oldest first; some of them may be known here.
   *
   * @param since at the earliest @param atMost where there are more, the newest are given
   */
  abstract missedNotices(since: Date, atMost: number): AsyncIterable<MissedNotice>;
}

/** The provider did not do what it was asked. */
export class ProviderFailed extends Error {
  constructor(
    /** `away`: nobody knows what it did; `refused`: it did nothing; `unable`: nor did it, of a charge, and not because of what is charged. */
    readonly reason: 'away' | 'refused' | 'unable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
