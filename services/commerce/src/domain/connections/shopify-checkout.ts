import { isCurrency, minorOfDecimal } from '#contracts';
import { decimalOf, linkOf, objectOf, textOf, timeOf, type Json } from './reading.js';
import { versionOf, type Told } from './shop-order.js';

/**
 * Reads a webhook of Shopify about a checkout. Source: Shopify, "Webhooks" (checkouts/create, checkouts/update, checkouts/delete); the `id` of
 * checkouts was taken out of webhooks on 2026-01-30, the `token` stays.
 *
 * @param event what stands behind the slash of the topic
 */
export function readCheckout(event: string | undefined, body: Json, triggeredMs: number, tie: string): Told {
  const token = textOf(body.token, 100);
  if (!token) return { kind: 'ignored', why: 'The checkout has no token.' };
  const changedMs = timeOf(body.updated_at) ?? triggeredMs;
  const version = versionOf(changedMs, tie);
  const changedAt = new Date(changedMs).toISOString();
  if (event === 'delete') return { kind: 'shop-checkout', token, version: versionOf(triggeredMs, tie), changedAt, state: 'deleted' };
  if (timeOf(body.completed_at) !== undefined) return { kind: 'shop-checkout', token, version, changedAt, state: 'completed' };
  const currency = textOf(body.currency, 3) ?? '';
  if (!isCurrency(currency)) return { kind: 'ignored', why: `The currency ${currency} is not of ISO 4217.` };
  const totalMinor = minorOfDecimal(decimalOf(body.total_price) ?? '', currency);
  if (totalMinor === undefined || totalMinor < 0) return { kind: 'ignored', why: 'total_price must be an amount.' };
  const [customer, shipping, billing] = [objectOf(body.customer), objectOf(body.shipping_address), objectOf(body.billing_address)];
  return {
    kind: 'shop-checkout',
    token,
    version,
    changedAt,
    state: 'open',
    cart: {
      currency,
      totalMinor,
      phones: [body.phone, customer?.phone, shipping?.phone, billing?.phone].flatMap((phone) => textOf(phone, 100) ?? []),
      country: textOf((shipping ?? billing)?.country_code, 2) ?? null,
      link: linkOf(body.abandoned_checkout_url) ?? null,
      startedAt: new Date(timeOf(body.created_at) ?? changedMs).toISOString(),
    },
  };
}
