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

  it('a refresh token works once; its reuse ends every session that came from the same sign-in', async () => {
    const first = (await world.call('POST', '/auth/login', {}, { email: EMAIL, password: PASSWORD })).body.refreshToken as string;
    const other = (await world.call('POST', '/auth/login', {}, { email: EMAIL, password: PASSWORD })).body.refreshToken as string;
    const second = await world.call('POST', '/auth/refresh', {}, { refreshToken: first });
    expect(second.status).toBe(200);
    const reused = await world.call('POST', '/auth/refresh', {}, { refreshToken: first });
    expect(reused).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: second.body.refreshToken })).status).toBe(401);
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: other })).status).toBe(200);
  });

  it('of two refreshes with one token at the same instant one succeeds', async () => {
    const { refreshToken } = (await world.call('POST', '/auth/login', {}, { email: EMAIL, password: PASSWORD })).body;
    const answers = await Promise.all([1, 2, 3].map(() => world.call('POST', '/auth/refresh', {}, { refreshToken })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401]);
  });
});
