import type Stripe from 'stripe';
import { fromStripe, toStripe } from '#contracts';
import type { Money } from '../../domain/ledger/money.js';
import {
  PaymentProvider,
  ProviderFailed,
  type MissedNotice,
  type PaymentReading,
  type PlanOrder,
  type PlanPrice,
  type ProviderObject,
  type ProviderSubscription,
  type ProviderTopUp,
  type ReturnUrls,
} from '../../domain/payments/payment-provider.js';
import { nameOf, paidInvoice, subscriptionOf } from './stripe-objects.js';

const TIMEOUT_MS = 20_000;
const PAGE = 100;
/** What marks a payment as one into a deposit. */
const TOP_UP = 'top_up';
/** What tells the order of a customer's checkouts; those without it are older. */
const TURN = 'chasqui_turn';
/** Of a customer, open checkouts or live subscriptions: far more than there ever are. */
const MAX_OF_CUSTOMER = 1_000;
/** A company has one subscription at a time; what ended long ago tells nothing. */
const MAX_SUBSCRIPTIONS = 20;

/** Events after which something may stand otherwise here. Stripe takes at most 20 types: docs.stripe.com/api/events/list. */
const TYPES = [
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'payment_intent.succeeded',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
];

/**
 * Stripe. The library is loaded with the first call, since it takes 17 MB, and asks the version of their API that it was made for.
 * Source: docs.stripe.com/api, of version 2026-09-30.endive.
 */
export class StripePayments extends PaymentProvider {
  readonly name = 'stripe';
  #stripe: Promise<Stripe> | undefined;

  constructor(
    private readonly key: string,
    /** Where Stripe is; a stand-in listens elsewhere. */
    private readonly apiUrl: string,
  ) {
    super();
  }

  async createCustomer(tenantId: string): Promise<string> {
    const customer = await this.#ask((stripe) =>
      stripe.customers.create({ metadata: { chasqui_tenant: tenantId } }, { idempotencyKey: `customer ${tenantId}` }),
    );
    return customer.id;
  }

  async openCheckout({ customerId, price, trialDays, turn, urls }: PlanOrder): Promise<void> {
    await this.#ask(async (stripe) =>
      stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: customerId,
        line_items: [{ price: await priceOf(stripe, price), quantity: 1 }],
        ...(trialDays > 0 && { subscription_data: { trial_period_days: trialDays } }),
        // Asked for, and kept with the customer, whose invoices name it.
        billing_address_collection: 'required',
        tax_id_collection: { enabled: true },
        customer_update: { name: 'auto', address: 'auto' },
        metadata: { [TURN]: String(turn) },
        success_url: urls.done,
        cancel_url: urls.cancelled,
      }),
    );
  }

  async checkoutTopUp({ customerId, money, urls }: { customerId: string; money: Money; urls: ReturnUrls }): Promise<string> {
    const session = await this.#ask((stripe) =>
      stripe.checkout.sessions.create({
        mode: 'payment',
        customer: customerId,
        line_items: [
          {
            price_data: {
              currency: money.currency.toLowerCase(),
              unit_amount: toStripe(money),
              product_data: { name: 'Chasqui deposit' },
            },
            quantity: 1,
          },
        ],
        // Kept with the customer, so that it can be charged when the deposit runs low, if they want that.
        payment_intent_data: { metadata: { chasqui: TOP_UP }, setup_future_usage: 'off_session' },
        success_url: urls.done,
        cancel_url: urls.cancelled,
      }),
    );
    return addressOf(session.url);
  }

  async charge(order: { customerId: string; methodId: string; money: Money; key: string }): Promise<{ paymentId: string }> {
    const { customerId, methodId, money, key } = order;
    const payment = await this.#ask((stripe) =>
      stripe.paymentIntents.create(
        {
          amount: toStripe(money),
          currency: money.currency.toLowerCase(),
          customer: customerId,
          payment_method: methodId,
          allowed_payment_method_types: ['card'],
          off_session: true,
          confirm: true,
          metadata: { chasqui: TOP_UP },
        },
        { idempotencyKey: key },
      ),
    ).catch((error: unknown) => {
      if (!(error instanceof ProviderFailed) || error.reason !== 'refused') throw error;
      const { statusCode, type } = error.cause as { statusCode?: number; type?: string };
      // Only the card's own answer says so; all else is of this installation or of Stripe.
      if (statusCode === 402) throw error;
      // The same key is under way, or was used for something else: nobody knows what became of that.
      const isKnown = statusCode === 409 || type === 'StripeIdempotencyError';
      throw new ProviderFailed(isKnown ? 'away' : 'unable', error.message, { cause: error });
    });
    if (payment.status === 'succeeded') return { paymentId: payment.id };
    throw new ProviderFailed(payment.status === 'processing' ? 'away' : 'refused', `The payment was not made: ${payment.status}.`);
  }

  /** The card that the customer chose for invoices, else the newest that is kept. */
  async methodOf(customerId: string): Promise<string | null> {
    const customer = await this.#ask((stripe) => stripe.customers.retrieve(customerId));
    if (customer.deleted) return null;
    const chosen = nameOf(customer.invoice_settings.default_payment_method);
    if (chosen) return chosen;
    const { data } = await this.#ask((stripe) => stripe.customers.listPaymentMethods(customerId, { type: 'card', limit: 1 }));
    return data[0]?.id ?? null;
  }

  async changePlan(subscriptionId: string, price: PlanPrice): Promise<string | null> {
    const changed = await this.#ask(async (stripe) => {
      const { items } = await stripe.subscriptions.retrieve(subscriptionId);
      return stripe.subscriptions.update(subscriptionId, {
        items: [{ id: items.data[0]!.id, price: await priceOf(stripe, price) }],
        proration_behavior: 'always_invoice',
        // Not before the difference is paid, where the stored card does not pay it.
        payment_behavior: 'pending_if_incomplete',
        expand: ['latest_invoice'],
      });
    });
    const invoice = changed.latest_invoice as Stripe.Invoice | null;
    return changed.pending_update && invoice?.hosted_invoice_url ? invoice.hosted_invoice_url : null;
  }

  async refund(paymentId: string, money: Money): Promise<void> {
    const amount = toStripe(money);
    const part = { payment_intent: paymentId, amount };
    await this.#ask((stripe) => stripe.refunds.create(part, { idempotencyKey: `refund ${paymentId} ${amount}` }));
  }

  async expireCheckouts(customerId: string): Promise<void> {
    await this.#expireSessions((await this.#openSessions(customerId)).filter(isOfPlan));
  }

  async keepLastCheckout(customerId: string): Promise<string | null> {
    const turn = ({ metadata }: Stripe.Checkout.Session): number => Number(metadata?.[TURN] ?? 0);
    const sessions = (await this.#openSessions(customerId)).filter(isOfPlan).sort((a, b) => turn(b) - turn(a));
    const [last, ...others] = sessions;
    await this.#expireSessions(others);
    return last ? addressOf(last.url) : null;
  }

  async endCustomer(customerId: string): Promise<void> {
    // Checkouts first: none becomes a subscription after they were listed.
    await this.#expireSessions(await this.#openSessions(customerId));
    const found = await this.#find((stripe) =>
      stripe.subscriptions.list({ customer: customerId, limit: PAGE }).autoPagingToArray({ limit: MAX_OF_CUSTOMER }),
    );
    for (const { id, status } of found ?? []) {
      if (status !== 'canceled' && status !== 'incomplete_expired') await this.#find((stripe) => stripe.subscriptions.cancel(id));
    }
  }

  async #openSessions(customerId: string): Promise<Stripe.Checkout.Session[]> {
    const found = await this.#find((stripe) =>
      stripe.checkout.sessions.list({ customer: customerId, status: 'open', limit: PAGE }).autoPagingToArray({ limit: MAX_OF_CUSTOMER }),
    );
    return found ?? [];
  }

  async #expireSessions(sessions: readonly Stripe.Checkout.Session[]): Promise<void> {
    for (const { id } of sessions) {
      await this.#find(async (stripe) => {
        try {
          await stripe.checkout.sessions.expire(id);
        } catch (error) {
          // Somebody else ended it meanwhile, or it was paid: then there is a subscription, for which whoever asks looks next.
          if ((await stripe.checkout.sessions.retrieve(id)).status === 'open') throw error;
        }
      });
    }
  }

  async portal(customerId: string, returnUrl: string): Promise<string> {
    const session = await this.#ask((stripe) => stripe.billingPortal.sessions.create({ customer: customerId, return_url: returnUrl }));
    return addressOf(session.url);
  }

  async customerOf({ type, id }: ProviderObject): Promise<string | null> {
    const found = await this.#find(async (stripe) => {
      switch (type) {
        case 'customer':
          return { customer: id };
        case 'subscription':
          return stripe.subscriptions.retrieve(id);
        case 'invoice':
          return stripe.invoices.retrieve(id);
        case 'checkout.session':
          return stripe.checkout.sessions.retrieve(id);
        default: {
          const payment = await paymentOf(stripe, type, id);
          return payment ? stripe.paymentIntents.retrieve(payment) : { customer: null };
        }
      }
    });
    return nameOf(found?.customer ?? null);
  }

  async read({ type, id }: ProviderObject, customerId: string): Promise<PaymentReading> {
    const payment = await this.#find((stripe) => paymentOf(stripe, type, id));
    const topUp = payment ? await this.#topUp(payment) : undefined;
    const invoice = type === 'invoice' ? paidInvoice(await this.#find((stripe) => stripe.invoices.retrieve(id))) : undefined;
    const isOfSubscriptions = /^(customer|subscription|invoice|checkout\.session)$/.test(type);
    return {
      ...(isOfSubscriptions && { subscriptions: await this.#subscriptions(customerId) }),
      ...(topUp && { topUp }),
      ...(invoice && { invoice }),
    };
  }

  async #topUp(paymentId: string): Promise<ProviderTopUp | undefined> {
    const payment = await this.#ask((stripe) => stripe.paymentIntents.retrieve(paymentId, { expand: ['latest_charge'] }));
    if (payment.status !== 'succeeded' || payment.metadata.chasqui !== TOP_UP) return undefined;
    const charge = payment.latest_charge as Stripe.Charge | null;
    const disputes = charge?.disputed
      ? (await this.#ask((stripe) => stripe.disputes.list({ payment_intent: paymentId, limit: PAGE }))).data
      : [];
    const minor = (amount: number): number => fromStripe(amount, payment.currency);
    return {
      id: payment.id,
      money: { amountMinor: minor(payment.amount_received), currency: payment.currency.toUpperCase() },
      refundedMinor: minor(charge?.amount_refunded ?? 0),
      // What is won is given back, and of a warning nothing was taken.
      disputedMinor: disputes
        .filter(({ status }) => /^(needs_response|under_review|lost)$/.test(status))
        .reduce((sum, { amount }) => sum + minor(amount), 0),
    };
  }

  async *missedNotices(since: Date, atMost: number): AsyncIterable<MissedNotice> {
    const found: MissedNotice[] = [];
    const stripe = await this.#client();
    const asked = { delivery_success: false, types: TYPES, created: { gte: Math.floor(since.getTime() / 1_000) }, limit: PAGE };
    try {
      for await (const event of stripe.events.list(asked)) {
        const object = event.data.object as { id?: string; object?: string; customer?: string | { id: string } | null };
        if (!object.id || !object.object) continue;
        const customerId = object.object === 'customer' ? object.id : nameOf(object.customer ?? null);
        const about = { type: object.object, id: object.id };
        found.push({ noticeId: event.id, createdMs: event.created * 1_000, object: about, customerId });
        if (found.length >= atMost) break;
      }
    } catch (error) {
      throw failureOf(error);
    }
    // Stripe lists the newest first.
    yield* found.reverse();
  }

  async #subscriptions(customerId: string): Promise<ProviderSubscription[]> {
    const { data } = await this.#ask((stripe) =>
      stripe.subscriptions.list({ customer: customerId, status: 'all', limit: MAX_SUBSCRIPTIONS, expand: ['data.latest_invoice'] }),
    );
    return data.map(subscriptionOf);
  }

  async #ask<T>(work: (stripe: Stripe) => Promise<T>): Promise<T> {
    const stripe = await this.#client();
    try {
      return await work(stripe);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** Like `#ask`, where what is asked for may be gone. */
  async #find<T>(work: (stripe: Stripe) => Promise<T>): Promise<T | undefined> {
    return this.#ask(async (stripe) => {
      try {
        return await work(stripe);
      } catch (error) {
        if ((error as { code?: string }).code === 'resource_missing') return undefined;
        throw error;
      }
    });
  }

  #client(): Promise<Stripe> {
    return (this.#stripe ??= import('stripe').then(({ default: Library }) => {
      const { hostname, port, protocol } = new URL(this.apiUrl);
      return new Library(this.key, {
        host: hostname,
        ...(port && { port }),
        protocol: protocol === 'http:' ? 'http' : 'https',
        timeout: TIMEOUT_MS,
        maxNetworkRetries: 2,
        telemetry: false,
      });
    }));
  }
}

const isOfPlan = ({ mode }: Stripe.Checkout.Session): boolean => mode === 'subscription';

/** The price of a version of a plan at Stripe, made the first time that it is asked for: it is found again by what it says. */
async function priceOf(stripe: Stripe, { plan, version, amountMinor, currency }: PlanPrice): Promise<string> {
  const key = `chasqui_${plan}_${version}_${amountMinor}_${currency.toLowerCase()}`;
  const { data } = await stripe.prices.list({ lookup_keys: [key], active: true, limit: 1 });
  if (data[0]) return data[0].id;
  const made = await stripe.prices.create(
    {
      currency: currency.toLowerCase(),
      unit_amount: toStripe({ amountMinor, currency }),
      recurring: { interval: 'month' },
      product_data: { name: `Chasqui ${plan[0]!.toUpperCase()}${plan.slice(1)}` },
      lookup_key: key,
      metadata: { chasqui_plan: plan, chasqui_version: String(version) },
    },
    { idempotencyKey: key },
  );
  return made.id;
}

/** @returns the payment that an object is about, if it is about one */
async function paymentOf(stripe: Stripe, type: string, id: string): Promise<string | null> {
  switch (type) {
    case 'payment_intent':
      return id;
    case 'checkout.session':
      return nameOf((await stripe.checkout.sessions.retrieve(id)).payment_intent);
    case 'charge':
      return nameOf((await stripe.charges.retrieve(id)).payment_intent);
    case 'refund':
      return nameOf((await stripe.refunds.retrieve(id)).payment_intent);
    case 'dispute':
      return nameOf((await stripe.disputes.retrieve(id)).payment_intent);
    default:
      return null;
  }
}

function addressOf(url: string | null): string {
  if (!url) throw new ProviderFailed('refused', 'Stripe gave no address.');
  return url;
}

/** What Stripe did not do; other errors are faults of ours and stay as they are. */
function failureOf(error: unknown): unknown {
  const { type, statusCode, message } = error as { type?: string; statusCode?: number; message: string };
  if (!type?.startsWith('Stripe')) return error;
  const isAway = statusCode === undefined || statusCode === 429 || statusCode >= 500;
  return new ProviderFailed(isAway ? 'away' : 'refused', message, { cause: error });
}
