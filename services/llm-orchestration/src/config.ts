import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Turns the model on. Without a key, the offline responder quotes passages of the knowledge base. */
  OPENAI_API_KEY: z.string().min(1).optional(),
  /** Any OpenAI-compatible server, up to and including `/v1`. */
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  /** The model of tenants that chose none. */
  OPENAI_MODEL: z.string().min(1).default('gpt-4.1-mini'),
  /** Total time for one answer, including its retry. */
  OPENAI_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(20_000),
  /** Time without a further piece of a streamed answer. */
  OPENAI_STALL_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(8_000),
});
export type Config = z.infer<typeof config>;
