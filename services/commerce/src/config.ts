import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Seals the secrets and credentials of connections: `<id>:<base64 of 32 bytes>`, comma-separated, the newest first. */
  COMMERCE_ENCRYPTION_KEYS: z.string().min(1),
  /** Where shops and people reach the gateway. Default: the gateway on this machine, at PORT. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** 1: shops may be on this machine or inside the network, by plain HTTP. */
  SHOPS_ALLOW_PRIVATE: z.enum(['0', '1']).default('0'),
  /** How long one request to a shop's own API may take. */
  SHOP_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(20_000),
  /** Where companies' own Stripe accounts are reached; a stand-in listens elsewhere. */
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
});

export type Config = z.infer<typeof config>;

/** An address of the gateway. @param path begins with a slash */
export const publicLink = (env: Pick<Config, 'PUBLIC_URL' | 'PORT'>, path: string): string =>
  `${(env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT || 3000}`).replace(/\/+$/, '')}${path}`;
