import { createHmac } from 'node:crypto';
import { SignJWT } from 'jose';
import { io } from 'socket.io-client';
import { IDENTITY_HEADER, identityKey, signIdentity } from '#service-kit';
import { loadSecrets, type Secrets } from '../../deploy/embedded/src/secrets.js';
import { bearer, eventually, GONE, World, type Headers } from './world.js';

interface Session {
  accessToken: string;
  refreshToken: string;
}

/** OWASP API2:2023. */
describe('authentication', () => {
  let world: World;
  let secrets: Secrets;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    world = await World.start();
    secrets = loadSecrets(world.system.dataDir, {});
    const [, payload] = world.acme.members.owner.authorization!.split('.');
    claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as typeof claims;
  }, 180_000);
  // All tests come from one address, whose failures are counted over all accounts.
  beforeEach(async () => void (await world.system.query('delete from tenant.sign_in_attempts')));
  afterAll(async () => world?.stop(), 60_000);

  const me = async (headers: Headers): Promise<number> => (await world.system.api('/auth/me', { headers })).status;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const compact = (header: object, payload: object, key?: string, digest = 'sha256'): string => {
    const signed = `${part(header)}.${part(payload)}`;
    return `${signed}.${key === undefined ? '' : createHmac(digest, key).update(signed).digest('base64url')}`;
  };
  const login = (email: string, password: string) =>
    world.system.api<Session & { code?: string; detail?: string }>('/auth/login', { body: { email, password } });
  const refresh = (refreshToken: string) => world.system.api<Session & { code?: string }>('/auth/refresh', { body: { refreshToken } });
  const register = async (name: string): Promise<Session & { tenant: { id: string }; email: string; password: string }> => {
    const given = { tenantName: name, name: 'Ana', email: `ana@${name}.example`, password: `a good password of ${name}` };
    const { status, body } = await world.system.api<Session & { tenant: { id: string } }>('/auth/register', { body: given });
    expect(status).toBe(201);
    return { ...body, email: given.email, password: given.password };
  };

  describe('an access token', () => {
    it('that is right is taken: the tests below refuse for what they change', async () => {
      const same = compact({ alg: 'HS256' }, claims, secrets.authJwtSecret);
      expect(await me(bearer(same))).toBe(200);
    });

    it.each([
      ['with alg none and no signature', () => compact({ alg: 'none' }, claims)],
      ['with alg None and no signature', () => compact({ alg: 'None', typ: 'JWT' }, claims)],
      ['with alg none and a good signature', () => compact({ alg: 'none' }, claims, secrets.authJwtSecret)],
      ['with alg HS256 and no signature', () => compact({ alg: 'HS256' }, claims)],
      ['signed with another key', () => compact({ alg: 'HS256' }, claims, 'x'.repeat(64))],
      ['signed with an empty key', () => compact({ alg: 'HS256' }, claims, '')],
      ['signed with the secret of another purpose', () => compact({ alg: 'HS256' }, claims, secrets.internalSecret)],
      ['signed with the app secret', () => compact({ alg: 'HS256' }, claims, secrets.whatsappAppSecret)],
      ['signed with HS512', () => compact({ alg: 'HS512' }, claims, secrets.authJwtSecret, 'sha512')],
      ['that brings its own key', () => compact({ alg: 'HS256', jwk: { kty: 'oct', k: part({}) } }, claims, part({}))],
      ['that names a key file', () => compact({ alg: 'HS256', kid: '../../../../dev/null' }, claims, '')],
      ['that asks for an unknown extension', () => compact({ alg: 'HS256', crit: ['exp2'], exp2: 1 }, claims, secrets.authJwtSecret)],
      ['of another audience', () => compact({ alg: 'HS256' }, { ...claims, aud: 'elsewhere' }, secrets.authJwtSecret)],
      ['of another issuer', () => compact({ alg: 'HS256' }, { ...claims, iss: 'elsewhere' }, secrets.authJwtSecret)],
      ['without audience', () => compact({ alg: 'HS256' }, { ...claims, aud: undefined }, secrets.authJwtSecret)],
      ['that has expired', () => compact({ alg: 'HS256' }, { ...claims, exp: 1_700_000_000 }, secrets.authJwtSecret)],
      ['that never expires', () => compact({ alg: 'HS256' }, { ...claims, exp: undefined }, secrets.authJwtSecret)],
      ['that is not valid yet', () => compact({ alg: 'HS256' }, { ...claims, nbf: 4_000_000_000 }, secrets.authJwtSecret)],
      ['without a subject', () => compact({ alg: 'HS256' }, { ...claims, sub: undefined }, secrets.authJwtSecret)],
      ['whose payload was changed', () => tampered(world.acme.members.viewer.authorization!.slice('Bearer '.length))],
    ])('%s is refused', async (_, token) => {
      const { status, body } = await world.system.api<{ code: string }>('/auth/me', { headers: bearer(token()) });
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_credentials' });
    });

    it('in the address is not looked at', async () => {
      const token = world.acme.members.owner.authorization!.slice('Bearer '.length);
      for (const query of [`access_token=${token}`, `token=${token}`, `apiKey=${world.acme.tenant.apiKey}`]) {
        expect((await world.system.api(`/conversations?${query}`)).status).toBe(401);
      }
    });

    it('of somebody who was never there opens nothing of a tenant that the token does not name', async () => {
      const token = await new SignJWT({ tenants: [] })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(GONE)
        .setIssuer('chasqui')
        .setAudience('chasqui')
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(secrets.authJwtSecret));
      const named = { ...bearer(token), 'x-tenant-id': world.acme.tenant.id };
      expect((await world.system.api('/conversations', { headers: named })).status).toBe(403);
    });
  });

  describe('a refresh token', () => {
    it('is no access token, and an access token no refresh token', async () => {
      const session = await register('mixed-up');
      expect(await me(bearer(session.refreshToken))).toBe(401);
      expect(await me({ 'x-api-key': session.refreshToken })).toBe(401);
      expect(await refresh(session.accessToken)).toMatchObject({ status: 400 });
      expect((await refresh(session.accessToken.slice(0, 200))).status).toBe(401);
    });

    it('that comes again ends the whole sign-in, the newest token included, and no other sign-in', async () => {
      const first = await register('stolen');
      const other = (await login(first.email, first.password)).body;
      const second = (await refresh(first.refreshToken)).body;
      const third = (await refresh(second.refreshToken)).body;
      expect((await refresh(first.refreshToken)).status).toBe(401);
      expect((await refresh(third.refreshToken)).status).toBe(401);
      expect((await refresh(other.refreshToken)).status).toBe(200);
    });

    it('that comes many times at one instant gives one session', async () => {
      const { refreshToken } = await register('at-once');
      const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
      expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    });
  });

  describe('a failed sign-in', () => {
    const bare = ({ status, headers, body }: Awaited<ReturnType<typeof login>>) => ({
      status,
      type: headers.get('content-type'),
      wait: headers.get('retry-after'),
      body: { ...body, requestId: undefined },
    });

    it('says the same of an address that has an account and of one that has none, from the first to the lock', async () => {
      const { email } = await register('locked');
      const answers = async (address: string) => {
        const seen = [];
        for (let attempt = 0; attempt < 7; attempt++) seen.push(bare(await login(address, 'not the password')));
        return seen;
      };
      const known = await answers(email);
      const unknown = await answers('nobody@locked.example');
      expect(unknown).toEqual(known);
      expect(known[0]).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
      expect(known.at(-1)).toMatchObject({ status: 429, wait: expect.any(String), body: { code: 'too_many_attempts' } });
    });

    it('locks out the right password too, for longer each time, and lets it in after the wait', async () => {
      const { email, password } = await register('waits');
      for (let attempt = 0; attempt < 6; attempt++) await login(email, 'not the password');
      expect((await login(email, password)).status).toBe(429);
      await eventually(async () => expect((await login(email, password)).status).toBe(200), { timeoutMs: 10_000, everyMs: 200 });
    }, 20_000);

    it('costs as much work where there is no account', async () => {
      await register('timed');
      const timed = async (address: string): Promise<number> => {
        const startedAt = performance.now();
        expect((await login(address, 'not the password')).status).toBe(401);
        return performance.now() - startedAt;
      };
      const [known, unknown]: [number[], number[]] = [[], []];
      for (let round = 0; round < 4; round++) {
        known.push(await timed('ana@timed.example'));
        unknown.push(await timed('nobody@timed.example'));
      }
      // The hash alone takes some 20 ms; an answer without one would come in a tenth of the time.
      expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5);
    });
  });

  describe('a password reset', () => {
    const ask = (email: string) => world.system.api('/auth/password-reset', { body: { email } });
    const confirm = (token: string, password: string) =>
      world.system.api<{ code?: string }>('/auth/password-reset/confirm', { body: { token, password } });

    it('answers the same whether the address has an account or not', async () => {
      const { email } = await register('forgetful');
      const [known, unknown] = [await ask(email), await ask('nobody@forgetful.example')];
      expect(unknown).toMatchObject({ status: known.status, body: known.body });
      expect(known.status).toBe(202);
    });

    it('works once, and ends every sign-in', async () => {
      const session = await register('resets');
      await ask(session.email);
      const token = await world.mailedToken(session.email, 'reset');
      expect((await confirm(`${token}x`, 'another good password')).status).toBe(400);
      expect((await confirm(token, 'another good password')).status).toBe(204);
      expect(await confirm(token, 'a third good password')).toMatchObject({ status: 400, body: { code: 'invalid_reset_token' } });
      expect((await refresh(session.refreshToken)).status).toBe(401);
      expect((await login(session.email, session.password)).status).toBe(401);
      expect((await login(session.email, 'another good password')).status).toBe(200);
    });

    it('that is used by many at one instant sets one password', async () => {
      const session = await register('raced');
      await ask(session.email);
      const token = await world.mailedToken(session.email, 'reset');
      const passwords = Array.from({ length: 6 }, (_, index) => `the good password no ${index}`);
      const answers = await Promise.all(passwords.map((password) => confirm(token, password)));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    });
  });

  describe('what an access token says', () => {
    /** A person of Acme, signed in. */
    async function person(name: string, role: 'agent' | 'admin'): Promise<Session & { id: string }> {
      const given = { email: `${name}@acme.example`, password: `a good password of ${name}`, name, role };
      const headers = world.superadmin;
      const made = await world.system.api<{ id: string }>(`/tenants/${world.acme.tenant.id}/users`, { headers, body: given });
      expect(made.status).toBe(201);
      return { ...(await login(given.email, given.password)).body, id: made.body.id };
    }
    const change = (id: string, method: 'PUT' | 'DELETE', body?: object) =>
      world.system.api(`/tenants/${world.acme.tenant.id}/users/${id}`, {
        method,
        headers: world.acme.members.owner,
        ...(body ? { body } : {}),
      });
    const ask = (token: string) => world.system.api<{ code?: string; items?: unknown[] }>('/conversations', { headers: bearer(token) });
    const untilRefused = (token: string) =>
      eventually(async () => expect(await ask(token)).toMatchObject({ status: 401, body: { code: 'access_changed' } }), {
        timeoutMs: 2_500,
      });

    it('ends with a role: the next one says what is true', async () => {
      const ben = await person('ben', 'agent');
      expect((await ask(ben.accessToken)).status).toBe(200);
      expect((await change(ben.id, 'PUT', { role: 'viewer' })).status).toBe(200);
      await untilRefused(ben.accessToken);
      const { accessToken } = (await refresh(ben.refreshToken)).body;
      expect((await ask(accessToken)).status).toBe(200);
      const note = await world.system.api(`/conversations/${world.acme.ids.conversations}/notes`, {
        headers: bearer(accessToken),
        body: { text: 'x' },
      });
      expect(note.status).toBe(403);
    });

    it('ends with a membership, and so does the live connection that it opened', async () => {
      const eva = await person('eva', 'agent');
      const socket = io(`${world.system.url}/live`, { transports: ['websocket'], auth: { token: eva.accessToken }, reconnection: false });
      try {
        await new Promise<void>((resolve, reject) => socket.once('ready', () => resolve()).once('connect_error', reject));
        const ended = new Promise<void>((resolve) => socket.once('disconnect', () => resolve()));
        expect((await change(eva.id, 'DELETE')).status).toBeLessThan(300);
        await ended;
        await untilRefused(eva.accessToken);
        expect((await ask((await refresh(eva.refreshToken)).body.accessToken)).status).toBe(400);
      } finally {
        socket.close();
      }
    });

    it('ends with signing out everywhere', async () => {
      const zoe = await person('zoe', 'agent');
      expect((await world.system.api('/auth/logout-everywhere', { method: 'POST', headers: bearer(zoe.accessToken) })).status).toBeLessThan(
        300,
      );
      await untilRefused(zoe.accessToken);
      expect((await refresh(zoe.refreshToken)).status).toBe(401);
    });

    it('ends with the tenant’s suspension', async () => {
      const session = await register('suspends');
      const headers = world.superadmin;
      expect((await ask(session.accessToken)).status).toBe(200);
      expect(
        (await world.system.api(`/tenants/${session.tenant.id}`, { method: 'PUT', headers, body: { status: 'suspended' } })).status,
      ).toBe(200);
      await untilRefused(session.accessToken);
    });
  });

  describe('an identity', () => {
    const owner = () =>
      ({ kind: 'user', subject: String(claims.sub), superadmin: true, tenantId: world.acme.tenant.id, role: 'owner' }) as const;

    it('from outside is a forgery, even under our own signature', async () => {
      for (const name of [IDENTITY_HEADER, IDENTITY_HEADER.toUpperCase()]) {
        const forged = signIdentity(owner(), identityKey(secrets.internalSecret, 'gateway'));
        for (const path of ['/conversations', '/tenants', '/ops/ledger', '/auth/me']) {
          expect({ path, status: (await world.system.api(path, { headers: { [name]: forged } })).status }).toEqual({ path, status: 401 });
        }
        const raised = { ...world.beta.members.viewer, [name]: forged };
        expect((await world.system.api('/ops/ledger', { headers: raised })).status).toBe(403);
        expect((await world.system.api(`/tenants/${world.acme.tenant.id}`, { headers: raised })).status).toBe(404);
        const named = { ...raised, connection: `keep-alive, ${name}` };
        expect((await world.system.api(`/tenants/${world.acme.tenant.id}`, { headers: { ...named } })).status).toBe(404);
      }
    });

    it('is asked for by every service itself: a direct call without it, or with a wrong one, is refused', async () => {
      const services = world.servicesOutside().filter(({ name }) => name !== 'gateway');
      expect(services.map(({ name }) => name)).toEqual([
        'analytics',
        'billing',
        'commerce',
        'conversation',
        'engagement',
        'knowledge',
        'message-sender',
        'outgoing-webhooks',
        'tenant',
      ]);
      expect(services.flatMap(({ routes }) => routes).length).toBeGreaterThan(40);
      for (const { name, url, routes } of services) {
        const key = identityKey(secrets.internalSecret, name);
        const good = signIdentity(owner(), key);
        const wrong = {
          nothing: undefined,
          'another key': signIdentity(owner(), secrets.authJwtSecret),
          'the secret that the keys follow from': signIdentity(owner(), secrets.internalSecret),
          'for another service': signIdentity(owner(), identityKey(secrets.internalSecret, name === 'tenant' ? 'billing' : 'tenant')),
          'no signature': `${good.split('.')[0]}.`,
          old: signIdentity(owner(), key, Date.now() - 60_000),
          changed: `${part({ ...owner(), subject: GONE, exp: Date.now() + 30_000 })}.${good.split('.')[1]}`,
        };
        // It is not that nobody is let in.
        expect((await fetch(url + routes[0], { headers: { [IDENTITY_HEADER]: good } })).status).not.toBe(401);
        for (const path of routes) {
          for (const [what, identity] of Object.entries(wrong)) {
            const response = await fetch(url + path, { headers: identity === undefined ? {} : { [IDENTITY_HEADER]: identity } });
            expect({ name, path, what, status: response.status }).toEqual({ name, path, what, status: 401 });
          }
          // Access tokens and API keys are the gateway's to judge.
          for (const headers of [world.acme.members.owner, world.acme.key]) {
            expect((await fetch(url + path, { headers })).status).toBe(401);
          }
        }
      }
    }, 30_000);
  });

  describe('an API key', () => {
    it('of a suspended tenant opens nothing any more, and its members’ next tokens do not name it', async () => {
      const session = await register('suspended');
      const { tenant } = session;
      const created = await world.system.api<{ key: string }>(`/tenants/${tenant.id}/api-keys`, {
        headers: bearer(session.accessToken),
        body: { name: 'Key', scopes: ['*'] },
      });
      const key = { 'x-api-key': created.body.key };
      expect((await world.system.api('/conversations', { headers: key })).status).toBe(200);
      const path = `/tenants/${tenant.id}`;
      expect((await world.system.api(path, { method: 'PUT', headers: world.superadmin, body: { status: 'suspended' } })).status).toBe(200);
      await eventually(
        async () => expect((await world.system.api('/conversations', { headers: key })).status).toBeGreaterThanOrEqual(401),
        {
          timeoutMs: 3_000,
        },
      );
      const { accessToken } = (await refresh(session.refreshToken)).body;
      const answer = await world.system.api('/conversations', { headers: { ...bearer(accessToken), 'x-tenant-id': tenant.id } });
      expect(answer.status).toBe(403);
    });
  });

  /** A viewer's token, said to be a superadmin's. */
  function tampered(token: string): string {
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const body = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    return [header, part({ ...body, superadmin: true }), signature].join('.');
  }
});
