import https from 'node:https';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { FirebaseKeys } from '../../testing/src/firebase.js';
import { ConfigError, readEnv } from './config.js';
import { firebaseEnv, refuseEmulatorInProduction } from './firebase-env.js';
import { FirebaseTokens } from './firebase.js';

describe('Firebase ID tokens', () => {
  let keys: FirebaseKeys;
  let tokens: FirebaseTokens;
  const ana = { uid: 'uid-ana', email: 'Ana@Acme.example' };
  const codeOf = (verified: Promise<unknown>): Promise<string> =>
    verified.then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );

  beforeAll(async () => {
    keys = await FirebaseKeys.start();
    tokens = new FirebaseTokens({ FIREBASE_PROJECT_ID: keys.projectId });
  });
  afterAll(() => {
    delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
    keys.stop();
  });

  it('name the person and the verified address, and no other address', async () => {
    expect(await tokens.verify(await keys.token(ana))).toEqual({ uid: 'uid-ana', verifiedEmail: 'ana@acme.example' });
    expect(await tokens.verify(await keys.token({ ...ana, verified: false }))).toEqual({ uid: 'uid-ana', verifiedEmail: undefined });
    expect(await tokens.verify(await keys.token({ uid: 'uid-phone' }))).toEqual({ uid: 'uid-phone', verifiedEmail: undefined });
  });

  it('of another project, signed by others, by an unknown key, with a secret, or not at all are refused', async () => {
    const payload = { iss: `https://securetoken.google.com/${keys.projectId}`, aud: keys.projectId, sub: 'x', exp: 4_000_000_000 };
    const secret = new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'key-of-this-run' }).sign(new Uint8Array(32));
    for (const token of [
      await keys.token(ana, { projectId: 'another-project' }),
      await keys.token(ana, { signedBy: 'somebody else' }),
      await keys.token(ana, { keyId: 'unknown' }),
      await secret,
      keys.unsigned(ana),
      `${(await keys.token(ana)).split('.').slice(0, 2).join('.')}.`,
      'a.b.c',
      '',
    ]) {
      expect({ token, code: await codeOf(tokens.verify(token)) }).toEqual({ token, code: 'firebase_token_invalid' });
    }
  });

  it('that have expired say so', async () => {
    expect(await codeOf(tokens.verify(await keys.token(ana, { expiresInSeconds: -1 })))).toBe('firebase_token_expired');
  });

  it('are nobody’s where no project is set', async () => {
    const off = new FirebaseTokens({});
    const token = await keys.token(ana);
    expect([off.enabled, off.claimedBy(token), await codeOf(off.verify(token))]).toEqual([false, false, 'firebase_token_invalid']);
  });

  it('are not called wrong while Google’s keys are out of reach', async () => {
    const agent = https.globalAgent;
    https.globalAgent = new (class extends https.Agent {
      override createConnection(): never {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND www.googleapis.com'), { code: 'ENOTFOUND' });
      }
    })();
    const offline = new FirebaseTokens({ FIREBASE_PROJECT_ID: keys.projectId });
    expect(await codeOf(offline.verify(await keys.token(ana)))).toBe('firebase_unavailable');
    https.globalAgent = agent;
    expect(await codeOf(offline.verify(await keys.token(ana)))).toBe('accepted');
  });

  it('that are unsigned get as far as the emulator’s own answer only where the emulator is named', async () => {
    process.env.FIREBASE_AUTH_EMULATOR_HOST = '127.0.0.1:9';
    const emulated = new FirebaseTokens({ FIREBASE_PROJECT_ID: keys.projectId, FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9' });
    // Nobody listens there.
    expect(await codeOf(emulated.verify(keys.unsigned(ana)))).toBe('firebase_unavailable');
    const unaware = new FirebaseTokens({ FIREBASE_PROJECT_ID: keys.projectId });
    expect(await codeOf(unaware.verify(keys.unsigned(ana)))).toBe('firebase_token_invalid');
    delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
  });
});

describe('the Firebase settings', () => {
  const schema = z.object(firebaseEnv).superRefine(refuseEmulatorInProduction);
  const read = (env: Record<string, string>) => () => readEnv(schema, env, 'gateway');

  it('refuse the emulator in production, and say what to do', () => {
    const emulator = { FIREBASE_PROJECT_ID: 'demo-chasqui', FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9099' };
    expect(read({ ...emulator, NODE_ENV: 'production' })).toThrow(ConfigError);
    expect(read({ ...emulator, NODE_ENV: 'production' })).toThrow(/FIREBASE_AUTH_EMULATOR_HOST: must not be set with NODE_ENV=production/);
    expect(read({ ...emulator, NODE_ENV: 'test' })).not.toThrow();
    expect(read({ FIREBASE_PROJECT_ID: 'demo-chasqui', NODE_ENV: 'production' })).not.toThrow();
  });

  it.each([
    ['FIREBASE_PROJECT_ID', 'https://console.firebase.google.com/project/x'],
    ['FIREBASE_AUTH_EMULATOR_HOST', 'http://127.0.0.1:9099'],
  ])('refuse %s=%s with its name', (name, value) => {
    expect(read({ [name]: value })).toThrow(name);
  });
});
