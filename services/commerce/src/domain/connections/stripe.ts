import { countOf, listOf, objectOf, textOf, type Json } from './reading.js';
import type { DisputeState, RefundState, StripeFacts } from '../payments/stripe-facts.js';
import type { Told } from './shop-order.js';

const ID = /^[A-Za-z]{1,10}_[A-Za-z0-9_]{1,200}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Where a checkout says of which invoice it is. */
export const INVOICE_KEY = 'chasqui_invoice';

const NOTHING: StripeFacts = { refunds: {}, disputes: {} };

/** An id, or the object itself where the account has notices with more in them. */
function idOf(value: unknown): string | undefined {
  const id = textOf(objectOf(value)?.id ?? value, 220);
  return id && ID.test(id) ? id : undefined;
}

/** `requires_action` and what Stripe may add count as on the way. */
const refundState = (status: unknown): RefundState =>
  status === 'succeeded' ? 'succeeded' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending';

/** An inquiry that came to nothing is as a dispute that was won. Source: docs.stripe.com/api/disputes/object. */
const disputeState = (status: unknown): DisputeState =>
  status === 'lost' ? 'lost' : status === 'won' || status === 'warning_closed' || status === 'prevented' ? 'won' : 'open';

const ignored = (why: string): Told => ({ kind: 'ignored', why });

/**
 * What a notice of a company's own account says of the money of an invoice.
 *
 * Sources: docs.stripe.com/api/events/types, docs.stripe.com/payments/checkout/fulfill-orders.
 */
export function readStripe(topic: string, body: Json): Told {
  const object = objectOf(objectOf(body.data)?.object);
  if (!object) return ignored('The notice has no object in it: choose snapshot events, not thin ones.');
  if (topic.startsWith('checkout.session.')) return readCheckout(topic, object);
  if (/^(refund\.|charge\.refund\.updated$)/.test(topic)) return readRefunds(object.payment_intent, [object]);
  // Since API version 2022-11-15 without its refunds, of which each tells by itself.
  if (topic === 'charge.refunded') return readRefunds(object.payment_intent, listOf(objectOf(object.refunds)?.data));
  if (topic.startsWith('charge.dispute.')) {
    const [id, paymentId, amount] = [idOf(object.id), idOf(object.payment_intent), countOf(object.amount)];
    if (!id || !paymentId || amount === undefined) return ignored('The dispute names no payment.');
    return { kind: 'money', paymentId, facts: { ...NOTHING, disputes: { [id]: { amount, state: disputeState(object.status) } } } };
  }
  return ignored('Nothing here follows this kind of notice.');
}

function readCheckout(topic: string, session: Json): Told {
  const invoiceId = textOf(objectOf(session.metadata)?.[INVOICE_KEY], 36) ?? '';
  const sessionId = idOf(session.id);
  if (!UUID.test(invoiceId) || !sessionId) return ignored('The checkout is of no invoice of yours here.');
  const isPaid = session.payment_status === 'paid';
  if (!isPaid) {
    const state = topic === 'checkout.session.completed' ? ('processing' as const) : ('done' as const);
    return { kind: 'checkout', sessionId, state };
  }
  const [paymentId, amount, currency] = [idOf(session.payment_intent), countOf(session.amount_total), textOf(session.currency, 3)];
  if (!paymentId || amount === undefined || amount <= 0 || !currency) return ignored('The checkout says not what was paid.');
  return {
    kind: 'money',
    paymentId,
    invoiceId,
    sessionId,
    facts: { ...NOTHING, paid: { amount, currency: currency.toUpperCase() } },
  };
}

function readRefunds(payment: unknown, list: readonly Json[]): Told {
  const paymentId = idOf(payment);
  const refunds = list.flatMap((refund) => {
    const [id, amount] = [idOf(refund.id), countOf(refund.amount)];
    return id && amount !== undefined && amount > 0 ? [[id, { amount, state: refundState(refund.status) }] as const] : [];
  });
  if (!paymentId || refunds.length === 0) return ignored('Notices of each refund tell it.');
  return { kind: 'money', paymentId, facts: { ...NOTHING, refunds: Object.fromEntries(refunds) } };
}
