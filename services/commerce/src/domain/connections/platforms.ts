/** Where orders and payments come from by signed webhooks. */
export const PLATFORMS = ['shopify', 'woocommerce', 'stripe', 'generic'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Platforms whose own orders are compared with what their webhooks told. */
export const isReconciled = (platform: Platform): boolean => platform === 'shopify' || platform === 'woocommerce';

/** Why a shop's own orders could not be compared. `webhooks_refused`: they could, but its webhooks cannot be looked after. */
export const POLL_PROBLEMS = [
  'address_missing',
  'address_refused',
  'credentials_missing',
  'credentials_refused',
  'no_shop_api',
  'unreachable',
  'webhooks_refused',
  'failed',
] as const;
export type PollProblem = (typeof POLL_PROBLEMS)[number];

/** Beyond it nobody needs to know how many events wait, or how many orders are missing. */
export const MAX_COUNTED = 1_000;

/** What became of something that a platform told. */
export const EVENT_OUTCOMES = ['pending', 'applied', 'unchanged', 'older', 'waiting', 'ignored', 'failed'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

/** Names of the headers that matter; the rest of a request is not kept. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>;
