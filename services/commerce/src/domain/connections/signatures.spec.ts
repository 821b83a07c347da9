import { createHmac } from 'node:crypto';
import type { Platform, WebhookHeaders } from './platforms.js';
import { decodeEntities, isPing, isSigned, SIGNATURE_HEADERS } from './signatures.js';

const NOW = 1_790_000_000;
const BODY = Buffer.from('{"id":1,"name":"Señor 🦙"}');
const base64 = (secret: string, body = BODY): string => createHmac('sha256', secret).update(body).digest('base64');
const hex = (secret: string, body: Buffer | string = BODY): string => createHmac('sha256', secret).update(body).digest('hex');
const stripe = (secret: string, at = NOW): string => `t=${at},v1=${hex(secret, `${at}.${BODY.toString()}`)}`;
const sign: Record<Platform, (secret: string) => string> = {
  shopify: base64,
  woocommerce: base64,
  generic: (secret) => `sha256=${hex(secret)}`,
  stripe: (secret) => stripe(secret),
};
const check = (platform: Platform, signature: string | undefined, secrets: string[], body = BODY): boolean =>
  isSigned(platform, body, { [SIGNATURE_HEADERS[platform]]: signature }, secrets, NOW);

describe.each(['shopify', 'woocommerce', 'generic', 'stripe'] as const)('a signature of %s', (platform) => {
  it('holds for the body and each of the secrets, also while one is rotated, in any script', () => {
    for (const secret of ['s3cret', 'пароль-🔑', `it's "quoted" & <b>`]) {
      expect(check(platform, sign[platform](secret), [secret])).toBe(true);
      expect(check(platform, sign[platform](secret), ['new', secret])).toBe(true);
      expect(check(platform, sign[platform](secret), ['new'])).toBe(false);
    }
  });

  it('does not hold when it is missing, broken, of another body or of no secret', () => {
    const good = sign[platform]('s');
    for (const bad of [undefined, '', 'x', good.slice(1), `${good}=`.repeat(500), '🦙']) expect(check(platform, bad, ['s'])).toBe(false);
    expect(check(platform, good, ['s'], Buffer.concat([BODY, Buffer.from(' ')]))).toBe(false);
    expect(check(platform, good, [])).toBe(false);
  });
});

it('a notice of Stripe holds for five minutes', () => {
  expect(check('stripe', stripe('s', NOW - 299), ['s'])).toBe(true);
  expect(check('stripe', stripe('s', NOW - 301), ['s'])).toBe(false);
  expect(check('stripe', stripe('s', NOW + 301), ['s'])).toBe(false);
});

it('WooCommerce signs with the secret that its HTML stands for', () => {
  const typed = `a&amp;b&lt;c&#039;d&quot;e&#x27;f`;
  expect(decodeEntities(typed)).toBe(`a&b<c'd"e'f`);
  expect(decodeEntities('&amp;lt; &copy; &#169;')).toBe('&lt; &copy; &#169;');
  expect(check('woocommerce', base64(`a&b<c'd"e'f`), [typed])).toBe(true);
  expect(check('shopify', base64(`a&b<c'd"e'f`), [typed])).toBe(false);
});

it('a ping is an unsigned form with nothing but the number of the webhook', () => {
  const headers: WebhookHeaders = {};
  expect(isPing('woocommerce', Buffer.from('webhook_id=12'), headers)).toBe(true);
  for (const body of ['webhook_id=12&id=1', 'webhook_id=', 'webhook_id=1\n', '{"id":1}', 'id=12'])
    expect(isPing('woocommerce', Buffer.from(body), headers)).toBe(false);
  expect(isPing('shopify', Buffer.from('webhook_id=12'), headers)).toBe(false);
  expect(isPing('woocommerce', Buffer.from('webhook_id=12'), { [SIGNATURE_HEADERS.woocommerce]: 'x' })).toBe(false);
});
