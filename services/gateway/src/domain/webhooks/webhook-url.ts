/** Where Meta posts. */
export const WEBHOOK_URL = '/webhooks/whatsapp';
/** Where Stripe posts. */
export const STRIPE_WEBHOOK_URL = '/webhooks/stripe';
/** Where shops post, and tenants' own accounts at Stripe: each to its connection. */
export const SHOP_WEBHOOK_URL = '/webhooks/:platform/:connectionId';
const OF_SHOP = /^\/webhooks\/[a-z]{1,20}\/[^/?]{1,60}$/;

/** Whether a request goes to a door that checks signatures, and its own bodies. @param url as it came */
export const isWebhook = (method: string, url: string): boolean =>
  method === 'POST' && (url === WEBHOOK_URL || url === STRIPE_WEBHOOK_URL || OF_SHOP.test(url));
