import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import { schemaPassword } from '#database';
import { identityKey } from '#service-kit';
import { demoNumbers } from './demo-numbers.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { declaredSettings, serviceEnvironment, type ServiceEnvironmentOptions } from './service-environment.js';

describe('the environment of a service', () => {
  let folder: string;
  let secrets: Secrets;
  let declared: ReadonlyMap<string, ReadonlySet<string>>;
  beforeAll(async () => {
    declared = await declaredSettings();
    folder = mkdtempSync(join(tmpdir(), 'chasqui-environment-'));
    secrets = loadSecrets(folder, {});
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const OUTSIDE = {
    OPENAI_API_KEY: 'sk-outside',
    SMTP_URL: 'smtp://a:b@mail',
    S3_SECRET_ACCESS_KEY: 's3-outside',
    AWS_SECRET_ACCESS_KEY: 'x',
  };
  const environment = (name: ServiceName, changes: Partial<ServiceEnvironmentOptions> = {}) =>
    serviceEnvironment(name, declared.get(name)!, {
      inherited: { PORT: '3000', SERVICES: 'separate', PGPASSWORD: 'owner-password', ...OUTSIDE, PATH: '/bin' },
      databaseUrl: 'postgres://owner:owner-password@127.0.0.1:5544/chasqui?sslmode=disable',
      natsUrl: `nats://${name}:password@127.0.0.1:4222`,
      secrets,
      dataDir: '/data',
      logLevel: 'warn',
      ports: { tenant: 41001, gateway: 3000, 'whatsapp-simulator': 3900 },
      graphUrl: undefined,
      demoNumbers: demoNumbers(secrets),
      ...changes,
    });

  it('never holds the credentials of the database owner', () => {
    expect(environment('tenant').DATABASE_URL).toBe('postgres://127.0.0.1:5544/chasqui?sslmode=disable');
    for (const service of SERVICES) expect(JSON.stringify(environment(service))).not.toContain('owner-password');
  });

  it('says where the service listens and where the others are', () => {
    expect(environment('gateway')).toMatchObject({
      SERVICE_HOST: '127.0.0.1',
      SERVICE_PORT: '3000',
      SERVICE_URLS: 'tenant=http://127.0.0.1:41001,gateway=http://127.0.0.1:3000,whatsapp-simulator=http://127.0.0.1:3900',
    });
    expect(environment('tenant')).toMatchObject({ SERVICE_PORT: '41001' });
    expect(environment('tenant')).not.toHaveProperty('PORT');
  });

  it('holds what the service declares and what its process needs, and nothing else', () => {
    const needed = ['PATH', 'MALLOC_MMAP_THRESHOLD_'];
    for (const service of SERVICES) {
      const names = Object.keys(environment(service));
      expect(names).toContain('IDENTITY_KEY');
      expect({ service, undeclared: names.filter((name) => !declared.get(service)!.has(name) && !needed.includes(name)) }).toEqual({
        service,
        undeclared: [],
      });
    }
    const holders = (name: string): string[] => SERVICES.filter((service) => name in environment(service));
    expect(holders('PATH')).toEqual(SERVICES);
    expect(holders('MALLOC_MMAP_THRESHOLD_')).toEqual(['gateway']);
    expect(holders('AWS_SECRET_ACCESS_KEY')).toEqual([]);
    expect(holders('OPENAI_API_KEY').toSorted()).toEqual(['knowledge', 'llm-orchestration']);
    expect(holders('SMTP_URL')).toEqual(['tenant']);
    expect(holders('S3_SECRET_ACCESS_KEY')).toEqual(['tenant', 'knowledge', 'conversation', 'message-sender']);
    expect(holders('INTERNAL_SECRET')).toEqual(['gateway']);
    expect(holders('AUTH_JWT_SECRET')).toEqual(['tenant', 'gateway']);
    expect(holders('ENCRYPTION_KEYS')).toEqual(['tenant', 'message-sender']);
    expect(holders('MAIL_ENCRYPTION_KEYS')).toEqual(['tenant']);
    expect(holders('WEBHOOK_ENCRYPTION_KEYS')).toEqual(['outgoing-webhooks']);
    expect(holders('COMMERCE_ENCRYPTION_KEYS')).toEqual(['commerce']);
    expect(holders('OTP_PEPPER')).toEqual(['engagement']);
    expect(holders('FLOW_CALL_KEY')).toEqual(['engagement']);
    expect(holders('MODEL_ENCRYPTION_KEYS')).toEqual(['tenant', 'llm-orchestration']);
    expect(holders('MEDIA_LINK_SECRET')).toEqual(['conversation']);
    expect(holders('REFUSAL_HASH_KEY')).toEqual(['conversation', 'message-sender']);
    expect(holders('WHATSAPP_APP_SECRET')).toEqual(['gateway', 'whatsapp-simulator']);
    expect(holders('BOOTSTRAP_SUPERADMIN_PASSWORD')).toEqual(['tenant']);
  });

  it('has keys that are the service’s own, and nothing that others’ follow from', () => {
    for (const name of ['DATABASE_PASSWORD', 'IDENTITY_KEY', 'NATS_URL']) {
      const values = SERVICES.flatMap((service) => environment(service)[name] ?? []);
      expect(values.length).toBeGreaterThan(7);
      expect(new Set(values).size).toBe(values.length);
    }
    expect(environment('billing')).toMatchObject({
      DATABASE_PASSWORD: schemaPassword(secrets.databaseRoleSecret, 'billing'),
      IDENTITY_KEY: identityKey(secrets.internalSecret, 'billing'),
    });
    for (const service of SERVICES) expect(JSON.stringify(environment(service))).not.toContain(secrets.databaseRoleSecret);
  });

  it('sends what leaves to the simulator, to Meta without it, and to where the environment says', () => {
    expect(environment('message-sender').WHATSAPP_GRAPH_URL).toBe('http://127.0.0.1:3900');
    expect(environment('message-sender', { ports: { gateway: 3000 } }).WHATSAPP_GRAPH_URL).toBe('https://graph.facebook.com');
    expect(environment('message-sender', { graphUrl: 'http://peer:1' }).WHATSAPP_GRAPH_URL).toBe('http://peer:1');
  });

  it('vouches for the demo numbers where no simulator knows them, and takes for a stand-in only what answers on this machine', () => {
    expect(environment('tenant')).not.toHaveProperty('VOUCHED_NUMBERS');
    expect(environment('tenant')).not.toHaveProperty('GRAPH_STAND_IN');
    for (const [graphUrl, standIn] of [
      ['http://127.0.0.1:9', 'on'],
      ['http://localhost:9', 'on'],
      ['http://[::1]:9', 'on'],
      ['http://127.evil.example:9', 'off'],
      ['http://10.0.0.1:9', 'off'],
      ['https://graph.facebook.com', 'off'],
    ] as const) {
      const env = environment('tenant', { graphUrl });
      expect({ graphUrl, standIn: env.GRAPH_STAND_IN }).toEqual({ graphUrl, standIn });
      const numbers = demoNumbers(secrets);
      expect(JSON.parse(env.VOUCHED_NUMBERS!)).toMatchObject(numbers.map(({ phoneNumberId, wabaId }) => ({ phoneNumberId, wabaId })));
      for (const { accessToken } of numbers) expect(JSON.stringify(env)).not.toContain(accessToken);
      expect(environment('gateway', { graphUrl })).not.toHaveProperty('VOUCHED_NUMBERS');
    }
    expect(environment('tenant', { ports: { gateway: 3000 } })).toMatchObject({
      GRAPH_STAND_IN: 'off',
      VOUCHED_NUMBERS: expect.any(String),
    });
  });

  it('shows the demo’s log-ins to the tenant service alone, and only where the simulator is WhatsApp and nobody comes from elsewhere', () => {
    const demo = JSON.parse(environment('tenant').DEMO!) as { phoneUrl: string; logins: { email: string; role: string }[] };
    expect(demo.phoneUrl).toBe('http://127.0.0.1:3900');
    expect(demo.logins).toContainEqual(expect.objectContaining({ email: 'owner@acme-corp.example', role: 'owner' }));
    expect(JSON.stringify(demo)).not.toContain(secrets.superadminPassword);
    expect(environment('gateway')).not.toHaveProperty('DEMO');
    for (const other of [
      { graphUrl: 'https://graph.facebook.com' },
      { ports: { gateway: 3000 } },
      { inherited: { PUBLIC_URL: 'https://chat.example' } },
      { inherited: { NODE_ENV: 'production' } },
    ]) {
      expect(environment('tenant', other).DEMO).toBe('');
    }
  });

  it('tells the first superadmin to the tenant service alone', () => {
    expect(environment('tenant').BOOTSTRAP_SUPERADMIN_PASSWORD).toBe(secrets.superadminPassword);
    expect(JSON.stringify(environment('gateway'))).not.toContain(secrets.superadminPassword);
  });

  it('tells the simulator alone the numbers that it plays and where webhooks go', () => {
    const env = environment('whatsapp-simulator');
    expect(env).toMatchObject({ WHATSAPP_WEBHOOK_URL: 'http://127.0.0.1:3000/webhooks/whatsapp', SIMULATOR_DATA_DIR: '/data/simulator' });
    expect(JSON.parse(env.SIMULATOR_NUMBERS!)[0]).toEqual({
      profile: { about: expect.any(String), color: expect.stringMatching(/^#/) },
      suggestions: expect.arrayContaining(['What are your opening hours?']),
      phoneNumberId: expect.stringMatching(/^\d+$/),
      wabaId: expect.stringMatching(/^\d+$/),
      displayPhoneNumber: '+1 555-010-1001',
      verifiedName: 'Acme Corp',
      accessToken: expect.stringMatching(/^EAA[0-9a-f]{64}$/),
    });
    expect(environment('gateway')).not.toHaveProperty('SIMULATOR_NUMBERS');
  });
});
