import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Part of every hash of a one-time code: whoever reads the table alone cannot try codes. */
  OTP_PEPPER: z.string().min(32),
});

export type Config = z.infer<typeof config>;
