import { resolve } from 'node:path';
import { z } from 'zod';
import { checkObjectStore, objectStoreEnv } from '#object-store/config.js';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';
import { firebaseEnv, refuseEmulatorInProduction } from '#service-kit/firebase-env.js';
import { KeyRing } from '#service-kit/key-ring.js';
import { GRAPH_VERSION } from '#whatsapp/graph-version.js';

const opens = (keys: string): boolean => {
  try {
    return Boolean(new KeyRing(keys));
  } catch {
    return false;
  }
};

const keyIds = (keys: string): string[] => keys.split(',').map((entry) => entry.trim().split(':', 1)[0]!);

export const config = z
  .object({
    ...databaseEnv,
    ...messagingEnv,
    ...firebaseEnv,
    ...objectStoreEnv,
    /** Signs access tokens (HS256), and the gateway checks them with it. */
    AUTH_JWT_SECRET: z.string().min(32),
    /** Seals WhatsApp access tokens: the newest key first, older ones until everything is sealed anew. */
    ENCRYPTION_KEYS: z.string().refine(opens, 'must be "<id>:<base64 of 32 bytes>", comma-separated, the newest first'),
    /** Seals mails that wait to be sent, in the same form; nobody else opens them. */
    MAIL_ENCRYPTION_KEYS: z.string().refine(opens, 'must be "<id>:<base64 of 32 bytes>", comma-separated, the newest first'),
    /** The first superadmin, created at boot where there is none. Both or neither. */
    BOOTSTRAP_SUPERADMIN_EMAIL: z.email().optional(),
    BOOTSTRAP_SUPERADMIN_PASSWORD: z.string().min(8).optional(),
    /** Seals the keys of companies' own model servers, in the same form; llm-orchestration opens them. */
    MODEL_ENCRYPTION_KEYS: z.string().refine(opens, 'must be "<id>:<base64 of 32 bytes>", comma-separated, the newest first'),
    /** Whether model servers of companies may stand inside our own network; the same as llm-orchestration's. */
    MODEL_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
    /** Base URL of the Graph API, without the version. */
    WHATSAPP_GRAPH_URL: z.url().default('https://graph.facebook.com'),
    WHATSAPP_GRAPH_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, 'a version like v26.0 is expected')
      .default(GRAPH_VERSION),
    /** For one whole exchange with Graph. */
    GRAPH_TIMEOUT_MS: z.coerce.number().int().min(50).max(60_000).default(10_000),
    /**
     * Numbers whose owner the operator knows, such as the demo's: Graph is not asked for them. Only the token with this SHA-256 opens one.
     */
    VOUCHED_NUMBERS: z
      .string()
      .default('[]')
      .transform((text, context) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.addIssue({ code: 'custom', message: 'must be a JSON array of { phoneNumberId, wabaId, accessTokenSha256 }' });
          return z.NEVER;
        }
      })
      .pipe(z.array(z.object({ phoneNumberId: z.string(), wabaId: z.string(), accessTokenSha256: z.string().regex(/^[0-9a-f]{64}$/) }))),
    /** `on`: WHATSAPP_GRAPH_URL is a stand-in that may not know numbers. What it does not know is whoever's claims it first. Never with Meta. */
    GRAPH_STAND_IN: z.enum(['on', 'off']).default('off'),
    /**
     * What the sign-in page of a demo shows, as JSON `{ phoneUrl, logins: [{ company, email, password, role }] }`: everybody who opens the page
     * signs in with it. Only for an installation of nobody's that talks to the simulator; `npm start` sets it there, and nothing else does.
     */
    DEMO: z
      .string()
      .default('')
      .transform((text, context) => {
        if (text === '') return undefined;
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.addIssue({ code: 'custom', message: 'must be JSON: { phoneUrl, logins: [{ company, email, password, role }] }' });
          return z.NEVER;
        }
      })
      .pipe(
        z
          .object({
            phoneUrl: z.url(),
            logins: z.array(
              z.object({
                company: z.string(),
                email: z.string(),
                password: z.string(),
                role: z.enum(['viewer', 'agent', 'admin', 'owner']),
              }),
            ),
          })
          .optional(),
      ),
    /** How long a number that a tenant gave up leads to nobody before another tenant may have it. */
    NUMBER_QUARANTINE_HOURS: z.coerce.number().int().min(0).max(720).default(24),
    /** Before Graph is asked again about a number for the first time, then twice as long each time, up to an hour. */
    CONFIRM_PAUSE_MS: z.coerce.number().int().min(50).max(3_600_000).default(10_000),
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
  .refine((env) => !keyIds(env.MAIL_ENCRYPTION_KEYS).some((id) => keyIds(env.ENCRYPTION_KEYS).includes(id)), {
    path: ['MAIL_ENCRYPTION_KEYS'],
    message: 'the ids of its keys must differ from those in ENCRYPTION_KEYS, which open older mails',
  })
  .refine((env) => !env.BOOTSTRAP_SUPERADMIN_EMAIL === !env.BOOTSTRAP_SUPERADMIN_PASSWORD, {
    path: ['BOOTSTRAP_SUPERADMIN_PASSWORD'],
    message: 'set BOOTSTRAP_SUPERADMIN_EMAIL and BOOTSTRAP_SUPERADMIN_PASSWORD, or neither',
  })
  .superRefine(checkObjectStore)
  .superRefine(refuseEmulatorInProduction);
export type Config = z.infer<typeof config>;

/** A page of the dashboard. @param path begins with a slash */
export const publicLink = (env: Config, path: string): string =>
  `${(env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT || 3000}`).replace(/\/+$/, '')}${path}`;
