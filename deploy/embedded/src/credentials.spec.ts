import type { z } from 'zod';
import { schemaOf, SERVICES } from '#contracts';
import { schemaPassword } from '#database';
import { natsPassword } from '#messaging/nats-users.js';
import { identityKey } from '#service-kit';
import { baseEnv } from '#service-kit/config.js';
import { credentialsOf, natsAuthorization } from './credentials.js';

const secret = (name: string): string => `${name} of this installation, long enough`;
const keys = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const INSTALLATION = {
  DATABASE_URL: 'postgres://owner:owner-password@db:5432/chasqui',
  DATABASE_ROLE_SECRET: secret('database'),
  NATS_URL: 'nats://installation:its-password@nats:4222',
  NATS_SECRET: secret('nats'),
  INTERNAL_SECRET: secret('internal'),
  MEDIA_LINK_SECRET: secret('links'),
  REFUSAL_HASH_KEY: secret('refusals'),
  AUTH_JWT_SECRET: secret('tokens'),
  ENCRYPTION_KEYS: keys('k1', 1),
  MAIL_ENCRYPTION_KEYS: keys('m1', 2),
  WEBHOOK_ENCRYPTION_KEYS: keys('w1', 3),
  COMMERCE_ENCRYPTION_KEYS: keys('c1', 4),
  OTP_PEPPER: secret('codes'),
  FLOW_CALL_KEY: secret('calls'),
  MODEL_ENCRYPTION_KEYS: keys('l1', 5),
  WHATSAPP_APP_SECRET: 'app',
  WHATSAPP_VERIFY_TOKEN: 'verify',
  SERVICE_URLS: 'tenant=http://tenant:80',
  OTHER_SECRET: 'of somebody else',
};

describe('the environment of one service', () => {
  it.each(SERVICES)('%s can start with it, under the passwords that the installation set', async (service) => {
    const env = await credentialsOf(service, INSTALLATION);
    const { config } = (await import(`../../../services/${service}/src/config.js`)) as { config: z.ZodObject };
    expect([baseEnv, config].flatMap((schema) => schema.safeParse(env).error?.issues ?? [])).toEqual([]);
    expect(env.IDENTITY_KEY).toBe(identityKey(INSTALLATION.INTERNAL_SECRET, service));
    if ('DATABASE_URL' in config.shape) {
      expect(env).toMatchObject({
        DATABASE_URL: 'postgres://db:5432/chasqui',
        DATABASE_PASSWORD: schemaPassword(INSTALLATION.DATABASE_ROLE_SECRET, schemaOf(service)),
        NATS_URL: `nats://${service}:${natsPassword(INSTALLATION.NATS_SECRET, service)}@nats:4222`,
      });
    }
    for (const foreign of [
      'owner-password',
      'its-password',
      'of somebody else',
      INSTALLATION.DATABASE_ROLE_SECRET,
      INSTALLATION.NATS_SECRET,
    ]) {
      expect(JSON.stringify(env)).not.toContain(foreign);
    }
  });

  it('keeps the one URL of a NATS without users', async () => {
    const { NATS_SECRET: _, ...without } = INSTALLATION;
    expect((await credentialsOf('billing', without)).NATS_URL).toBe(INSTALLATION.NATS_URL);
  });

  it('says what is wrong', async () => {
    await expect(credentialsOf('nobody', INSTALLATION)).rejects.toMatchObject({
      code: 'invalid_environment',
      fix: expect.stringContaining('tenant, billing'),
    });
    const { INTERNAL_SECRET: _, ...without } = INSTALLATION;
    await expect(credentialsOf('billing', without)).rejects.toThrow(/INTERNAL_SECRET/);
    await expect(credentialsOf('billing', { ...INSTALLATION, DATABASE_ROLE_SECRET: 'short' })).rejects.toThrow(
      /DATABASE_ROLE_SECRET: too short/,
    );
  });
});

describe('the users of a nats-server', () => {
  it('are one for each service that says or hears anything, and one who creates the streams', () => {
    const { users } = JSON.parse(natsAuthorization(INSTALLATION).slice('authorization '.length)) as {
      users: { user: string; password: string; permissions?: object }[];
    };
    expect(users.map(({ user }) => user)).toEqual(['installation', ...SERVICES.filter((service) => service !== 'whatsapp-simulator')]);
    expect(new Set(users.map(({ password }) => password)).size).toBe(users.length);
    expect(users.filter(({ permissions }) => !permissions).map(({ user }) => user)).toEqual(['installation']);
  });

  it('need their secret', () => {
    expect(() => natsAuthorization({})).toThrow(/NATS_SECRET/);
  });
});
