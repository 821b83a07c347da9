import { z } from 'zod';
import { databaseEnv, messagingEnv, type BaseEnv } from '#service-kit/config.js';
import { firebaseEnv, refuseEmulatorInProduction } from '#service-kit/firebase-env.js';

/** `tenant=http://127.0.0.1:41001,conversation=...` */
const serviceUrls = z.string().transform((text, context): ReadonlyMap<string, string> => {
  const urls = new Map<string, string>();
  for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
    const [, name, url] = /^\s*([a-z][a-z0-9-]*)=(\S+?)\s*$/.exec(entry) ?? [];
    if (!name || !url || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      context.addIssue({ code: 'custom', message: `must be "<service>=<http URL>", comma-separated; "${entry}" is not` });
      return z.NEVER;
    }
    urls.set(name, new URL(url).origin);
  }
  return urls;
});

/** Origins as browsers send them: scheme, host, port. */
const origins = z.string().transform((text, context): readonly string[] => {
  const list = text
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  const wrong = list.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong === undefined) return list;
  context.addIssue({ code: 'custom', message: `must be origins such as https://app.example.com, comma-separated; "${wrong}" is not` });
  return z.NEVER;
});

export const config = z
  .object({
    ...databaseEnv,
    ...messagingEnv,
    ...firebaseEnv,
    /** Key of the webhook signature: the Meta app's secret. */
    WHATSAPP_APP_SECRET: z.string().min(1),
    /** The token that Meta sends when the webhook's address is saved. */
    WHATSAPP_VERIFY_TOKEN: z.string().min(1),
    /** Key of the signatures of Stripe's webhook, `whsec_...`; without it the gateway takes none. */
    STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
    /** The gateway derives from it a key for each service, to sign callers' identities. No service has it. */
    INTERNAL_SECRET: z.string().min(32),
    /** Checks access tokens (HS256), which the tenant service signs with it. */
    AUTH_JWT_SECRET: z.string().min(32),
    /** Where each service listens. Routes of a service that is not named get a 503. */
    SERVICE_URLS: serviceUrls,
    /** Folder of the services' OpenAPI documents; default `docs/openapi` of the project. */
    OPENAPI_DIR: z.string().optional(),
    /** Origins from which browsers may call; none by default. */
    CORS_ORIGINS: origins.default([]),
    /** Milliseconds that a service has for the first byte of its answer, and for each next part. */
    FORWARD_TIMEOUT_MS: z.coerce.number().int().min(1).default(60_000),
    /** Sign-in attempts of an address per minute. The limits of the other public routes are multiples of it. */
    LOGIN_RATE_PER_MINUTE: z.coerce.number().int().min(1).default(20),
    /** Maximum of live connections: of a tenant, of one user or API key, and from one address (an office may share one). */
    LIVE_SOCKETS_PER_TENANT: z.coerce.number().int().min(1).default(5_000),
    LIVE_SOCKETS_PER_USER: z.coerce.number().int().min(1).default(100),
    LIVE_SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).default(2_000),
    /** Maximum of bytes that wait for a live connection. Beyond it the connection ends, and its client resumes. */
    LIVE_BUFFER_BYTES: z.coerce.number().int().min(65_536).default(4_194_304),
    /** Maximum of body bytes that are being received or answered at a time, over all routes; one address gets half of them. */
    RECEIVE_BYTES: z.coerce.number().int().min(16_777_216).default(33_554_432),
    /** Milliseconds within which a webhook body, or any other body, must arrive. Files may take longer while they make progress. */
    WEBHOOK_TIMEOUT_MS: z.coerce.number().int().min(100).default(10_000),
    BODY_TIMEOUT_MS: z.coerce.number().int().min(100).default(30_000),
    /** Maximum of answer bytes that wait for slow readers. */
    ANSWER_BYTES: z.coerce.number().int().min(1_048_576).default(67_108_864),
    /** Maximum of connections: in all (with live ones), and from one address (without live ones; behind our own proxies, its requests at a time). */
    CONNECTIONS: z.coerce.number().int().min(1).default(20_000),
    CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(2_000),
    /** Number of our own proxies in front: as many last entries of X-Forwarded-For are trusted. */
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).default(0),
    /** Days that a webhook body is kept after everything in it was processed. */
    JOURNAL_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  })
  .superRefine(refuseEmulatorInProduction);
export type Config = z.infer<typeof config> & BaseEnv;
