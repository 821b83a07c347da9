import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Part of every hash of a one-time code: whoever reads the table alone cannot try codes. */
  OTP_PEPPER: z.string().min(32),
  /** From it follow the secrets with which flows sign their calls. */
  FLOW_CALL_KEY: z.string().min(32),
  /** Whether flows may call systems inside the network and over plain HTTP: for one's own machine. */
  FLOWS_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
});

export type Config = z.infer<typeof config>;
