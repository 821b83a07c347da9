import { z } from 'zod';
import { checkObjectStore, objectStoreEnv } from '#object-store/config.js';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';
import { GRAPH_VERSION } from '#whatsapp/graph-version.js';

export const config = z
  .object({
    ...databaseEnv,
    ...messagingEnv,
    ...objectStoreEnv,
    /** Opens the outlets' access tokens: `<id>:<base64 of 32 bytes>`, comma-separated, the newest first. */
    ENCRYPTION_KEYS: z.string().min(1),
    /** By which those are known who refused promotions before they were erased; the same as conversation's. */
    REFUSAL_HASH_KEY: z.string().min(32),
    /** Base URL of the Graph API, without the version. */
    WHATSAPP_GRAPH_URL: z.url().default('https://graph.facebook.com'),
    WHATSAPP_GRAPH_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, 'a version like v26.0 is expected')
      .default(GRAPH_VERSION),
    /** For one whole exchange with Graph. After this time and 5 s more an attempt whose process is gone counts as unknown. */
    GRAPH_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(10_000),
    /** For the transfer of one file, from or to Graph. */
    MEDIA_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(120_000),
    /** Files on their way at a time in this process, in each direction. */
    MEDIA_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
    /** Requests to Graph at a time in this process; also its connections. 1,000 messages a second need as many as an answer takes milliseconds. */
    SEND_CONCURRENCY: z.coerce.number().int().min(1).max(512).default(128),
    /** How long a message stays unknown at least before evidence may put it back into the queue. */
    UNKNOWN_RESEND_AFTER_MS: z.coerce.number().int().min(0).default(60_000),
    /** Whether customers see that the bot has read what they wrote, and that it is writing. */
    READ_MARKS: z.enum(['on', 'off']).default('off'),
  })
  .superRefine(checkObjectStore);

export type Config = z.infer<typeof config>;
