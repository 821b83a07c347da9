import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Seals the secrets and credentials of connections: `<id>:<base64 of 32 bytes>`, comma-separated, the newest first. */
  COMMERCE_ENCRYPTION_KEYS: z.string().min(1),
});

export type Config = z.infer<typeof config>;
