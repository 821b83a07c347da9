import { UnsecuredJWT } from 'jose';
import { io } from 'socket.io-client';
import { FirebaseEmulator } from './firebase-emulator.js';
import { eventually, System, type DemoTenant } from './system.js';

/** The demo's people have addresses that nobody confirmed, so that the first sign-in with Firebase takes their demo password away. */
describe('signing in with Firebase', () => {
  let emulator: FirebaseEmulator;
  let system: System;
  let acme: DemoTenant;
  let beta: DemoTenant;
  const OWNER = 'owner@acme-corp.example';
  let ownerUid: string;

  const signIn = (idToken: string) => system.api<{ accessToken: string; code: string }>('/auth/firebase', { body: { idToken } });
  const refusal = async (idToken: string) => {
    const [link, use] = [await signIn(idToken), await system.api<{ code: string }>('/users', { as: idToken })];
    return { link: [link.status, link.body.code], use: [use.status, use.body.code] };
  };
  const both = (code: string) => ({ link: [401, code], use: [401, code] });
  const forged = (claims: { uid: string; projectId?: string; expired?: boolean }): string => {
    const projectId = claims.projectId ?? emulator.projectId;
    const now = Math.floor(Date.now() / 1000);
    return new UnsecuredJWT({ email: OWNER, email_verified: true, auth_time: now - 10 })
      .setIssuer(`https://securetoken.google.com/${projectId}`)
      .setAudience(projectId)
      .setSubject(claims.uid)
      .setIssuedAt(now - 10)
      .setExpirationTime(claims.expired ? now - 1 : now + 3_600)
      .encode();
  };
  const restart = async (env: Record<string, string>): Promise<void> => {
    await system.stop();
    system = await System.start(env, system.dataDir);
  };
  const emulated = () => ({ FIREBASE_PROJECT_ID: emulator.projectId, FIREBASE_AUTH_EMULATOR_HOST: emulator.host });

  beforeAll(async () => {
    emulator = await FirebaseEmulator.start();
    system = await System.start(emulated());
    [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
    ownerUid = await emulator.signUp(OWNER);
  }, 240_000);
  afterAll(async () => {
    await system?.destroy();
    await emulator?.stop();
  }, 60_000);

  it('is refused while the address is not verified, and the token opens nothing', async () => {
    expect(await refusal(await emulator.idToken(OWNER))).toEqual({
      link: [403, 'firebase_email_unverified'],
      use: [401, 'firebase_not_linked'],
    });
  });

  it('is refused for an address that nobody has here', async () => {
    await emulator.verifyEmail(await emulator.signUp('stranger@nowhere.example'));
    expect((await refusal(await emulator.idToken('stranger@nowhere.example'))).link).toEqual([404, 'firebase_no_account']);
  });

  it('links the verified address once; from then on the ID token itself opens its own tenant and no other', async () => {
    await emulator.verifyEmail(ownerUid);
    const idToken = await emulator.idToken(OWNER);
    expect((await refusal(idToken)).link).toEqual([200, undefined]);
    const { status, body } = await system.api<{ items: { email: string }[] }>('/users', { as: idToken });
    expect(status).toBe(200);
    expect(body.items.map(({ email }) => email)).toContain(OWNER);
    expect(body.items.filter(({ email }) => !email.endsWith('@acme-corp.example'))).toEqual([]);
    expect((await system.api(`/tenants/${acme.id}`, { as: idToken })).status).toBe(200);
    expect((await system.api(`/tenants/${beta.id}`, { as: idToken })).status).toBe(404);
    const elsewhere = await system.api<{ code: string }>('/users', { as: idToken, headers: { 'x-tenant-id': beta.id } });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'tenant_forbidden']);
    expect((await system.api('/ops/ledger', { as: idToken })).status).toBe(403);
    const me = await system.api<{ email: string; firebaseLinked: boolean }>('/auth/me', { as: (await signIn(idToken)).body.accessToken });
    expect(me.body).toMatchObject({ email: OWNER, firebaseLinked: true });
  });

  it('a live connection that an ID token opened ends with signing out everywhere, another role, and the membership', async () => {
    const AGENT = acme.users.find(({ role }) => role === 'agent')!.email;
    await emulator.verifyEmail(await emulator.signUp(AGENT));
    const idToken = await emulator.idToken(AGENT);
    const session = await signIn(idToken);
    expect(session.status).toBe(200);
    const superadmin = await system.signIn(system.demo.superadmin.email, system.demo.superadmin.password);
    const me = await system.api<{ id: string }>('/auth/me', { as: session.body.accessToken });
    const path = `/tenants/${acme.id}/users/${me.body.id}`;
    const live = (token: string) =>
      io(`${system.url}/live`, { transports: ['websocket'], auth: { token }, reconnection: false, forceNew: true });
    const endings = [
      () => system.api('/auth/logout-everywhere', { as: idToken, method: 'POST' }),
      () => system.api(path, { as: superadmin, method: 'PUT', body: { role: 'viewer' } }),
      () => system.api(path, { as: superadmin, method: 'DELETE' }),
    ];
    for (const end of endings) {
      const socket = live(idToken);
      try {
        await new Promise<void>((resolve, reject) => socket.once('ready', () => resolve()).once('connect_error', reject));
        const ended = new Promise<{ problem: { code: string } }>((resolve) => socket.once('ended', resolve));
        expect((await end()).status).toBeLessThan(300);
        expect((await ended).problem.code).toBe('access_changed');
      } finally {
        socket.close();
      }
    }
    await eventually(async () => {
      const socket = live(idToken);
      const code = await new Promise((resolve) =>
        socket.once('ready', resolve).once('connect_error', (error) => resolve((error as Error & { data?: { code: string } }).data?.code)),
      );
      socket.close();
      expect(code).toBe('tenant_required');
    });
  });

  it('refuses a token of another project, and one that has expired', async () => {
    expect(await refusal(forged({ uid: ownerUid, projectId: 'another-project' }))).toEqual({
      link: [401, 'firebase_token_invalid'],
      use: [401, 'invalid_credentials'],
    });
    expect(await refusal(forged({ uid: ownerUid, expired: true }))).toEqual(both('firebase_token_expired'));
  });

  it('refuses a disabled account at once, and lets it in when it is enabled again', async () => {
    const idToken = await emulator.idToken(OWNER);
    await emulator.disable(ownerUid, true);
    expect(await refusal(idToken)).toEqual(both('firebase_user_disabled'));
    await emulator.disable(ownerUid, false);
    expect((await system.api('/users', { as: await emulator.idToken(OWNER) })).status).toBe(200);
  });

  it('refuses another Firebase account that has the same verified address', async () => {
    const old = await emulator.idToken(OWNER);
    await emulator.delete(ownerUid);
    await emulator.verifyEmail(await emulator.signUp(OWNER));
    expect(await refusal(await emulator.idToken(OWNER))).toEqual({
      link: [409, 'firebase_already_linked'],
      use: [401, 'firebase_not_linked'],
    });
    expect(await refusal(old)).toEqual(both('firebase_user_disabled'));
  });

  it('takes no unsigned token without the emulator, and none at all without the project', async () => {
    const idToken = await emulator.idToken(OWNER);
    await restart({ FIREBASE_PROJECT_ID: emulator.projectId });
    expect(await refusal(idToken)).toEqual(both('firebase_token_invalid'));
    expect(await refusal(forged({ uid: ownerUid }))).toEqual(both('firebase_token_invalid'));
    await restart({});
    expect(await refusal(idToken)).toEqual({ link: [404, 'firebase_off'], use: [401, 'invalid_credentials'] });
  }, 120_000);

  it('does not start in production with the emulator named', async () => {
    await system.stop();
    await expect(System.start({ ...emulated(), NODE_ENV: 'production' }, system.dataDir)).rejects.toThrow(
      /FIREBASE_AUTH_EMULATOR_HOST: must not be set with NODE_ENV=production/,
    );
  }, 120_000);
});
