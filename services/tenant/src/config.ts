import { z } from 'zod';
import { databaseEnv, KeyRing, messagingEnv } from '#service-kit';

const opens = (keys: string): boolean => {
  try {
    return Boolean(new KeyRing(keys));
  } catch {
    return false;
  }
};

export const config = z
  .object({
    ...databaseEnv,
    ...messagingEnv,
    /** Signs access tokens (HS256), and the gateway checks them with it. */
    AUTH_JWT_SECRET: z.string().min(32),
    /** Seals WhatsApp access tokens: the newest key first, older ones until everything is sealed anew. */
    ENCRYPTION_KEYS: z.string().refine(opens, 'must be "<id>:<base64 of 32 bytes>", comma-separated, the newest first'),
    /** The first superadmin, created at boot where there is none. Both or neither. */
    BOOTSTRAP_SUPERADMIN_EMAIL: z.email().optional(),
    BOOTSTRAP_SUPERADMIN_PASSWORD: z.string().min(8).optional(),
  })
  .refine((env) => !env.BOOTSTRAP_SUPERADMIN_EMAIL === !env.BOOTSTRAP_SUPERADMIN_PASSWORD, {
    path: ['BOOTSTRAP_SUPERADMIN_PASSWORD'],
    message: 'set BOOTSTRAP_SUPERADMIN_EMAIL and BOOTSTRAP_SUPERADMIN_PASSWORD, or neither',
  });
export type Config = z.infer<typeof config>;
