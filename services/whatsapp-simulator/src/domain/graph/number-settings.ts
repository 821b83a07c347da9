import { z } from 'zod';
import type { BucketRule } from './token-bucket.js';

/** How many messages a second a number may carry, inbound and outbound together. Source: Meta, "Throughput". */
export const THROUGHPUT = { STANDARD: 80, HIGH: 1_000, COEXISTENCE: 20 } as const;
export type Throughput = keyof typeof THROUGHPUT;

/**
 * How many people a portfolio may begin with in a moving 24 hours; the old names TIER_50 and TIER_1K still occur. Source: Meta, "Messaging
 * limits".
 */
export const MESSAGING_LIMITS = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_1K: 1_000,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: Infinity,
} as const;
export type MessagingLimit = keyof typeof MESSAGING_LIMITS;

export const throughputSchema = z.enum(['STANDARD', 'HIGH', 'COEXISTENCE']);
export const messagingLimitSchema = z.enum(Object.keys(MESSAGING_LIMITS) as [MessagingLimit, ...MessagingLimit[]]);

/** What Meta has decided about one number. */
export interface NumberSettings {
  throughput: Throughput;
  quality: 'GREEN' | 'YELLOW' | 'RED';
  /** Blocked and reported too often: no message may begin a conversation (131048). */
  restricted: boolean;
  registered: boolean;
}

/** What Meta has decided about an account, for all its numbers. */
export interface AccountSettings {
  /** `restricted` answers 368, `locked` 131031. */
  standing: 'active' | 'restricted' | 'locked';
  /** Without one, what costs money does not arrive. */
  paymentMethod: boolean;
  /**
   * `/marketing_messages`: `off`: the terms are not accepted (134102); `syncing`: templates are still being copied (134101); `fallback`: only
   * for messages that may also go by the Cloud API; `on`.
   */
  marketingMessages: 'off' | 'syncing' | 'fallback' | 'on';
  /** Whether marketing templates may also go by `/messages`; else 131063. */
  marketingOnCloudApi: boolean;
}

/** A change by a developer. Account and portfolio are those of the number. */
export const settingsPatch = z
  .object({
    throughput: throughputSchema.optional(),
    /** How long a raise of the throughput keeps the number in maintenance (131057). */
    maintenanceMs: z.number().int().min(0).max(3_600_000).optional(),
    quality: z.enum(['GREEN', 'YELLOW', 'RED']).optional(),
    restricted: z.boolean().optional(),
    registered: z.boolean().optional(),
    messagingLimit: messagingLimitSchema.optional(),
    standing: z.enum(['active', 'restricted', 'locked']).optional(),
    paymentMethod: z.boolean().optional(),
    marketingMessages: z.enum(['off', 'syncing', 'fallback', 'on']).optional(),
    marketingOnCloudApi: z.boolean().optional(),
  })
  .strict();
export type SettingsPatch = z.infer<typeof settingsPatch>;

const RULES = Object.fromEntries(
  Object.entries(THROUGHPUT).map(([level, perSecond]) => [level, { capacity: perSecond, refillMs: 1_000 / perSecond }]),
) as Record<Throughput, BucketRule>;

export const throughputRule = (level: Throughput): BucketRule => RULES[level];
