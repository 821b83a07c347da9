import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { schemaOf, SERVICES, type ServiceName } from '#contracts';
import { schemaPassword } from '#database';
import { baseEnv } from '#service-kit/config.js';
import { identityKey } from '#service-kit/identity-key.js';
import type { DemoNumber } from './demo-numbers.js';
import { demoLogins } from './demo-tenants.js';
import type { Secrets } from './secrets.js';

type Env = Record<string, string | undefined>;

export interface ServiceEnvironmentOptions {
  /** The launcher's own environment: what it does not decide (OPENAI_*, SMTP_URL, ...) passes through to the services that declare it. */
  inherited: Env;
  /** With or without credentials; those of the owner never reach a service. */
  databaseUrl: string;
  /** NATS as this service's user. */
  natsUrl: string;
  secrets: Secrets;
  dataDir: string;
  logLevel: string;
  /** Port of every service that runs, by name. */
  ports: Readonly<Record<string, number>>;
  /** Undefined: the simulator when it runs, else Meta. */
  graphUrl: string | undefined;
  demoNumbers: readonly DemoNumber[];
  /** What stands in for Stripe, where the demo has it. */
  stripe?: { url: string; webhookSecret: string } | undefined;
}

export const SERVICE_HOST = '127.0.0.1';
const META_GRAPH_URL = 'https://graph.facebook.com';

/** What Node and the libraries under it read: of the machine, and no key to anything of ours. */
const OF_THE_MACHINE = new Set(
  [
    'PATH HOME USER LANG LC_ALL TZ TMPDIR LD_LIBRARY_PATH UV_THREADPOOL_SIZE MALLOC_MMAP_THRESHOLD_',
    'NODE_ENV NODE_OPTIONS NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy NODE_USE_ENV_PROXY',
    // A clock that was moved for us is moved for them too.
    'LD_PRELOAD FAKETIME FAKETIME_DONT_FAKE_MONOTONIC NO_FAKE_STAT',
  ].flatMap((line) => line.split(' ')),
);

export const urlOfPort = (port: number): string => `http://${SERVICE_HOST}:${port}`;

/** Names of the settings that each service declares in its `config.ts`, on top of those that every service has. */
export async function declaredSettings(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const all = await Promise.all(
    SERVICES.map(async (service) => {
      const { config } = (await import(`../../../services/${service}/src/config.js`)) as { config: { shape: object } };
      return [service, new Set([...Object.keys(baseEnv.shape), ...Object.keys(config.shape)])] as const;
    }),
  );
  return new Map(all);
}

/** The whole environment of one service: what it declares and what its process needs, so that it opens nothing of another service. */
export function serviceEnvironment(name: ServiceName, declared: ReadonlySet<string>, options: ServiceEnvironmentOptions): Env {
  const { PORT: _port, ...inherited } = options.inherited;
  const settings: Env = { ...inherited, ...decided(name, options) };
  return Object.fromEntries(Object.entries(settings).filter(([setting]) => declared.has(setting) || OF_THE_MACHINE.has(setting)));
}

/** What the launcher decides for a service. */
function decided(name: ServiceName, options: ServiceEnvironmentOptions): Env {
  const { inherited, secrets, ports, dataDir } = options;
  const simulatorPort = ports['whatsapp-simulator'];
  const simulatorUrl = simulatorPort === undefined ? undefined : urlOfPort(simulatorPort);
  return {
    DATABASE_URL: withoutCredentials(options.databaseUrl),
    NATS_URL: options.natsUrl,
    ...ownSecrets(name, secrets),
    SERVICE_HOST,
    SERVICE_PORT: String(ports[name]),
    SERVICE_URLS: Object.entries(ports)
      .map(([service, port]) => `${service}=${urlOfPort(port)}`)
      .join(','),
    LOG_LEVEL: options.logLevel,
    DATA_DIR: dataDir,
    // What links in mails begin with.
    PUBLIC_URL: inherited.PUBLIC_URL || urlOfPort(ports.gateway!),
    WHATSAPP_GRAPH_URL: options.graphUrl ?? simulatorUrl ?? META_GRAPH_URL,
    // Against the simulator customers see ticks and typing; a Graph API of somebody else's gets what it is asked for.
    READ_MARKS: inherited.READ_MARKS || (options.graphUrl ? 'off' : 'on'),
    ...ownershipEnvironment(options, simulatorUrl),
    ...(options.stripe && {
      STRIPE_SECRET_KEY: 'sk_test_demo',
      STRIPE_API_URL: options.stripe.url,
      STRIPE_WEBHOOK_SECRET: options.stripe.webhookSecret,
    }),
    DEMO: demoOf(options, simulatorUrl),
    WHATSAPP_WEBHOOK_URL: inherited.WHATSAPP_WEBHOOK_URL || `${urlOfPort(ports.gateway!)}/webhooks/whatsapp`,
    // What large bodies took goes back to the machine as they do, and is not kept in pieces (mallopt(3), M_MMAP_THRESHOLD).
    ...(name === 'gateway' && { MALLOC_MMAP_THRESHOLD_: inherited.MALLOC_MMAP_THRESHOLD_ || '16384' }),
    SIMULATOR_DATA_DIR: inherited.SIMULATOR_DATA_DIR || join(dataDir, 'simulator'),
    SIMULATOR_NUMBERS: inherited.SIMULATOR_NUMBERS || JSON.stringify(options.demoNumbers.map(({ tenant: _tenant, ...number }) => number)),
  };
}

/** Every secret that a service may declare: its own ones, and those that it shares with whoever declares them too. */
export function ownSecrets(name: ServiceName, secrets: Omit<Secrets, 'derive' | 'postgresPassword' | 'natsSecret'>): Env {
  return {
    DATABASE_PASSWORD: schemaPassword(secrets.databaseRoleSecret, schemaOf(name)),
    IDENTITY_KEY: identityKey(secrets.internalSecret, name),
    INTERNAL_SECRET: secrets.internalSecret,
    MEDIA_LINK_SECRET: secrets.mediaLinkSecret,
    REFUSAL_HASH_KEY: secrets.refusalHashKey,
    AUTH_JWT_SECRET: secrets.authJwtSecret,
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    MAIL_ENCRYPTION_KEYS: secrets.mailEncryptionKeys,
    WEBHOOK_ENCRYPTION_KEYS: secrets.webhookEncryptionKeys,
    COMMERCE_ENCRYPTION_KEYS: secrets.commerceEncryptionKeys,
    OTP_PEPPER: secrets.otpPepper,
    FLOW_CALL_KEY: secrets.flowCallKey,
    MODEL_ENCRYPTION_KEYS: secrets.modelEncryptionKeys,
    WHATSAPP_APP_SECRET: secrets.whatsappAppSecret,
    WHATSAPP_VERIFY_TOKEN: secrets.whatsappVerifyToken,
    BOOTSTRAP_SUPERADMIN_EMAIL: secrets.superadminEmail,
    BOOTSTRAP_SUPERADMIN_PASSWORD: secrets.superadminPassword,
  };
}

export function withoutCredentials(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = '';
  url.password = '';
  return url.toString();
}

/** Whether the simulator, where it runs, is WhatsApp, and nobody gave the dashboard an address that others reach. */
export const isDemo = (inherited: Env, graphUrl: string | undefined): boolean =>
  !graphUrl && !inherited.PUBLIC_URL && inherited.NODE_ENV !== 'production';

/**
 * What everybody who opens the sign-in page may see. Only where the simulator is WhatsApp, so that there are no customers, and where the
 * dashboard is reached on this machine alone, as long as nobody gave it another address.
 */
function demoOf({ inherited, graphUrl, secrets }: ServiceEnvironmentOptions, simulatorUrl: string | undefined): string {
  if (!simulatorUrl || !isDemo(inherited, graphUrl)) return '';
  return JSON.stringify({ phoneUrl: simulatorUrl, logins: demoLogins(secrets) });
}

/** Who says whose a number is, where no simulator answers (ADR 17). */
function ownershipEnvironment({ inherited, graphUrl, demoNumbers }: ServiceEnvironmentOptions, simulatorUrl: string | undefined): Env {
  if (!graphUrl && simulatorUrl) return {};
  const vouched = demoNumbers.map(({ phoneNumberId, wabaId, accessToken }) => ({
    phoneNumberId,
    wabaId,
    accessTokenSha256: createHash('sha256').update(accessToken).digest('hex'),
  }));
  return {
    // No Graph knows the demo's numbers but the simulator.
    VOUCHED_NUMBERS: inherited.VOUCHED_NUMBERS || JSON.stringify(vouched),
    GRAPH_STAND_IN: inherited.GRAPH_STAND_IN || (graphUrl && isThisMachine(graphUrl) ? 'on' : 'off'),
  };
}

/** Meta is not on this machine, so that what answers here is somebody's stand-in. */
function isThisMachine(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
