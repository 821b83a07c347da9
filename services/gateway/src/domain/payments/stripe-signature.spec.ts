import Stripe from 'stripe';
import { verifyStripeSignature } from './stripe-signature.js';

const SECRET = 'whsec_test';
const NOW = 1_790_000_000;
const body = Buffer.from('{"id":"evt_1","text":"ñandú"}');
const stripe = new Stripe('sk_test_0');
/** As Stripe's own library makes them. */
const signed = (options: { secret?: string; timestamp?: number; payload?: string } = {}): string =>
  stripe.webhooks.generateTestHeaderString({ payload: body.toString(), secret: SECRET, timestamp: NOW, ...options });

describe('the signature of Stripe', () => {
  it('is taken as Stripe’s own library makes it', () => {
    expect(verifyStripeSignature(body, signed(), SECRET, NOW)).toBe(true);
  });

  it.each([
    ['of another secret', signed({ secret: 'whsec_other' })],
    ['of another body', signed({ payload: '{}' })],
    ['too old', signed({ timestamp: NOW - 301 })],
    ['of the future', signed({ timestamp: NOW + 301 })],
    ['without a time', signed().replace(/t=\d+,/, '')],
    ['with a time that is none', signed().replace(/t=\d+/, 't=now')],
    ['of another scheme', signed().replace('v1=', 'v0=')],
    ['cut short', signed().slice(0, -2)],
    ['empty', ''],
  ])('is refused when it is %s', (_, header) => {
    expect(verifyStripeSignature(body, header, SECRET, NOW)).toBe(false);
  });

  it('counts when one of several fits, as while a secret is replaced', () => {
    const [, other] = signed({ secret: 'whsec_other' }).split(',');
    expect(verifyStripeSignature(body, `${signed().split(',')[0]},${other},${signed().split(',')[1]}`, SECRET, NOW)).toBe(true);
  });

  it('is refused when a body was changed by one byte', () => {
    const changed = Buffer.from(body);
    changed[5]! ^= 1;
    expect(verifyStripeSignature(changed, signed(), SECRET, NOW)).toBe(false);
  });
});
