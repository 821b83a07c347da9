import { z } from 'zod';
import { checkObjectStore, objectStoreEnv } from '#object-store/config.js';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z
  .object({
    ...databaseEnv,
    ...messagingEnv,
    ...objectStoreEnv,
    /** Reading one document may take this long before it fails with `document_timeout`. */
    DOCUMENT_TIMEOUT_MS: z.coerce.number().int().min(1_000).default(60_000),
    /** A document whose worker has not been heard of for this long is taken over by another. */
    DOCUMENT_LEASE_MS: z.coerce.number().int().min(500).default(15_000),
    /** Pause between looks for documents that nobody signalled: after a crash, or uploaded through another process. */
    DOCUMENT_SWEEP_MS: z.coerce.number().int().min(50).default(2_000),
    /** Makes vectors of what is published, by this model of the server below, so that questions in other words find it. */
    OPENAI_EMBEDDING_MODEL: z.string().min(1).optional(),
    /** For embeddings; read only where `OPENAI_EMBEDDING_MODEL` is set. */
    OPENAI_API_KEY: z.string().min(1).optional(),
    /** Any OpenAI-compatible server, up to and including `/v1`. */
    OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
    /** `en`: vectors of English bases by an encoder in this process, which takes some 220 MB; for installations without a server for embeddings. */
    LOCAL_EMBEDDINGS: z.enum(['off', 'en']).default('off'),
    /** `1` reads web pages inside the network and over plain HTTP too: for an installation on one's own machine. */
    WEB_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
    /** For one page, redirects and robots.txt included. */
    WEB_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(20_000),
    /** Pause between looks for web addresses that are due. */
    WEB_SWEEP_MS: z.coerce.number().int().min(50).default(2_000),
    /** A Qdrant server, 1.19 or later, that keeps the vectors; left out: Postgres does. */
    QDRANT_URL: z.url({ protocol: /^https?$/ }).optional(),
    QDRANT_API_KEY: z.string().min(1).optional(),
  })
  .superRefine(checkObjectStore);

export type Config = z.infer<typeof config>;
