import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Platform, WebhookHeaders } from './platforms.js';

/** Stripe: how old a signed notice may be. Source: Stripe, "Receive Stripe events in your webhook endpoint". */
const STRIPE_TOLERANCE_S = 300;

const mac = (body: Buffer | string, secret: string): Buffer => createHmac('sha256', secret).update(body).digest();
const same = (given: Buffer, expected: Buffer): boolean => given.length === expected.length && timingSafeEqual(given, expected);

/** The header that holds a platform's signature. Generic webhooks sign as GitHub does: `sha256=` and the hex digest. */
export const SIGNATURE_HEADERS: Readonly<Record<Platform, string>> = {
  shopify: 'x-shopify-hmac-sha256',
  woocommerce: 'x-wc-webhook-signature',
  stripe: 'stripe-signature',
  generic: 'x-signature-256',
};

/**
 * Whether a body is signed by one of the secrets. All of them are tried, so that the time tells nothing.
 *
 * Sources: Shopify, "Verify webhook deliveries" (base64 of HMAC-SHA256 over the raw body); WooCommerce, class-wc-webhook.php,
 * `generate_signature` (the same, under the secret with its HTML entities decoded); Stripe as above.
 *
 * @param secrets those that are valid now; several while one is rotated
 */
export function isSigned(
  platform: Platform,
  body: Buffer,
  headers: WebhookHeaders,
  secrets: readonly string[],
  nowSeconds: number,
): boolean {
  const signature = headers[SIGNATURE_HEADERS[platform]];
  if (signature === undefined || signature.length > 1_000) return false;
  switch (platform) {
    case 'shopify':
      return anyOf(secrets, (secret) => same(Buffer.from(signature, 'base64'), mac(body, secret)));
    case 'woocommerce':
      return anyOf(secrets.flatMap(spellings), (secret) => same(Buffer.from(signature, 'base64'), mac(body, secret)));
    case 'generic': {
      const [, hex] = /^sha256=([0-9a-f]{64})$/i.exec(signature) ?? [];
      return hex !== undefined && anyOf(secrets, (secret) => same(Buffer.from(hex, 'hex'), mac(body, secret)));
    }
    case 'stripe':
      return isSignedByStripe(body, signature, secrets, nowSeconds);
  }
}

function anyOf(secrets: readonly string[], fits: (secret: string) => boolean): boolean {
  return secrets.map(fits).includes(true);
}

/** The shop keeps what was typed as HTML, and signs with what that stands for. */
const spellings = (secret: string): string[] => [...new Set([secret, decodeEntities(secret)])];

/** As WordPress does (`wp_specialchars_decode` with ENT_QUOTES): these five characters, by name or by number. */
export function decodeEntities(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text.replaceAll(
    /&(?:(lt|gt|quot|amp)|#0*(34|38|39|60|62)|#x0*(22|26|27|3c|3e));/gi,
    (_, name?: string, decimal?: string, hex?: string) =>
      name ? named[name.toLowerCase()]! : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex!, 16)),
  );
}

function isSignedByStripe(body: Buffer, signature: string, secrets: readonly string[], nowSeconds: number): boolean {
  const parts = signature.split(',').map((part) => part.trim().split('=', 2));
  const at = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(at) || Math.abs(nowSeconds - Number(at)) > STRIPE_TOLERANCE_S) return false;
  const given = parts.flatMap(([name, value]) =>
    name === 'v1' && /^[0-9a-f]{64}$/i.test(value ?? '') ? [Buffer.from(value!, 'hex')] : [],
  );
  const signed = Buffer.concat([Buffer.from(`${at}.`), body]);
  return anyOf(secrets, (secret) => given.map((one) => same(one, mac(signed, secret))).includes(true));
}

/** What WooCommerce sends to a new address, unsigned: it wants exactly 200, and nothing may come of it. Source: class-wc-webhook.php, `deliver_ping`. */
export const isPing = (platform: Platform, body: Buffer, headers: WebhookHeaders): boolean =>
  platform === 'woocommerce' &&
  headers[SIGNATURE_HEADERS.woocommerce] === undefined &&
  body.length <= 40 &&
  /^webhook_id=\d{1,20}$/.test(body.toString('latin1'));
