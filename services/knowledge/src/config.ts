import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Reading one document may take this long before it fails with `document_timeout`. */
  DOCUMENT_TIMEOUT_MS: z.coerce.number().int().min(1_000).default(60_000),
  /** A document whose worker has not been heard of for this long is taken over by another. */
  DOCUMENT_LEASE_MS: z.coerce.number().int().min(500).default(15_000),
  /** Pause between looks for documents that nobody signalled: after a crash, or uploaded through another process. */
  DOCUMENT_SWEEP_MS: z.coerce.number().int().min(50).default(2_000),
});

export type Config = z.infer<typeof config>;
