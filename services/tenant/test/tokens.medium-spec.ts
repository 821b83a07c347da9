import { decodeJwt, jwtVerify } from 'jose';
import { asMember, asSuperadmin, startService } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { service } from '../src/service.js';
import { World, type Json } from './tenant-world.js';

const EMAIL = 'root@chasqui.example';
const PASSWORD = 'root-password';

let world: World;
let tenantA: string;
let tenantB: string;

beforeAll(async () => {
  world = await World.start({ BOOTSTRAP_SUPERADMIN_EMAIL: EMAIL, BOOTSTRAP_SUPERADMIN_PASSWORD: PASSWORD });
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

describe('sign-in', () => {
  it('the superadmin of the environment exists from the first boot, once', async () => {
    const { status, body } = await world.call('POST', '/auth/login', {}, { email: EMAIL.toUpperCase(), password: PASSWORD });
    expect(status).toBe(200);
    expect(body.expiresIn).toBe(900);
    const { payload } = await jwtVerify(body.accessToken, new TextEncoder().encode(world.infra.env().AUTH_JWT_SECRET), {
      issuer: 'chasqui',
      audience: 'chasqui',
    });
    expect(payload).toMatchObject({ email: EMAIL, superadmin: true, tenants: [] });
    const again = await startService(world.infra, service, {
      BOOTSTRAP_SUPERADMIN_EMAIL: 'two@chasqui.example',
      BOOTSTRAP_SUPERADMIN_PASSWORD: PASSWORD,
    });
    await again.close();
    expect(await world.infra.rows('select email from tenant.users where superadmin')).toEqual([{ email: EMAIL }]);
  });

  it('the token names every active tenant of a person with the role there', async () => {
    const user = { email: 'Ana@Acme.example', password: 'ana-password', name: 'Ana' };
    expect(
      (await world.call('POST', `/tenants/${tenantA}/users`, asSuperadmin(world.infra, tenantA), { ...user, role: 'owner' })).status,
    ).toBe(201);
    await world.infra.rows(
      `insert into tenant.memberships (tenant_id, user_id, role) select $1, id, 'viewer' from tenant.users where email = 'ana@acme.example'`,
      [tenantB],
    );
    const { body } = await world.call('POST', '/auth/login', {}, { email: 'ana@acme.example', password: 'ana-password' });
    const claims = decodeJwt(body.accessToken);
    expect(claims.tenants).toEqual([
      { id: tenantA, role: 'owner' },
      { id: tenantB, role: 'viewer' },
    ]);
    const me = await world.call('GET', '/auth/me', asMember(world.infra, tenantA, 'owner', claims.sub));
    expect(me.body).toMatchObject({
      email: 'ana@acme.example',
      tenants: [
        { slug: 'acme-corp', role: 'owner' },
        { slug: 'beta-store', role: 'viewer' },
      ],
    });
    const own = await world.call('GET', '/tenants', asMember(world.infra, tenantA, 'owner', claims.sub));
    expect(own.body.items.map((tenant: Json) => tenant.slug)).toEqual(['acme-corp', 'beta-store']);
  });

  it('a wrong password and an unknown address are refused alike', async () => {
    const wrong = await world.call('POST', '/auth/login', {}, { email: EMAIL, password: 'wrong-password' });
    const unknown = await world.call('POST', '/auth/login', {}, { email: 'nobody@chasqui.example', password: 'wrong-password' });
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
    expect(wrong.body.code).toBe('invalid_credentials');
  });

  it('passwords rest as argon2id, refresh tokens as hashes', async () => {
    const { body } = await world.call('POST', '/auth/login', {}, { email: EMAIL, password: PASSWORD });
    const users = await world.infra.rows<{ password_hash: string }>('select password_hash from tenant.users');
    for (const user of users) expect(user.password_hash).toMatch(/^\$argon2id\$/);
    const tokens = await world.infra.rows<{ hash: string }>('select hash from tenant.refresh_tokens');
    expect(tokens.map((token) => token.hash)).toContain(hashSecret(body.refreshToken));
    expect(JSON.stringify(tokens)).not.toContain(body.refreshToken);
  });

  describe('a refresh token', () => {
    const login = async (): Promise<string> =>
      (await world.call('POST', '/auth/login', {}, { email: EMAIL, password: PASSWORD })).body.refreshToken;
    const refresh = (refreshToken: string) => world.call('POST', '/auth/refresh', {}, { refreshToken });
    const age = (refreshToken: string, seconds: number) =>
      world.infra.rows(`update tenant.refresh_tokens set used_at = used_at - make_interval(secs => $2) where hash = $1`, [
        hashSecret(refreshToken),
        seconds,
      ]);
    const refused = { status: 401, body: { code: 'invalid_refresh_token' } };

    it('that was just used gets the same answer again, however many ask at once, and leads to one successor', async () => {
      const first = await login();
      const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(first)));
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
      for (const { body } of answers) expect(body).toEqual(answers[0]!.body);
      const next = answers[0]!.body.refreshToken as string;
      expect(next).not.toBe(first);
      const unused = await world.infra.rows(
        `select hash from tenant.refresh_tokens where used_at is null and family = (select family from tenant.refresh_tokens where hash = $1)`,
        [hashSecret(first)],
      );
      expect(unused).toEqual([{ hash: hashSecret(next) }]);
      expect((await refresh(next)).status).toBe(200);
    });

    it('that comes again later ends every session of its sign-in, and of no other', async () => {
      const [first, other] = [await login(), await login()];
      const second = (await refresh(first)).body.refreshToken as string;
      await age(first, 11);
      expect(await refresh(first)).toMatchObject(refused);
      expect(await refresh(second)).toMatchObject(refused);
      expect((await refresh(other)).status).toBe(200);
    });

    it('that is older than the last ends them at once', async () => {
      const first = await login();
      const second = (await refresh(first)).body.refreshToken as string;
      const third = (await refresh(second)).body.refreshToken as string;
      expect(await refresh(first)).toMatchObject(refused);
      expect(await refresh(third)).toMatchObject(refused);
    });

    it('gets no answer again after signing out', async () => {
      const first = await login();
      const second = (await refresh(first)).body.refreshToken as string;
      await world.call('POST', '/auth/logout', {}, { refreshToken: second });
      expect(await refresh(first)).toMatchObject(refused);
    });

    it('and its successor are nowhere in the clear', async () => {
      const first = await login();
      const second = (await refresh(first)).body.refreshToken as string;
      const rows = JSON.stringify(await world.infra.rows('select * from tenant.refresh_tokens'));
      expect(rows).toContain(hashSecret(second));
      expect(rows).not.toContain(first.slice(3));
      expect(rows).not.toContain(second.slice(3));
    });
  });
});
