import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoNumbers } from './demo-numbers.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { serviceEnvironment, type ServiceEnvironmentOptions } from './service-environment.js';

describe('the environment of a service', () => {
  let folder: string;
  let secrets: Secrets;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-environment-'));
    secrets = loadSecrets(folder, {});
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const environment = (name: string, changes: Partial<ServiceEnvironmentOptions> = {}) =>
    serviceEnvironment(name, {
      inherited: { PORT: '3000', SERVICES: 'separate', OPENAI_API_KEY: 'sk-outside', PATH: '/bin' },
      databaseUrl: 'postgres://owner:owner-password@127.0.0.1:5544/chasqui?sslmode=disable',
      natsUrl: 'nats://token@127.0.0.1:4222',
      secrets,
      dataDir: '/data',
      logLevel: 'warn',
      ports: { tenant: 41001, gateway: 3000, 'whatsapp-simulator': 3900 },
      graphUrl: undefined,
      demoNumbers: demoNumbers(secrets),
      ...changes,
    });

  it('never holds the credentials of the database owner', () => {
    const env = environment('tenant');
    expect(env.DATABASE_URL).toBe('postgres://127.0.0.1:5544/chasqui?sslmode=disable');
    expect(JSON.stringify(env)).not.toContain('owner-password');
  });

  it('says where the service listens and where the others are', () => {
    expect(environment('tenant')).toMatchObject({
      SERVICE_HOST: '127.0.0.1',
      SERVICE_PORT: '41001',
      SERVICE_URLS: 'tenant=http://127.0.0.1:41001,gateway=http://127.0.0.1:3000,whatsapp-simulator=http://127.0.0.1:3900',
      OPENAI_API_KEY: 'sk-outside',
    });
    expect(environment('tenant')).not.toHaveProperty('PORT');
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
