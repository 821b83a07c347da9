/**
 * Meta's rates (Cloud API, "Throughput" and "Pair rate limits", 2026-09) and how far we use them. Both of Meta's limits are token buckets.
 * Ours hold less than Meta's, since requests that left one after another may arrive together, and fill a little slower, since clocks differ.
 */

/** Messages a second of one number, what customers write included. HIGH comes from Meta by itself; with the phone app it is slow for good. */
export const ALLOWED_PER_SECOND = { STANDARD: 80, HIGH: 1_000, PHONE_APP: 20 } as const;
/** Part of the allowed rate that is used. */
export const USED_PART = 0.99;
/** What a number may send at once after a rest, as seconds of its rate. Meta's bucket holds a second's. */
export const BURST_SECONDS = 0.5;
/** The least burst, in messages: what is slow can still send one. */
export const LEAST_BURST = 2.5;
/** Part of the burst that only one-time codes and replies may use, so that they find something beside a campaign. */
export const RESERVED_PART = 0.25;
/** One-time codes and replies, as `messages.priority` counts. */
export const LAST_URGENT_PRIORITY = 2;

/** One message to a recipient in this time, and so many borrowed at once: Meta lends 45, one is kept for what arrives late. */
export const PAIR_SECONDS = 6;
export const PAIR_BURST = 44;

/** What 130429 leaves of the rate, down to the least part, and how much of the allowed rate comes back in a second. */
export const LOWERED_TO = 0.7;
export const LEAST_SHARE = 0.1;
export const RAISED_PER_SECOND = 0.02;

export type Throughput = 'STANDARD' | 'HIGH';

/** @returns messages a second that WhatsApp allows a number */
export const allowedPerSecond = (number: { throughput: Throughput; onPhoneApp: boolean }): number =>
  number.onPhoneApp ? ALLOWED_PER_SECOND.PHONE_APP : ALLOWED_PER_SECOND[number.throughput];
