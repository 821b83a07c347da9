import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({
  ...databaseEnv,
  ...messagingEnv,
  /** Stripe's secret or restricted key. Without it plans are sold by invoices of the operator's own. */
  STRIPE_SECRET_KEY: z.string().min(1).optional(),
  /** Where Stripe is; a stand-in listens elsewhere. */
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'),
  /** Payments of an invoice that may fail before a company is suspended. */
  PAYMENT_TRIES: z.coerce.number().int().min(1).max(20).default(3),
  /** Currency of a company's first deposit; later ones are in that of the first. */
  PAYMENT_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD')
    .default('USD'),
  /** Days of the first subscription that cost nothing. */
  TRIAL_DAYS: z.coerce.number().int().min(0).max(365).default(0),
  /** Where people reach the dashboard, to which the provider sends them back. Default: the gateway on this machine, at PORT. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
});
export type Config = z.infer<typeof config>;

/** A page of the dashboard. @param path begins with a slash */
export const publicLink = (env: Config, path: string): string =>
  `${(env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT || 3000}`).replace(/\/+$/, '')}${path}`;
