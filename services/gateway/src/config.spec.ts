import { ConfigError, readEnv } from '#service-kit';
import { config } from './config.js';

const env = {
  DATABASE_URL: 'postgres://127.0.0.1/db',
  DATABASE_PASSWORD: '0123456789abcdef',
  NATS_URL: 'nats://127.0.0.1:4222',
  WHATSAPP_APP_SECRET: 's',
  WHATSAPP_VERIFY_TOKEN: 't',
  INTERNAL_SECRET: '0123456789abcdef0123456789abcdef',
  AUTH_JWT_SECRET: '0123456789abcdef0123456789abcdef',
  SERVICE_URLS: 'tenant=http://127.0.0.1:41001, message-sender=http://10.0.0.5:80/',
};

describe('the configuration', () => {
  it('reads where services are', () => {
    expect([...readEnv(config, env, 'gateway').SERVICE_URLS]).toEqual([
      ['tenant', 'http://127.0.0.1:41001'],
      ['message-sender', 'http://10.0.0.5'],
    ]);
  });

  it.each([
    ['SERVICE_URLS', 'tenant'],
    ['SERVICE_URLS', 'tenant=ftp://x'],
    ['CORS_ORIGINS', 'https://app.example.com/path'],
    ['AUTH_JWT_SECRET', 'short'],
    ['FIREBASE_PROJECT_ID', 'Not A Project'],
  ])('refuses %s=%s with its name', (name, value) => {
    expect(() => readEnv(config, { ...env, [name]: value }, 'gateway')).toThrow(ConfigError);
    expect(() => readEnv(config, { ...env, [name]: value }, 'gateway')).toThrow(name);
  });

  it('refuses the Firebase emulator in production', () => {
    const production = { ...env, NODE_ENV: 'production', FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9099' };
    expect(() => readEnv(config, production, 'gateway')).toThrow(/FIREBASE_AUTH_EMULATOR_HOST: must not be set with NODE_ENV=production/);
  });
});
