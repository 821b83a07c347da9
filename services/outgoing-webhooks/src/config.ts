import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Seals the endpoints' secrets: `<id>:<base64 of 32 bytes>`, comma-separated, the newest first. */
  WEBHOOK_ENCRYPTION_KEYS: z.string().min(1),
  /** `1` delivers to private addresses and over plain HTTP too: for an installation on one's own machine. */
  WEBHOOKS_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
  /** For one whole exchange with a receiver. */
  WEBHOOK_TIMEOUT_MS: z.coerce.number().int().min(100).max(30_000).default(15_000),
  /** An endpoint with nothing but failures for so long is switched off. */
  WEBHOOK_DISABLE_AFTER_DAYS: z.coerce.number().int().min(1).max(30).default(3),
  /** Deliveries under way at a time in this process. */
  WEBHOOK_CONCURRENCY: z.coerce.number().int().min(1).max(512).default(64),
});

export type Config = z.infer<typeof config>;
