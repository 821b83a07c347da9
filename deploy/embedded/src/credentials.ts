import { schemaOf, SERVICES, type ServiceName } from '#contracts';
import { schemaPassword } from '#database';
import { natsPassword, natsUrlOf, natsUsers } from '#messaging/nats-users.js';
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
  const own = { user: OWN_NATS_USER, password: natsPassword(env.NATS_SECRET, OWN_NATS_USER) };
  return `authorization ${JSON.stringify({ users: [own, ...natsUsers(env.NATS_SECRET)] }, null, 2)}`;
}

/** Of whoever creates streams; no service has this name. */
export const OWN_NATS_USER = 'installation';

function requireLong(env: Env, names: readonly string[]): void {
  const short = names.filter((name) => env[name] && env[name].length < SHORTEST_SECRET);
  if (short.length > 0) throw wrong(`${short.join(', ')}: too short`, `Take at least ${SHORTEST_SECRET} random characters.`);
}

const wrong = (what: string, fix: string): LaunchError => new LaunchError('invalid_environment', `${what}.`, fix);
