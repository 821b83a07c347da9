import type { Json } from '../../domain/connections/reading.js';

/** A shop whose own API can be used. */
export interface Shop {
  platform: 'shopify' | 'woocommerce';
  storeUrl: string;
  /** Where its webhooks are to come, and by what it is to sign them. */
  webhookUrl: string;
  secret: string;
  credentials: { consumerKey?: string; consumerSecret?: string; accessToken?: string };
}

/** Where to go on reading. */
export interface Place {
  /** ISO 8601: what changed from then on. */
  since: string;
  cursor?: string;
}

/** An order as its webhook would tell of it. */
export interface ChangedOrder {
  topic: string;
  body: Json;
  changedAt: string;
}
