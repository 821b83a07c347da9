import { randomBytes } from 'node:crypto';

/** An object as Stripe's API gives it, with those of its fields that somebody reads. */
export type StripeObject = { id: string; object: string } & Record<string, any>;

/** The version of Stripe's API whose shapes these are. */
export const API_VERSION = '2026-09-30.endive';
/** As Stripe's default: after the last try the invoice stays open, and the subscription is unpaid. */
const MAX_TRIES = 4;
const MONTH_SECONDS = 30 * 86_400;
/** As Stripe's default: the longest that a checkout stays open. */
const SESSION_SECONDS = 86_400;

export interface Price {
  currency: string;
  unit_amount: number;
  product_data?: { name?: string };
  lookup_key?: string;
  metadata?: Record<string, string>;
}

/**
 * What Stripe would know of customers and what they bought, with the events that it would tell of every change, in the shapes of
 * {@link API_VERSION}. Nothing moves by itself: whoever plays the customer, or the month, calls.
 */
export class StripeBooks {
  /** By id, in the order in which they were made. */
  readonly objects = new Map<string, StripeObject>();
  readonly events: StripeObject[] = [];

  constructor(
    /** Called with every event, after the change. */
    private readonly tell: (event: StripeObject) => void = () => undefined,
    private readonly nowSeconds: () => number = () => Math.floor(Date.now() / 1_000),
  ) {}

  all(object: string): StripeObject[] {
    return [...this.objects.values()].filter((each) => each.object === object);
  }

  find(object: string, id: string): StripeObject | undefined {
    const found = this.objects.get(id);
    return found?.object === object ? found : undefined;
  }

  customer(metadata: Record<string, string>): StripeObject {
    const invoiceSettings = { default_payment_method: null };
    const customer = this.#add('customer', 'cus', { metadata, email: null, name: null, invoice_settings: invoiceSettings });
    this.#happened('customer.created', customer);
    return customer;
  }

  price(given: Price): StripeObject {
    const product = this.#add('product', 'prod', { name: given.product_data?.name ?? 'Something' });
    return this.#add('price', 'price', {
      active: true,
      currency: given.currency,
      unit_amount: given.unit_amount,
      lookup_key: given.lookup_key ?? null,
      metadata: given.metadata ?? {},
      product: product.id,
      type: 'recurring',
      recurring: { interval: 'month' },
    });
  }

  /** The customer pays a checkout. @param isSlow by something that takes days: {@link arrive} says how it ends */
  pay(sessionId: string, isSlow = false): StripeObject {
    const session = this.find('checkout.session', sessionId)!;
    if (session.status !== 'open') return session;
    session.status = 'complete';
    if (isSlow) {
      this.#happened('checkout.session.completed', session);
      return session;
    }
    session.payment_status = 'paid';
    const isKept = session.mode === 'subscription' || session.payment_intent_data?.setup_future_usage === 'off_session';
    if (isKept && this.methodsOf(session.customer).length === 0)
      this.#add('payment_method', 'pm', { type: 'card', customer: session.customer });
    if (session.mode === 'subscription') session.subscription = this.#subscribe(session).id;
    else session.payment_intent = this.#payOnce(session).id;
    this.#happened('checkout.session.completed', session);
    return session;
  }

  /** What takes days is over. @param paid whether the money came */
  arrive(sessionId: string, paid: boolean): StripeObject {
    const session = this.find('checkout.session', sessionId)!;
    if (paid) {
      session.payment_status = 'paid';
      session.payment_intent = this.#payOnce(session).id;
    }
    this.#happened(`checkout.session.async_payment_${paid ? 'succeeded' : 'failed'}`, session);
    return session;
  }

  /** Cards that a customer lets be kept, the newest first. */
  methodsOf(customerId: string): StripeObject[] {
    return this.all('payment_method')
      .filter(({ customer }) => customer === customerId)
      .reverse();
  }

  /** A card that is kept is declined from now on, or works again. */
  declineCards(customerId: string, isDeclined: boolean): void {
    for (const method of this.methodsOf(customerId)) method.is_declined = isDeclined;
  }

  /** Charges a card that is kept. @returns undefined where it is declined */
  charge(given: {
    amount: number;
    currency: string;
    customer: string;
    payment_method: string;
    metadata?: object;
  }): StripeObject | undefined {
    if (this.find('payment_method', given.payment_method)!.is_declined) return undefined;
    return this.#payment(given.customer, given.amount, given.currency, given.metadata ?? {});
  }

  /** An open checkout can be paid no more. */
  expire(sessionId: string): StripeObject {
    const session = this.find('checkout.session', sessionId)!;
    session.status = 'expired';
    this.#happened('checkout.session.expired', session);
    return session;
  }

  /** The operator gives a part of a payment back. */
  refund(paymentId: string, amount: number): StripeObject {
    const charge = this.#chargeOf(paymentId);
    charge.amount_refunded += amount;
    const refund = this.#add('refund', 're', { amount, charge: charge.id, payment_intent: paymentId, status: 'succeeded' });
    this.#happened('refund.created', refund);
    this.#happened('charge.refunded', charge);
    return refund;
  }

  /** The customer's bank takes a payment back. @returns the dispute */
  dispute(paymentId: string): StripeObject {
    const charge = this.#chargeOf(paymentId);
    charge.disputed = true;
    const fields = { amount: charge.amount, charge: charge.id, payment_intent: paymentId, status: 'needs_response' };
    const dispute = this.#add('dispute', 'du', fields);
    this.#happened('charge.dispute.created', dispute);
    return dispute;
  }

  /** How a dispute ends. */
  decide(disputeId: string, status: 'won' | 'lost'): void {
    const dispute = this.find('dispute', disputeId)!;
    dispute.status = status;
    this.#happened('charge.dispute.closed', dispute);
  }

  /** As the API gives it: its charge is in it. */
  withCharge(payment: StripeObject): StripeObject {
    return { ...payment, latest_charge: this.objects.get(payment.latest_charge) ?? null };
  }

  /** A month goes by, and the next one is charged. @param paid whether the card pays */
  renew(subscriptionId: string, paid: boolean): StripeObject {
    const subscription = this.find('subscription', subscriptionId)!;
    const item = subscription.items.data[0];
    const isTrialEnd = subscription.status === 'trialing';
    item.current_period_start = isTrialEnd ? this.nowSeconds() : item.current_period_end;
    item.current_period_end = item.current_period_start + MONTH_SECONDS;
    const invoice = this.#invoice(subscription, item.price.unit_amount, 'subscription_cycle');
    this.#try(invoice, subscription, paid);
    return invoice;
  }

  /** The card is tried again for what is open. */
  retry(invoiceId: string, paid: boolean): void {
    const invoice = this.find('invoice', invoiceId)!;
    if (invoice.status !== 'open') return;
    this.#try(invoice, this.find('subscription', invoice.parent.subscription_details.subscription)!, paid);
  }

  /** Another price from now on; the difference is charged, and paid. */
  change(subscriptionId: string, priceId: string): StripeObject {
    const subscription = this.find('subscription', subscriptionId)!;
    const [item, price] = [subscription.items.data[0], this.find('price', priceId)!];
    const difference = Math.max(0, price.unit_amount - item.price.unit_amount);
    item.price = price;
    this.#try(this.#invoice(subscription, difference, 'subscription_update'), subscription, true);
    return subscription;
  }

  /** @param atPeriodEnd the month that is paid for is still given */
  cancel(subscriptionId: string, atPeriodEnd = false): void {
    const subscription = this.find('subscription', subscriptionId)!;
    if (subscription.status === 'canceled') return;
    if (atPeriodEnd) {
      subscription.cancel_at = subscription.items.data[0].current_period_end;
      return this.#happened('customer.subscription.updated', subscription);
    }
    subscription.status = 'canceled';
    subscription.canceled_at = this.nowSeconds();
    this.#happened('customer.subscription.deleted', subscription);
  }

  /** A checkout or a portal, as it was asked for. */
  open(object: 'checkout.session' | 'billing_portal.session', fields: Record<string, unknown>): StripeObject {
    const prefix = object === 'checkout.session' ? 'cs_test' : 'bps';
    const [line] = (fields.line_items ?? []) as Record<string, any>[];
    const sum = line?.price_data && { amount_total: Number(line.price_data.unit_amount), currency: line.price_data.currency };
    const expires_at = this.nowSeconds() + SESSION_SECONDS;
    return this.#add(object, prefix, { status: 'open', payment_status: 'unpaid', subscription: null, expires_at, ...sum, ...fields });
  }

  /** As the API gives it: what other objects hold of it is in it. */
  withInvoice(subscription: StripeObject): StripeObject {
    return { ...subscription, latest_invoice: this.objects.get(subscription.latest_invoice) ?? null };
  }

  #payOnce(session: StripeObject): StripeObject {
    const { currency, unit_amount: amount } = session.line_items[0].price_data;
    return this.#payment(session.customer, Number(amount), currency, session.payment_intent_data?.metadata ?? {});
  }

  #payment(customer: string, amount: number, currency: string, metadata: object): StripeObject {
    const paid = { amount, currency, customer, status: 'succeeded' };
    const payment = this.#add('payment_intent', 'pi', { ...paid, amount_received: paid.amount, metadata, latest_charge: null });
    const charge = this.#add('charge', 'ch', { ...paid, payment_intent: payment.id, amount_refunded: 0, disputed: false });
    payment.latest_charge = charge.id;
    this.#happened('payment_intent.succeeded', payment);
    this.#happened('charge.succeeded', charge);
    return payment;
  }

  #chargeOf(paymentId: string): StripeObject {
    return this.objects.get(this.find('payment_intent', paymentId)!.latest_charge)!;
  }

  #subscribe(session: StripeObject): StripeObject {
    const price = this.find('price', session.line_items[0].price)!;
    const trialDays = Number(session.subscription_data?.trial_period_days ?? 0);
    const now = this.nowSeconds();
    const end = now + (trialDays > 0 ? trialDays * 86_400 : MONTH_SECONDS);
    const subscription = this.#add('subscription', 'sub', {
      customer: session.customer,
      status: trialDays > 0 ? 'trialing' : 'active',
      cancel_at: null,
      canceled_at: null,
      trial_end: trialDays > 0 ? end : null,
      latest_invoice: null,
      pending_update: null,
      metadata: {},
    });
    const item = this.#add('subscription_item', 'si', { price, current_period_start: now, current_period_end: end });
    subscription.items = { object: 'list', data: [item], has_more: false };
    this.#happened('customer.subscription.created', subscription);
    this.#try(this.#invoice(subscription, trialDays > 0 ? 0 : price.unit_amount, 'subscription_create'), subscription, true);
    return subscription;
  }

  #invoice(subscription: StripeObject, amount: number, reason: string): StripeObject {
    const item = subscription.items.data[0];
    const now = this.nowSeconds();
    const number = `CHQ-${String(this.all('invoice').length + 1).padStart(5, '0')}`;
    const name = this.objects.get(item.price.product)?.name ?? '';
    const invoice = this.#add('invoice', 'in', {
      number,
      customer: subscription.customer,
      customer_name: null,
      customer_address: null,
      customer_tax_ids: [],
      status: 'open',
      billing_reason: reason,
      currency: item.price.currency,
      subtotal: amount,
      total_taxes: [],
      total: amount,
      amount_due: amount,
      amount_paid: 0,
      attempt_count: 0,
      next_payment_attempt: null,
      due_date: null,
      hosted_invoice_url: null,
      status_transitions: { finalized_at: now, paid_at: null, voided_at: null, marked_uncollectible_at: null },
      parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
      lines: {
        object: 'list',
        data: [
          {
            object: 'line_item',
            description: `1 × ${name} (monthly)`,
            amount,
            quantity: 1,
            period: { start: item.current_period_start, end: item.current_period_end },
            parent: { type: 'subscription_item_details', subscription_item_details: { proration: reason === 'subscription_update' } },
          },
        ],
        has_more: false,
      },
    });
    subscription.latest_invoice = invoice.id;
    this.#happened('invoice.created', invoice);
    this.#happened('invoice.finalized', invoice);
    return invoice;
  }

  #try(invoice: StripeObject, subscription: StripeObject, paid: boolean): void {
    if (invoice.amount_due > 0) invoice.attempt_count++;
    if (paid) {
      invoice.status = 'paid';
      invoice.amount_paid = invoice.amount_due;
      invoice.next_payment_attempt = null;
      invoice.status_transitions.paid_at = this.nowSeconds();
      this.#happened('invoice.paid', invoice);
      this.#happened('invoice.payment_succeeded', invoice);
      if (invoice.billing_reason !== 'subscription_create') subscription.status = 'active';
    } else {
      const isLast = invoice.attempt_count >= MAX_TRIES;
      invoice.next_payment_attempt = isLast ? null : this.nowSeconds() + 86_400;
      subscription.status = isLast ? 'unpaid' : 'past_due';
      this.#happened('invoice.payment_failed', invoice);
    }
    this.#happened('customer.subscription.updated', subscription);
  }

  #add(object: string, prefix: string, fields: Record<string, unknown>): StripeObject {
    const made = { id: `${prefix}_${randomBytes(12).toString('hex')}`, object, created: this.nowSeconds(), livemode: false, ...fields };
    this.objects.set(made.id, made);
    return made;
  }

  #happened(type: string, object: StripeObject): void {
    const event: StripeObject = {
      id: `evt_${randomBytes(12).toString('hex')}`,
      object: 'event',
      api_version: API_VERSION,
      created: this.nowSeconds(),
      livemode: false,
      type,
      // As it is now: later changes are other events.
      data: { object: structuredClone(object) },
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
    };
    this.events.push(event);
    this.tell(event);
  }
}
