import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signature may be, and how far ahead our clock may be behind, as in Stripe's own library. */
const TOLERANCE_SECONDS = 300;
const MAX_SIGNATURES = 8;

/**
 * Whether a body is Stripe's: the header is `t=<seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, with several `v1` while a secret is
 * replaced. Source: Stripe, "Verify webhook signatures manually".
 *
 * @param header of `Stripe-Signature` @param secret of the endpoint, `whsec_...` @param nowSeconds Unix time
 */
export function verifyStripeSignature(body: Buffer, header: string, secret: string, nowSeconds: number): boolean {
  const parts = header.split(',').map((part) => part.trim().split('=', 2) as [string, string?]);
  const time = parts.find(([name]) => name === 't')?.[1];
  if (time === undefined || !/^\d{1,12}$/.test(time) || Math.abs(nowSeconds - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  return parts
    .filter(([name, value]) => name === 'v1' && /^[0-9a-f]{64}$/.test(value ?? ''))
    .slice(0, MAX_SIGNATURES)
    .some(([, value]) => timingSafeEqual(Buffer.from(value!, 'hex'), expected));
}
