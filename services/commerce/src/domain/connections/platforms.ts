/** Where orders and payments come from by signed webhooks. */
export const PLATFORMS = ['shopify', 'woocommerce', 'stripe', 'generic'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Beyond it nobody needs to know how many events wait, or how many orders are missing. */
export const MAX_COUNTED = 1_000;

/** What became of something that a platform told. */
export const EVENT_OUTCOMES = ['pending', 'applied', 'unchanged', 'older', 'waiting', 'ignored', 'failed'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** Names of the headers that matter; the rest of a request is not kept. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>;
