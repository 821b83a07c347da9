import type { AddressRule } from './address-limits.js';
import type { TenantRule } from './tenant-limits.js';

const HOUR_MS = 3_600_000;
/** For subjects without a tenant. */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** A maximum of requests of a subject in a window. A window begins with the first request after the last one ended. */
export interface RateLimit {
  tenantId: string;
  /** Who is counted, and for what: `key:<id>`, `login:203.0.113.7`. */
  subject: string;
  most: number;
  windowMs: number;
}

/** The state of a subject's window after a request. */
export interface Standing {
  isGranted: boolean;
  limit: RateLimit;
  /** How many more the window has room for. */
  remaining: number;
  endsInMs: number;
}

export const keyLimit = (key: { id: string; tenantId: string; rateLimitPerHour: number }): RateLimit => ({
  tenantId: key.tenantId,
  subject: `key:${key.id}`,
  most: key.rateLimitPerHour,
  windowMs: HOUR_MS,
});

export const tenantLimit = ({ name, most, windowMs }: TenantRule, tenantId: string): RateLimit => ({
  tenantId,
  subject: name,
  most,
  windowMs,
});

/** @param block the address, or its network where one caller has many: see addressBlock */
export const addressLimit = ({ name, most, windowMs }: AddressRule, block: string): RateLimit => ({
  tenantId: NO_TENANT,
  subject: `${name}:${block}`,
  most,
  windowMs,
});

const seconds = (ms: number): string => String(Math.ceil(ms / 1_000));

/** Retry-After of a refusal: at least 1. */
export const retryAfter = (standing: Standing): string => seconds(Math.max(1, standing.endsInMs));

/** The headers of the answer, times in seconds. Source: draft-ietf-httpapi-ratelimit-headers-06, the last with one header per figure. */
export function rateHeaders(standing: Standing): Record<string, string> {
  return {
    'ratelimit-limit': String(standing.limit.most),
    'ratelimit-remaining': String(standing.remaining),
    'ratelimit-reset': seconds(standing.endsInMs),
    'ratelimit-policy': `${standing.limit.most};w=${seconds(standing.limit.windowMs)}`,
  };
}
