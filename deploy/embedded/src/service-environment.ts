import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { DemoNumber } from './demo-numbers.js';
import type { Secrets } from './secrets.js';

type Env = Record<string, string | undefined>;

export interface ServiceEnvironmentOptions {
  /** The launcher's own environment: what it does not decide (OPENAI_*, QDRANT_URL, ...) passes through. */
  inherited: Env;
  /** With or without credentials; those of the owner never reach a service. */
  databaseUrl: string;
  natsUrl: string;
  secrets: Secrets;
  dataDir: string;
  logLevel: string;
  /** Port of every service that runs, by name. */
  ports: Readonly<Record<string, number>>;
  /** Undefined: the simulator when it runs, else Meta. */
  graphUrl: string | undefined;
  demoNumbers: readonly DemoNumber[];
}

export const SERVICE_HOST = '127.0.0.1';
const META_GRAPH_URL = 'https://graph.facebook.com';

export const urlOfPort = (port: number): string => `http://${SERVICE_HOST}:${port}`;

/** The whole environment of one service. */
export function serviceEnvironment(name: string, options: ServiceEnvironmentOptions): Env {
  const { inherited, secrets, ports, dataDir } = options;
  const simulatorPort = ports['whatsapp-simulator'];
  const simulatorUrl = simulatorPort === undefined ? undefined : urlOfPort(simulatorPort);
  const { PORT: _port, SERVICES: _services, ...rest } = inherited;
  return {
    ...rest,
    DATABASE_URL: withoutCredentials(options.databaseUrl),
    DATABASE_ROLE_SECRET: secrets.databaseRoleSecret,
    NATS_URL: options.natsUrl,
    INTERNAL_SECRET: secrets.internalSecret,
    AUTH_JWT_SECRET: secrets.authJwtSecret,
    ENCRYPTION_KEYS: secrets.encryptionKeys,
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
    WHATSAPP_APP_SECRET: secrets.whatsappAppSecret,
    WHATSAPP_VERIFY_TOKEN: secrets.whatsappVerifyToken,
    ...(name === 'tenant' && ownershipEnvironment(options, simulatorUrl)),
    BOOTSTRAP_SUPERADMIN_EMAIL: name === 'tenant' ? secrets.superadminEmail : undefined,
    BOOTSTRAP_SUPERADMIN_PASSWORD: name === 'tenant' ? secrets.superadminPassword : undefined,
    ...(name === 'whatsapp-simulator' && {
      WHATSAPP_WEBHOOK_URL: inherited.WHATSAPP_WEBHOOK_URL || `${urlOfPort(ports.gateway!)}/webhooks/whatsapp`,
      SIMULATOR_DATA_DIR: inherited.SIMULATOR_DATA_DIR || join(dataDir, 'simulator'),
      SIMULATOR_NUMBERS: inherited.SIMULATOR_NUMBERS || JSON.stringify(options.demoNumbers.map(({ tenant: _tenant, ...number }) => number)),
    }),
  };
}

function withoutCredentials(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = '';
  url.password = '';
  return url.toString();
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
