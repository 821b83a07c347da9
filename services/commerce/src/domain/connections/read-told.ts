import { readGeneric, type Mapping } from './generic.js';
import type { Platform } from './platforms.js';
import type { Json } from './reading.js';
import type { Told } from './shop-order.js';
import { readShopify } from './shopify.js';
import { readStripe } from './stripe.js';
import { readWooCommerce } from './woocommerce.js';

/** What a platform's webhook says. @param at ISO 8601: when it came */
export function readTold(
  { platform, mapping }: { platform: Platform; mapping: Mapping | null },
  { topic, triggeredAt, at }: { topic: string; triggeredAt: string | null; at: string },
  body: Json,
): Told {
  const receivedMs = Date.parse(at);
  switch (platform) {
    case 'shopify':
      return readShopify(topic, body, triggeredAt ?? undefined, receivedMs);
    case 'woocommerce':
      return readWooCommerce(topic, body, receivedMs);
    case 'generic':
      return mapping ? readGeneric(body, mapping, receivedMs) : { kind: 'ignored', why: 'The connection has no mapping.' };
    case 'stripe':
      return readStripe(topic, body);
  }
}
