import { resolve } from 'node:path';
import { z } from 'zod';
import { databaseEnv, firebaseEnv, KeyRing, messagingEnv, refuseEmulatorInProduction } from '#service-kit';
import { GRAPH_VERSION } from '#whatsapp';

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
    ...firebaseEnv,
    /** Signs access tokens (HS256), and the gateway checks them with it. */
    AUTH_JWT_SECRET: z.string().min(32),
    /** Seals WhatsApp access tokens: the newest key first, older ones until everything is sealed anew. */
    ENCRYPTION_KEYS: z.string().refine(opens, 'must be "<id>:<base64 of 32 bytes>", comma-separated, the newest first'),
    /** The first superadmin, created at boot where there is none. Both or neither. */
    BOOTSTRAP_SUPERADMIN_EMAIL: z.email().optional(),
    BOOTSTRAP_SUPERADMIN_PASSWORD: z.string().min(8).optional(),
    /** Base URL of the Graph API, without the version. */
    WHATSAPP_GRAPH_URL: z.url().default('https://graph.facebook.com'),
    WHATSAPP_GRAPH_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, 'a version like v26.0 is expected')
      .default(GRAPH_VERSION),
    /** For one whole exchange with Graph. */
    GRAPH_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(10_000),
    /** Where people reach the dashboard; links in mails begin with it. Default: the gateway on this machine, at PORT. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** `smtps://user:password@host` or `smtp://host:port`. Without it every mail is a file in DATA_DIR/mail. */
    SMTP_URL: z.url({ protocol: /^smtps?$/, message: 'must be smtp://host:port or smtps://user:password@host' }).optional(),
    MAIL_FROM: z.string().min(3).default('Chasqui <no-reply@localhost>'),
    DATA_DIR: z
      .string()
      .default('.data')
      .transform((dir) => resolve(dir)),
  })
  .refine((env) => !env.BOOTSTRAP_SUPERADMIN_EMAIL === !env.BOOTSTRAP_SUPERADMIN_PASSWORD, {
    path: ['BOOTSTRAP_SUPERADMIN_PASSWORD'],
    message: 'set BOOTSTRAP_SUPERADMIN_EMAIL and BOOTSTRAP_SUPERADMIN_PASSWORD, or neither',
  })
  .superRefine(refuseEmulatorInProduction);
export type Config = z.infer<typeof config>;

/** A page of the dashboard. @param path begins with a slash */
export const publicLink = (env: Config, path: string): string =>
  `${(env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT || 3000}`).replace(/\/+$/, '')}${path}`;
