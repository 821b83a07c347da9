import { z } from 'zod';
import { checkObjectStore, objectStoreEnv } from '#object-store/config.js';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z
  .object({
    ...databaseEnv,
    ...messagingEnv,
    ...objectStoreEnv,
    /** Signs the links with which browsers read files. */
    MEDIA_LINK_SECRET: z.string().min(32),
    /** Hashes who refused promotions before they were erased; the same as message-sender's. Another one forgets them. */
    REFUSAL_HASH_KEY: z.string().min(32),
    /** Milliseconds of silence after which a burst of messages is answered, for outlets without a setting of their own. 0 answers at once. */
    REPLY_DEBOUNCE_MS: z.coerce.number().int().min(0).max(600_000).default(1_200),
  })
  .superRefine(checkObjectStore);
export type Config = z.infer<typeof config>;
