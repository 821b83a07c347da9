/**
 * Calls that manage an account in an hour, without and with a registered number. Source: Meta, "WhatsApp Business Management API: rate
 * limits" (2026-09), for one app and one account.
 */
export const CALLS_PER_HOUR = { none: 200, registered: 5_000 } as const;

/**
 * What may be done at once after a rest, and what comes back in an hour, as parts of the limit: together 0.9, so that no moving hour has
 * more. The rest is for what does not pass here: a check of a number, the subscription of webhooks.
 */
export const BURST_PART = 0.25;
export const REFILL_PART = 0.65;
/** Part of the burst that reading lists leaves to people. */
export const LEFT_TO_PEOPLE = 0.2;

/** Statuses of a number that is not registered. Meta, "Phone numbers": field `status`. */
export const NOT_REGISTERED = ['DISCONNECTED', 'UNVERIFIED', 'PENDING', 'DELETED', 'MIGRATED'] as const;

/** After a refusal that does not say how long. */
export const REFUSED_FOR_MS = 300_000;
