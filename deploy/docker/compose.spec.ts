import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { SERVICES, type ServiceName } from '#contracts';
import { baseEnv, readEnv } from '#service-kit';
import { composeSecrets } from '../embedded/src/credentials.js';
import { PROJECT_ROOT } from '#local-servers/project-root.js';

interface Container {
  image: string;
  build?: { dockerfile: string };
  command?: string[];
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
}
interface Compose {
  services: Record<string, Container>;
  configs: { nats: { content: string } };
  volumes: Record<string, unknown>;
}

const text = readFileSync(join(PROJECT_ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const secrets = composeSecrets({});

/** As Docker does it: `${NAME:?}` has to be given, `${NAME:-else}` need not be. */
const filledIn = (value: string, given: Record<string, string>): string =>
  value.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, otherwise: string) => {
    if (given[name]) return given[name];
    if (kind === '?') throw new Error(`${name} is not given`);
    return otherwise;
  });
const environmentOf = (container: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[container]!.environment ?? {}).map(([name, value]) => [name, filledIn(value, secrets)]),
  );
const configOf = async (service: ServiceName): Promise<z.ZodObject> =>
  ((await import(`../../services/${service}/src/config.js`)) as { config: z.ZodObject }).config;

describe('docker-compose.yml', () => {
  it('has every service, what they stand on, and nothing else', () => {
    expect(Object.keys(compose.services).sort()).toEqual([...SERVICES, 'postgres', 'nats', 'qdrant', 'migrate'].sort());
  });

  it.each(SERVICES)('%s can start with the secrets that the command prints, after the migration', async (service) => {
    const container = compose.services[service]!;
    expect(container.command).toEqual(['node', '--enable-source-maps', `dist/services/${service}/src/main.js`]);
    expect(container.depends_on?.migrate).toEqual({ condition: 'service_completed_successfully' });
    const env = environmentOf(service);
    readEnv(baseEnv, env, service);
    readEnv(await configOf(service), env, service);
  });

  it.each(SERVICES)('%s is given only settings that it declares', async (service) => {
    const declared = Object.keys({ ...baseEnv.shape, ...(await configOf(service)).shape });
    expect(Object.keys(compose.services[service]!.environment!).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it('names to the gateway every service, at the port at which it listens', () => {
    const urls = SERVICES.map((service) => `${service}=http://${service}:${environmentOf(service).SERVICE_PORT}`);
    expect(environmentOf('gateway').SERVICE_URLS!.split(',').sort()).toEqual(urls.sort());
  });

  it('publishes the gateway and nothing else', () => {
    const published = Object.entries(compose.services).filter(([, { ports }]) => ports);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([['gateway', ['${PORT:-3000}:3000']]]);
  });

  it('holds no secret', () => {
    const all = Object.values(compose.services).flatMap(({ environment }) => Object.entries(environment ?? {}));
    const secret = all.filter(([name]) => /SECRET|PASSWORD|KEY|TOKEN/.test(name));
    expect(secret.length).toBeGreaterThan(20);
    expect(secret.filter(([, value]) => !/^\$\{\w+:[?-]\}$/.test(value))).toEqual([]);
    expect([...text.matchAll(/\/\/[\w-]+:([^@/\s]+)@/g)].filter(([, password]) => !/^\$\{\w+:\?\}$/.test(password!))).toEqual([]);
  });

  it('lets each service into NATS as its own user only', () => {
    const { users } = JSON.parse(/^authorization (.*)$/m.exec(filledIn(compose.configs.nats.content, secrets))![1]!) as {
      users: { user: string; password: string }[];
    };
    for (const container of [...SERVICES.filter((name) => name !== 'whatsapp-simulator'), 'migrate']) {
      const { username, password } = new URL(environmentOf(container).NATS_URL!);
      expect(username).toBe(container === 'migrate' ? 'installation' : container);
      expect(users.find(({ user }) => user === username)?.password).toBe(password);
    }
  });

  it('keeps what has to last in named volumes', () => {
    const used = Object.values(compose.services).flatMap(({ volumes }) => volumes?.map((volume) => volume.split(':')[0]) ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});

describe('the secrets of a new installation', () => {
  it('are other ones each time, and those that are given stay', () => {
    expect(composeSecrets({}).INTERNAL_SECRET).not.toBe(secrets.INTERNAL_SECRET);
    expect(composeSecrets(secrets)).toEqual(secrets);
  });
});
