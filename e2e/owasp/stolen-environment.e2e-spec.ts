import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import pg from 'pg';
import { DEAD_LETTER_STREAM, EVENTS, QUERIES, schemaOf, SERVICES, SIGNALS, streamOf, type ServiceName } from '#contracts';
import { IDENTITY_HEADER, KeyRing, signIdentity } from '#service-kit';
import { NatsProbe } from '#testing';
import { loadSecrets } from '../../deploy/embedded/src/secrets.js';
import { signLink } from '../../services/conversation/src/domain/media/media-link.js';
import { textBody } from '../system.js';
import { secretHolders } from './secret-holders.js';
import { GONE, World } from './world.js';

type Env = Record<string, string>;

/** Secrets of outside services, and what is no service's business. */
const OUTSIDE = {
  OPENAI_API_KEY: 'sk-test-of-nobody-0123456789',
  // Nothing listens there, so that mails stay sealed in the queue.
  SMTP_URL: 'smtp://mailer:password-of-the-mailer@127.0.0.1:9',
  S3_SECRET_ACCESS_KEY: 'secret-access-key-of-nobody',
  FIREBASE_PROJECT_ID: 'project-of-nobody',
  AWS_SECRET_ACCESS_KEY: 'another-secret-of-the-operator',
  PGPASSWORD: 'password-of-the-database-owner',
};

const OTHERS = SERVICES.flatMap((thief) => SERVICES.filter((victim) => victim !== thief).map((victim) => ({ thief, victim })));
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

/** Whoever stole the environment of a service knows this code, and tries what it holds on all that is not that service's. */
describe('the stolen environment of a service', () => {
  let world: World;
  const environments = {} as Record<ServiceName, Env>;

  beforeAll(async () => {
    world = await World.start({ SERVICES: 'separate', ...OUTSIDE });
    // As the kernel knows it: what the process was given, and not what it was meant to be given.
    for (const service of SERVICES) {
      const lines = readFileSync(`/proc/${world.system.pids[service]}/environ`, 'utf8').split('\0').filter(Boolean);
      environments[service] = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
    }
  }, 240_000);
  afterAll(async () => world?.stop(), 60_000);

  /** Everything in an environment that may be a key, also where it is a part of something: of a URL, of a list. */
  const loot = (service: ServiceName): string[] => {
    const values = Object.values(environments[service]).flatMap((value) => [value, ...value.split(/[\s,;:@/?&"]+/)]);
    return [...new Set(values)].filter((value) => value.length >= 16 && !/[/.]/.test(value.replace(/=+$/, '').slice(0, 8)));
  };
  const keys = (service: ServiceName): string[] => [...new Set([...loot(service), ...Object.values(environments[service])])];

  it('is read from the processes as they run, and holds what a thief looks for', () => {
    for (const service of SERVICES) {
      expect({ service, keys: loot(service).length }).not.toEqual({ service, keys: 0 });
      expect(loot(service)).toContain(environments[service].IDENTITY_KEY);
    }
  });

  it('has each secret only where it is needed', () => {
    const own = loadSecrets(world.system.dataDir, {});
    const { key } = JSON.parse(readFileSync(`${world.system.dataDir}/secrets.json`, 'utf8')) as { key: string };
    for (const [what, secret, services] of secretHolders(own, key, OUTSIDE)) {
      const found = SERVICES.filter((service) => Object.values(environments[service]).some((value) => value.includes(secret)));
      expect({ what, found }).toEqual({ what, found: services });
    }
  });

  it('shares with another one no setting but those of the machine, and the keys that both need', () => {
    const shared = new Set<string>();
    for (const { thief, victim } of OTHERS) {
      for (const [name, value] of Object.entries(environments[thief])) {
        if (value.length >= 16 && Object.values(environments[victim]).includes(value)) shared.add(name);
      }
    }
    expect([...shared]).toEqual(expect.arrayContaining(['AUTH_JWT_SECRET', 'ENCRYPTION_KEYS', 'WHATSAPP_APP_SECRET']));
    const known =
      /^(AUTH_JWT_SECRET|DATABASE_URL|DATA_DIR|ENCRYPTION_KEYS|FIREBASE_PROJECT_ID|MODEL_ENCRYPTION_KEYS|OPENAI_API_KEY|PUBLIC_URL|REFUSAL_HASH_KEY|S3_SECRET_ACCESS_KEY|STRIPE_API_URL|WHATSAPP_\w+)$/;
    expect([...shared].filter((name) => !(name in process.env) && !known.test(name))).toEqual([]);
  });

  describe('in Postgres', () => {
    const connect = async (service: ServiceName, role: string, password: string): Promise<pg.Client> => {
      const url = new URL(environments[service].DATABASE_URL ?? environments.gateway.DATABASE_URL!);
      url.username = role;
      url.password = password;
      const client = new pg.Client({ connectionString: url.toString() });
      await client.connect();
      return client;
    };
    let roles: { role: string; schema: string }[];
    beforeAll(async () => {
      const rows = await world.system.query<{ role: string }>(`select rolname as role from pg_roles where rolcanlogin order by 1`);
      const schemas = SERVICES.map(schemaOf).sort((a, b) => b.length - a.length);
      roles = rows.map(({ role }) => ({ role, schema: schemas.find((schema) => role.startsWith(`chasqui_${schema}`)) ?? 'owner' }));
    });
    const rolesOf = (service: ServiceName) => roles.filter(({ schema }) => schema === schemaOf(service));

    it('logs in as the service itself', async () => {
      expect(roles.length).toBeGreaterThan(16);
      for (const service of SERVICES.filter((name) => environments[name].DATABASE_PASSWORD)) {
        expect(rolesOf(service).length).toBeGreaterThan(1);
        for (const { role } of rolesOf(service)) await (await connect(service, role, environments[service].DATABASE_PASSWORD!)).end();
      }
    });

    it.each(SERVICES)(
      '%s logs in as nobody else, the owner least of all',
      async (service) => {
        const foreign = roles.filter(({ schema }) => schema !== schemaOf(service));
        const opened: string[] = [];
        await Promise.all(
          foreign.map(async ({ role, schema }) => {
            for (const key of loot(service)) {
              for (const password of [key, hmac(key, role), hmac(key, `schema:${schema}`)]) {
                const client = await connect(service, role, password).catch((error: { code?: string }) => {
                  if (error.code !== '28P01') throw error;
                  return undefined;
                });
                if (client) opened.push(role);
                await client?.end();
              }
            }
          }),
        );
        expect(foreign.length).toBeGreaterThan(14);
        expect(opened).toEqual([]);
      },
      120_000,
    );

    it.each(SERVICES.filter((name) => name !== 'whatsapp-simulator'))(
      '%s reads and writes no table of another one',
      async (service) => {
        const own = schemaOf(service);
        const columns = await world.system.query<{ schema: string; table: string; column: string; isWritable: boolean }>(
          `select n.nspname as schema, c.relname as table, a.attname as column,
                a.attgenerated = '' and a.attidentity = '' as "isWritable"
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and n.nspname <> $1`,
          [own],
        );
        expect(columns.length).toBeGreaterThan(300);
        const opened: string[] = [];
        for (const { role } of rolesOf(service)) {
          // What is behind a view that was published to this role may be read, column by column, under its own row-level security.
          const published = new Set(
            (
              await world.system.query<{ name: string }>(
                `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.view_column_usage
               where has_table_privilege($1, format('%I.%I', view_schema, view_name), 'select')`,
                [role],
              )
            ).map(({ name }) => name),
          );
          const client = await connect(service, role, environments[service].DATABASE_PASSWORD!);
          const isAllowed = (sql: string): Promise<boolean> =>
            client.query(sql).then(
              () => true,
              (error: { code?: string }) => {
                if (error.code !== '42501') throw error;
                return false;
              },
            );
          try {
            const tables = new Set<string>();
            for (const { schema, table, column, isWritable } of columns) {
              const name = `"${schema}"."${table}"`;
              if (!published.has(`${schema}.${table}.${column}`) && (await isAllowed(`select "${column}" from ${name} limit 1`))) {
                opened.push(`${role}: select ${column} from ${name}`);
              }
              if (!isWritable || tables.has(name)) continue;
              tables.add(name);
              for (const sql of [
                `delete from ${name} where false`,
                `update ${name} set "${column}" = "${column}" where false`,
                `truncate ${name}`,
              ]) {
                if (await isAllowed(sql)) opened.push(`${role}: ${sql}`);
              }
              if (await isAllowed(`insert into ${name} ("${column}") select "${column}" from ${name} where false`))
                opened.push(`${role}: insert ${name}`);
            }
            for (const sql of [
              'select rolpassword from pg_authid',
              'set role chasqui',
              ...roles.flatMap((other) => (other.role === role ? [] : [`set role ${other.role}`])),
            ]) {
              if (await isAllowed(sql)) opened.push(`${role}: ${sql}`);
            }
            const hashes = await isAllowed('select password_hash from tenant.users');
            expect({ role, hashes }).toEqual({ role, hashes: service === 'tenant' && hashes });
          } finally {
            await client.end();
          }
        }
        expect(opened).toEqual([]);
      },
      120_000,
    );
  });

  describe('in NATS', () => {
    const speakers = SERVICES.filter((service) => service !== 'whatsapp-simulator');
    const streams = [...new Set(EVENTS.map(({ producer }) => streamOf(producer))), DEAD_LETTER_STREAM];
    const tenant = (): string => world.acme.tenant.id;

    it.each(speakers)('%s comes in as itself alone', async (service) => {
      const opened: string[] = [];
      for (const user of [...speakers, 'installation'].filter((name) => name !== service)) {
        for (const key of loot(service)) {
          for (const password of [key, hmac(key, `nats:${user}`)]) {
            const url = new URL(environments[service].NATS_URL!);
            [url.username, url.password] = [user, password];
            const probe = await NatsProbe.connect(url.toString()).catch(() => undefined);
            if (probe) opened.push(user);
            probe?.close();
          }
        }
      }
      expect(opened).toEqual([]);
      (await NatsProbe.connect(environments[service].NATS_URL!)).close();
    });

    it.each(speakers)('%s says nothing in another’s name, and changes no stream', async (service) => {
      const foreign = [
        ...EVENTS.filter(({ producer }) => producer !== service).map(({ subject }) => subject),
        ...speakers.filter((other) => other !== service).map((other) => `chasqui-dead.${other}.x`),
        ...QUERIES.filter(({ askedBy }) => !askedBy.includes(service)).map(({ subject }) => subject),
        ...SIGNALS.filter(({ from }) => !from.includes(service)).map(({ subject }) => `${subject}.${tenant()}`),
        ...streams.flatMap((stream) =>
          ['STREAM.PURGE', 'STREAM.DELETE', 'STREAM.UPDATE', 'STREAM.CREATE', 'STREAM.MSG.GET', 'STREAM.MSG.DELETE', 'STREAM.SNAPSHOT'].map(
            (call) => `$JS.API.${call}.${stream}`,
          ),
        ),
        ...EVENTS.flatMap(({ name, version, producer, consumers }) =>
          consumers.flatMap((consumer) => {
            const durable = `${streamOf(producer)}.${consumer}__${name}_v${version}`;
            const shared = [`CONSUMER.DELETE.${durable}`, `CONSUMER.DURABLE.CREATE.${durable}`, `CONSUMER.CREATE.${durable}`];
            const others = consumer === service ? [] : [`CONSUMER.INFO.${durable}`, `CONSUMER.MSG.NEXT.${durable}`];
            return [...shared, ...others].map((call) => `$JS.API.${call}`);
          }),
        ),
      ];
      expect(foreign.length).toBeGreaterThan(150);
      const probe = await NatsProbe.connect(environments[service].NATS_URL!);
      try {
        const opened: string[] = [];
        for (const subject of foreign) if (await probe.publish(subject)) opened.push(subject);
        expect(opened).toEqual([]);
        // It is not that nothing can be said.
        expect(await probe.publish(`$JS.API.STREAM.INFO.${DEAD_LETTER_STREAM}`)).toBe(true);
      } finally {
        probe.close();
      }
    });

    it.each(speakers)('%s hears nothing that is said to another', async (service) => {
      const all = ['>', 'chasqui.>', 'chasqui-dead.>', 'chasqui-query.>', 'chasqui-signal.>', '_INBOX.>', '$JS.>', '$SYS.>'];
      const foreign = [
        ...all,
        ...EVENTS.map(({ subject }) => subject),
        ...QUERIES.filter(({ owner }) => owner !== service).map(({ subject }) => subject),
        ...SIGNALS.filter(({ to }) => !to.includes(service)).map(({ subject }) => `${subject}.${tenant()}`),
        ...speakers.filter((other) => other !== service).map((other) => `_INBOX.${other}.>`),
      ];
      expect(foreign.length).toBeGreaterThan(30);
      const probe = await NatsProbe.connect(environments[service].NATS_URL!);
      try {
        const opened: string[] = [];
        for (const subject of foreign) if (await probe.subscribe(subject)) opened.push(subject);
        expect(opened).toEqual([]);
        expect(await probe.subscribe(`_INBOX.${service}.mine`)).toBe(true);
      } finally {
        probe.close();
      }
    });
  });

  describe('at another’s door', () => {
    const identity = () => ({ kind: 'user', subject: GONE, superadmin: true, tenantId: world.acme.tenant.id, role: 'owner' }) as const;

    it('vouches for nobody, unless it is the gateway’s', async () => {
      const doors = world.servicesOutside();
      expect(doors.length).toBeGreaterThan(6);
      const ask = async (url: string, token: string): Promise<number> =>
        (await fetch(url, { headers: { [IDENTITY_HEADER]: token } })).status;
      for (const { name, url, routes } of doors) {
        const door = (name === 'gateway' ? world.system.url : url) + routes[0];
        for (const thief of SERVICES.filter((service) => service !== name)) {
          const opened: number[] = [];
          for (const key of keys(thief)) {
            for (const token of [signIdentity(identity(), key), signIdentity(identity(), hmac(key, `identity:${name}`))]) {
              const status = await ask(door, token);
              if (status !== 401) opened.push(status);
            }
          }
          expect({ thief, name, opened: opened.length > 0 }).toEqual({ thief, name, opened: thief === 'gateway' });
        }
        const own = signIdentity(identity(), environments[name as ServiceName].IDENTITY_KEY!);
        // From outside the gateway takes no identity, not even under its own key.
        expect({ name, refused: (await ask(door, own)) === 401 }).toEqual({ name, refused: name === 'gateway' });
      }
    }, 60_000);

    it('signs no access token, unless it is that of who issues them or of who checks them', async () => {
      for (const thief of SERVICES) {
        let isTaken = false;
        for (const key of keys(thief)) {
          const token = await new SignJWT({ email: 'x@y.example', superadmin: true, tenants: [], at: Date.now() })
            .setProtectedHeader({ alg: 'HS256' })
            .setSubject(GONE)
            .setIssuer('chasqui')
            .setAudience('chasqui')
            .setIssuedAt()
            .setExpirationTime('5m')
            .sign(new TextEncoder().encode(key));
          const { status } = await world.system.api('/ops/ledger', { headers: { authorization: `Bearer ${token}` } });
          // Too many guesses from one address are not even looked at.
          expect([200, 401, 429]).toContain(status);
          isTaken ||= status === 200;
        }
        expect({ thief, isTaken }).toEqual({ thief, isTaken: ['tenant', 'gateway'].includes(thief) });
      }
    }, 60_000);

    it('signs no webhook, unless it is the gateway’s or the simulator’s', async () => {
      const [{ phoneNumberId, wabaId }] = world.acme.tenant.outlets as [(typeof world.acme.tenant.outlets)[0]];
      const body = textBody(phoneNumberId, wabaId, [{ wamid: 'wamid.FORGED', from: '15550600009', text: 'hello' }]);
      for (const thief of SERVICES) {
        const statuses = [];
        for (const key of keys(thief)) statuses.push(await world.system.webhook(body, key));
        expect({ thief, taken: statuses.includes(200) }).toEqual({ thief, taken: ['gateway', 'whatsapp-simulator'].includes(thief) });
      }
    });

    it('opens no file, unless it is the conversation service’s', async () => {
      for (const thief of SERVICES) {
        const statuses = [];
        for (const key of keys(thief)) {
          const link = signLink({ tenantId: world.acme.tenant.id, mediaId: GONE }, new Date(Date.now() + 60_000), key);
          statuses.push((await fetch(`${world.system.url}/media/${link}`)).status);
        }
        expect({ thief, taken: statuses.some((status) => status !== 403) }).toEqual({ thief, taken: thief === 'conversation' });
      }
    });

    it('opens no sealed value, unless it is of those who seal or use it', async () => {
      const outlets = await world.system.query<{ id: string; sealed: string }>(
        `select id, access_token_sealed as sealed from tenant.outlets`,
      );
      const mails = await world.system.query<{ id: string; sealed: string }>(`select id, sealed from tenant.mails where sent_at is null`);
      const rings = (thief: ServiceName): KeyRing[] =>
        [...Object.values(environments[thief]), ...loot(thief).flatMap((key) => ['k1', 'm1'].map((id) => `${id}:${key}`))].flatMap(
          (text) => {
            try {
              return [new KeyRing(text)];
            } catch {
              return [];
            }
          },
        );
      const opens = (ring: KeyRing, { id, sealed }: { id: string; sealed: string }): boolean => {
        try {
          return ring.open(sealed, id) !== '';
        } catch {
          return false;
        }
      };
      for (const [what, values, holders] of [
        ['WhatsApp tokens', outlets, ['tenant', 'message-sender']],
        ['mails', mails, ['tenant']],
      ] as const) {
        expect({ what, some: values.length > 0 }).toEqual({ what, some: true });
        const openers = SERVICES.filter((thief) => rings(thief).some((ring) => values.some((value) => opens(ring, value))));
        expect({ what, openers }).toEqual({ what, openers: holders });
      }
    });
  });
});
