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
  /** Asked of the same server where the model does not answer. */
  OPENAI_FALLBACK_MODEL: z.string().min(1).optional(),
  /** Opens the keys of companies' own model servers, which tenant seals: `<id>:<base64 of 32 bytes>`, comma-separated, the newest first. */
  MODEL_ENCRYPTION_KEYS: z.string().min(1),
  /** Whether model servers of companies may stand inside our own network; the same as tenant's. */
  MODEL_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
  /** Total time for one answer, including its retry and the fallback model. */
  OPENAI_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(20_000),
  /** Time without a further piece of a streamed answer. */
  OPENAI_STALL_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(8_000),
});
export type Config = z.infer<typeof config>;
