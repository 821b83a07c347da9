import { randomBytes } from 'node:crypto';
import { schemaOf, SERVICES, type ServiceName } from '#contracts';
import { schemaPassword } from '#database';
import { natsPassword, natsUrlOf, natsUsers, type NatsUser } from '#messaging/nats-users.js';
import { identityKey } from '#service-kit/identity-key.js';
import { LaunchError } from '#local-servers/launch-error.js';
import { declaredSettings, withoutCredentials } from './service-environment.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What a setting that a service declares follows from, where it is not given as it is. */
const DERIVED: Readonly<Record<string, { from: string; of: (value: string, service: ServiceName, env: Env) => string }>> = {
  DATABASE_URL: { from: 'DATABASE_URL', of: withoutCredentials },
  DATABASE_PASSWORD: { from: 'DATABASE_ROLE_SECRET', of: (secret, service) => schemaPassword(secret, schemaOf(service)) },
  IDENTITY_KEY: { from: 'INTERNAL_SECRET', of: identityKey },
  NATS_URL: { from: 'NATS_URL', of: (url, service, { NATS_SECRET }) => (NATS_SECRET ? natsUrlOf(url, NATS_SECRET, service) : url) },
};

const SHORTEST_SECRET = 32;

/**
 * The environment of one service, from that of the whole installation, for those who run the services themselves.
 *
 * @throws LaunchError `invalid_environment`
 */
export async function credentialsOf(service: string, env: Env): Promise<Record<string, string>> {
  const declared = (await declaredSettings()).get(service);
  if (!declared) throw wrong(`There is no service ${service}`, `Name one of: ${SERVICES.join(', ')}; or nats for its users.`);
  const missing = Object.entries(DERIVED).filter(([name, { from }]) => declared.has(name) && !env[from]);
  if (missing.length > 0) {
    const names = missing.map(([, { from }]) => from).join(', ');
    throw wrong(`What ${service} needs follows from ${names}, which the environment does not give`, 'Set them as at `npm run migrate`.');
  }
  requireLong(env, ['DATABASE_ROLE_SECRET', 'INTERNAL_SECRET', 'NATS_SECRET']);
  const settings = [...declared].flatMap((name): [string, string][] => {
    const derived = DERIVED[name];
    const value = derived ? derived.of(env[derived.from]!, service as ServiceName, env) : env[name];
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries(settings);
}

/**
 * The `authorization` block for the configuration of a nats-server of one's own: a user for every service, and one for `npm run migrate`,
 * which creates the streams.
 *
 * @throws LaunchError `invalid_environment`
 */
export function natsAuthorization(env: Env): string {
  if (!env.NATS_SECRET)
    throw wrong('The users of NATS follow from NATS_SECRET, which the environment does not give', 'Set it to a random one.');
  requireLong(env, ['NATS_SECRET']);
  return `authorization ${JSON.stringify({ users: usersOf(env.NATS_SECRET) }, null, 2)}`;
}

/**
 * What `.env` holds for `docker-compose.yml`: the secrets of the installation, new ones where the environment gives none, and what follows
 * from them for each service.
 */
export function composeSecrets(env: Env): Record<string, string> {
  const random = (): string => randomBytes(32).toString('hex');
  const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
  const secrets = {
    POSTGRES_PASSWORD: env.POSTGRES_PASSWORD || random(),
    DATABASE_ROLE_SECRET: env.DATABASE_ROLE_SECRET || random(),
    INTERNAL_SECRET: env.INTERNAL_SECRET || random(),
    NATS_SECRET: env.NATS_SECRET || random(),
    AUTH_JWT_SECRET: env.AUTH_JWT_SECRET || random(),
    MEDIA_LINK_SECRET: env.MEDIA_LINK_SECRET || random(),
    REFUSAL_HASH_KEY: env.REFUSAL_HASH_KEY || random(),
    ENCRYPTION_KEYS: env.ENCRYPTION_KEYS || key('k1'),
    MAIL_ENCRYPTION_KEYS: env.MAIL_ENCRYPTION_KEYS || key('m1'),
    MODEL_ENCRYPTION_KEYS: env.MODEL_ENCRYPTION_KEYS || key('l1'),
    WEBHOOK_ENCRYPTION_KEYS: env.WEBHOOK_ENCRYPTION_KEYS || key('w1'),
    COMMERCE_ENCRYPTION_KEYS: env.COMMERCE_ENCRYPTION_KEYS || key('c1'),
    OTP_PEPPER: env.OTP_PEPPER || random(),
    FLOW_CALL_KEY: env.FLOW_CALL_KEY || random(),
    WHATSAPP_APP_SECRET: env.WHATSAPP_APP_SECRET || random(),
    WHATSAPP_VERIFY_TOKEN: env.WHATSAPP_VERIFY_TOKEN || random(),
  };
  requireLong(secrets, ['DATABASE_ROLE_SECRET', 'INTERNAL_SECRET', 'NATS_SECRET']);
  const users = usersOf(secrets.NATS_SECRET);
  const ofServices = SERVICES.flatMap((service) => [
    [`${prefixOf(service)}_DATABASE_PASSWORD`, schemaPassword(secrets.DATABASE_ROLE_SECRET, schemaOf(service))],
    [`${prefixOf(service)}_IDENTITY_KEY`, identityKey(secrets.INTERNAL_SECRET, service)],
  ]);
  return {
    ...secrets,
    ...Object.fromEntries(ofServices),
    ...Object.fromEntries(users.map(({ user, password }) => [`${prefixOf(user)}_NATS_PASSWORD`, password])),
    NATS_AUTHORIZATION: JSON.stringify({ users }),
  };
}

const prefixOf = (user: string): string => user.toUpperCase().replaceAll('-', '_');

/** Whoever creates streams, and every service. */
const usersOf = (secret: string): NatsUser[] => [
  { user: OWN_NATS_USER, password: natsPassword(secret, OWN_NATS_USER) },
  ...natsUsers(secret),
];

/** Of whoever creates streams; no service has this name. */
export const OWN_NATS_USER = 'installation';

function requireLong(env: Env, names: readonly string[]): void {
  const short = names.filter((name) => env[name] && env[name].length < SHORTEST_SECRET);
  if (short.length > 0) throw wrong(`${short.join(', ')}: too short`, `Take at least ${SHORTEST_SECRET} random characters.`);
}

const wrong = (what: string, fix: string): LaunchError => new LaunchError('invalid_environment', `${what}.`, fix);
