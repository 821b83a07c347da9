import { decodeJwt } from 'jose';
import { asApiKey, asMember, asSuperadmin } from '#testing';
import { World } from './tenant-world.js';

let world: World;
let tenantA: string;
let tenantB: string;
let numbers = 0;

beforeAll(async () => {
  world = await World.start();
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const root = () => asSuperadmin(world.infra);
const owner = (tenantId = tenantA) => asMember(world.infra, tenantId, 'owner');
const admin = (tenantId = tenantA) => asMember(world.infra, tenantId, 'admin');
const newOutlet = (): object => {
  const phoneNumberId = String(10_654_000_000 + ++numbers);
  return {
    name: 'Store',
    phoneNumberId,
    wabaId: '102290129340398',
    displayPhoneNumber: `+1 555 ${phoneNumberId}`,
    accessToken: 'EAAsecret0123',
  };
};

describe('the team', () => {
  it('a tenant keeps its last owner, even against two who remove one another at the same instant', async () => {
    const tenant = await world.tenant('owners-corp');
    const [one, two] = [
      await world.member(tenant, 'one@owners.example', 'owner'),
      await world.member(tenant, 'two@owners.example', 'owner'),
    ];
    const path = (id: string) => `/tenants/${tenant}/users/${id}`;
    const answers = await Promise.all([
      world.call('DELETE', path(two), asMember(world.infra, tenant, 'owner', one)),
      world.call('PUT', path(one), asMember(world.infra, tenant, 'owner', two), { role: 'viewer' }),
    ]);
    expect(answers.filter((answer) => answer.status < 300)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409 && answer.body.code === 'last_owner')).toHaveLength(1);
    expect(await world.infra.rows(`select from tenant.memberships where tenant_id = $1 and role = 'owner'`, [tenant])).toHaveLength(1);
    const last = (await world.call('GET', `/tenants/${tenant}/users?role=owner`, owner(tenant))).body.items[0].id as string;
    expect((await world.call('DELETE', `/users/${last}`, owner(tenant))).body.code).toBe('last_owner');
    expect((await world.call('PUT', `/users/${last}/role`, asSuperadmin(world.infra, tenant), { role: 'agent' })).body.code).toBe(
      'last_owner',
    );
  });

  it('nobody changes or removes somebody above them, or lifts somebody above themselves', async () => {
    const boss = await world.member(tenantA, 'boss@acme.example', 'owner');
    const agent = await world.member(tenantA, 'agent@acme.example', 'agent');
    const path = `/tenants/${tenantA}/users`;
    expect((await world.call('PUT', `${path}/${boss}`, admin(), { role: 'viewer' })).body.code).toBe('role_too_high');
    expect((await world.call('DELETE', `${path}/${boss}`, admin())).body.code).toBe('role_too_high');
    expect((await world.call('PUT', `${path}/${agent}`, admin(), { role: 'owner' })).body.code).toBe('role_too_high');
    const key = asApiKey(world.infra, tenantA, ['users:write']);
    expect((await world.call('PUT', `${path}/${agent}`, key, { role: 'owner' })).body.code).toBe('role_too_high');
    expect((await world.call('PUT', `${path}/${agent}`, key, { role: 'viewer' })).body).toMatchObject({ id: agent, role: 'viewer' });
    expect((await world.call('DELETE', `${path}/${agent}`, admin())).status).toBe(204);
    expect((await world.call('GET', `/users/${agent}`, admin())).status).toBe(404);
    // The account stays.
    expect((await world.login('agent@acme.example')).status).toBe(200);
  });

  it('who is taken out of a tenant has it no longer in the next token', async () => {
    const leaver = await world.member(tenantA, 'leaver@acme.example', 'agent');
    const { refreshToken } = (await world.login('leaver@acme.example')).body;
    await world.call('DELETE', `/users/${leaver}`, admin());
    const next = await world.call('POST', '/auth/refresh', {}, { refreshToken });
    expect(decodeJwt(next.body.accessToken).tenants).toEqual([]);
  });

  it('/users is the team of the caller’s tenant; of everybody for a superadmin without one', async () => {
    const carla = await world.member(tenantA, 'carla@acme.example', 'agent');
    const added = { email: 'dan@acme.example', name: 'Dan', password: 'correct horse battery', role: 'viewer' };
    const inviter = asMember(world.infra, tenantA, 'admin', carla);
    expect((await world.call('POST', '/users', inviter, added)).body).toMatchObject({
      role: 'viewer',
      invitedBy: carla,
      joinedAt: expect.any(String),
    });
    expect((await world.call('POST', '/users', root(), added)).body.code).toBe('tenant_required');
    expect((await world.call('GET', '/users?search=carl', admin())).body.items).toMatchObject([{ id: carla, role: 'agent' }]);
    expect((await world.call('GET', '/users?role=agent&limit=1', admin())).body.items).toHaveLength(1);
    expect((await world.call('GET', `/users/tenant/${tenantA}?search=carla`, root())).body.items).toHaveLength(1);
    expect((await world.call('GET', '/users?search=carla', root())).body.items).toMatchObject([{ id: carla, superadmin: false }]);
    expect((await world.call('GET', `/users/${carla}`, root())).body).toMatchObject({ email: 'carla@acme.example' });
    expect((await world.call('PUT', `/users/${carla}/role`, admin(), { role: 'admin' })).body.role).toBe('admin');
    for (const [method, path, body] of [
      ['GET', `/users/${carla}`, undefined],
      ['PUT', `/users/${carla}/role`, { role: 'viewer' }],
      ['DELETE', `/users/${carla}`, undefined],
      ['GET', `/users/tenant/${tenantA}`, undefined],
    ] as const) {
      expect((await world.call(method, path, owner(tenantB), body)).status).toBe(404);
    }
  });
});

describe('a tenant', () => {
  it('is found by its slug by those who belong to it alone', async () => {
    const ana = await world.member(tenantA, 'ana@acme.example', 'viewer');
    const as = (tenantId: string, userId: string) => asMember(world.infra, tenantId, 'viewer', userId);
    expect((await world.call('GET', '/tenants/slug/acme-corp', as(tenantA, ana))).body).toMatchObject({ id: tenantA, slug: 'acme-corp' });
    expect((await world.call('GET', '/tenants/slug/beta-store', as(tenantA, ana))).status).toBe(404);
    expect((await world.call('GET', '/tenants/slug/no-such', root())).status).toBe(404);
    const nul = await world.call('GET', '/tenants/slug/a%00', root());
    expect(nul).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ field: 'slug', code: 'nul_character' }] } });
    expect((await world.call('GET', '/tenants/slug/beta-store', root())).body.id).toBe(tenantB);
    expect((await world.call('GET', '/tenants/slug/acme-corp', asApiKey(world.infra, tenantA, ['tenant:read']))).status).toBe(200);
    expect((await world.call('GET', '/tenants/slug/acme-corp', asApiKey(world.infra, tenantA, ['messages:read']))).status).toBe(403);
    expect((await world.call('GET', '/tenants/slug/beta-store', asApiKey(world.infra, tenantA, ['*']))).status).toBe(404);
  });

  it('its admins change what is theirs, and only a superadmin slug, status and plan', async () => {
    const path = `/tenants/${tenantA}`;
    const change = { name: 'Acme Corporation', domain: 'acme.example', contactEmail: 'office@acme.example', settings: { a: { b: [1] } } };
    expect((await world.call('PUT', path, admin(), change)).body).toMatchObject(change);
    expect((await world.call('PUT', path, admin(), { domain: null })).body).toMatchObject({ ...change, domain: null });
    const withheld = await world.call('PUT', path, owner(), { plan: 'enterprise', status: 'active', name: 'X' });
    expect(withheld).toMatchObject({ status: 403, body: { code: 'superadmin_only', errors: [{ field: 'status' }, { field: 'plan' }] } });
    expect((await world.call('PUT', path, root(), { plan: 'growth' })).body).toMatchObject({ plan: 'growth', name: 'Acme Corporation' });
    expect((await world.call('PUT', path, root(), { slug: 'beta-store' })).body.code).toBe('slug_taken');
    expect(
      (await world.call('PUT', path, admin(), { id: tenantB, version: 9 })).body.errors.map((e: { field: string }) => e.field),
    ).toEqual(['id', 'version']);
    const large = { settings: { text: 'x'.repeat(20_000) } };
    expect((await world.call('PUT', path, admin(), large)).body.errors).toMatchObject([{ field: 'settings' }]);
    const nowhere = await world.call('PUT', path, admin(), { settings: { timezone: 'Lima' } });
    expect(nowhere.body.errors).toMatchObject([{ field: 'settings', message: expect.stringContaining('America/Bogota') }]);
    const lima = { settings: { ...change.settings, timezone: 'America/Lima' } };
    expect((await world.call('PUT', path, admin(), lima)).body).toMatchObject(lima);
    expect((await world.call('GET', '/tenants?search=corporation&status=active', root())).body.items).toMatchObject([{ id: tenantA }]);
  });

  it('suspended it lets nobody in and its keys are not there; active again everything is as before', async () => {
    const tenant = await world.tenant('pause-corp');
    await world.member(tenant, 'p@pause.example', 'owner');
    await world.call('POST', `/tenants/${tenant}/api-keys`, owner(tenant), { name: 'k', scopes: ['messages:read'] });
    const keys = () => world.infra.rows('select rate_limit_per_hour from tenant.api_keys_v1 where tenant_id = $1', [tenant]);
    expect(await keys()).toEqual([{ rate_limit_per_hour: 1000 }]);
    await world.call('PUT', `/tenants/${tenant}`, root(), { status: 'suspended' });
    expect(await keys()).toEqual([]);
    expect(decodeJwt((await world.login('p@pause.example')).body.accessToken).tenants).toEqual([]);
    await world.call('PUT', `/tenants/${tenant}`, root(), { status: 'active' });
    expect(await keys()).toHaveLength(1);
    expect(decodeJwt((await world.login('p@pause.example')).body.accessToken).tenants).toHaveLength(1);
  });

  it('deleted its slug and numbers are free, its tokens and keys are gone, its log stays', async () => {
    const tenant = await world.tenant('end-corp');
    const outlet = newOutlet();
    await world.call('POST', '/outlets', owner(tenant), outlet);
    await world.call('POST', `/tenants/${tenant}/api-keys`, owner(tenant), { name: 'k', scopes: ['*'] });
    expect((await world.call('DELETE', `/tenants/${tenant}`, admin(tenant))).status).toBe(403);
    expect((await world.call('DELETE', `/tenants/${tenant}`, asApiKey(world.infra, tenant, ['*']))).status).toBe(403);
    expect((await world.call('DELETE', `/tenants/${tenant}`, owner(tenant))).status).toBe(403);
    expect((await world.call('DELETE', `/tenants/${tenant}`, root())).status).toBe(204);
    expect((await world.call('GET', `/tenants/${tenant}`, root())).status).toBe(404);
    expect(await world.infra.rows('select access_token_sealed, status from tenant.outlets where tenant_id = $1', [tenant])).toEqual([
      { access_token_sealed: '', status: 'deleted' },
    ]);
    expect(await world.infra.rows('select from tenant.api_keys where tenant_id = $1 and revoked_at is null', [tenant])).toEqual([]);
    expect(await world.tenant('end-corp')).toBeDefined();
    expect((await world.call('POST', '/outlets', owner(), outlet)).status).toBe(201);
    expect((await world.audit('tenant.deleted')).map((row) => row.tenant_id)).toEqual([tenant]);
  });
});

describe('two who edit the same thing', () => {
  it.each([
    ['tenant', () => `/tenants/${tenantA}`, { name: 'Acme' }],
    ['answer settings', () => `/tenants/${tenantA}/llm-config`, { tone: 'formal' }],
    ['branding', () => `/tenants/${tenantA}/branding`, { productName: 'Acme Chat' }],
  ])('the second, who has not seen the first’s change of the %s, is refused and told the present ETag', async (_, path, change) => {
    const etag = (await world.call('GET', path(), admin())).headers.get('etag')!;
    expect(etag).toMatch(/^"\d+"$/);
    const [one, two] = await Promise.all([1, 2].map(() => world.call('PUT', path(), { ...admin(), 'if-match': etag }, change)));
    const [won, lost] = one!.status === 200 ? [one!, two!] : [two!, one!];
    expect(won.status).toBe(200);
    expect(lost).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect(lost.headers.get('etag')).toBe(won.headers.get('etag'));
    expect(won.headers.get('etag')).not.toBe(etag);
    expect((await world.call('PUT', path(), { ...admin(), 'if-match': lost.headers.get('etag')! }, change)).status).toBe(200);
    expect((await world.call('PUT', path(), admin(), change)).status).toBe(200);
  });

  it('holds for outlets too, for their deletion as well, and not for what Meta reports', async () => {
    const created = await world.call('POST', '/outlets', admin(), newOutlet());
    const path = `/outlets/${created.body.id}`;
    const etag = created.headers.get('etag')!;
    const changed = await world.call('PUT', path, { ...admin(), 'if-match': etag }, { status: 'disabled' });
    expect(changed.body).toMatchObject({ status: 'disabled', version: 2 });
    expect((await world.call('PUT', path, { ...admin(), 'if-match': etag }, { name: 'Late' })).status).toBe(412);
    expect((await world.call('DELETE', path, { ...admin(), 'if-match': etag })).status).toBe(412);
    expect((await world.call('GET', path, admin())).body).toMatchObject({ name: 'Store', status: 'disabled' });
    expect((await world.call('DELETE', path, { ...admin(), 'if-match': '"9", "2"' })).status).toBe(204);
  });
});

describe('Idempotency-Key', () => {
  const creates: [string, () => string, () => Record<string, string>, () => object, (body: object) => object][] = [
    ['a tenant', () => '/tenants', root, () => ({ slug: `idem-${++numbers}`, name: 'Idem' }), (body) => ({ ...body, name: 'Other' })],
    ['an outlet', () => '/outlets', admin, newOutlet, (body) => ({ ...body, name: 'Other' })],
    [
      'an invitation',
      () => `/tenants/${tenantA}/invitations`,
      admin,
      () => ({ email: `idem${++numbers}@acme.example`, role: 'viewer' }),
      (body) => ({ ...body, role: 'agent' }),
    ],
  ];

  it.each(creates)('makes %s once, whoever asks twice, at the same instant too', async (_, path, caller, make, other) => {
    const body = make();
    const headers = { ...caller(), 'idempotency-key': `key-${++numbers}` };
    const answers = await Promise.all([1, 2, 3].map(() => world.call('POST', path(), headers, body)));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    const reordered = Object.fromEntries(Object.entries(body).reverse());
    expect((await world.call('POST', path(), headers, reordered)).body).toEqual(answers[0]!.body);
    expect(await world.call('POST', path(), headers, other(body))).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    // A key is its caller's: another tenant's says nothing about it.
    if (path() === '/outlets') {
      const checks = (await world.audit('outlet.validated')).filter((row) => row.target_id === answers[0]!.body.id);
      expect(checks).toHaveLength(1);
      const elsewhere = await world.call(
        'POST',
        path(),
        { ...admin(tenantB), 'idempotency-key': headers['idempotency-key']! },
        newOutlet(),
      );
      expect(elsewhere.status).toBe(201);
    }
  });

  it('what failed may be tried again under its key; a malformed key is refused', async () => {
    const outlet = newOutlet();
    const { id } = (await world.call('POST', '/outlets', admin(tenantB), outlet)).body;
    const headers = { ...admin(), 'idempotency-key': 'try-again' };
    expect((await world.call('POST', '/outlets', headers, outlet)).body.code).toBe('phone_number_taken');
    await world.call('DELETE', `/outlets/${id}`, admin(tenantB));
    expect((await world.call('POST', '/outlets', headers, outlet)).status).toBe(201);
    expect((await world.call('POST', '/outlets', { ...admin(), 'idempotency-key': 'x'.repeat(256) }, outlet)).body.code).toBe(
      'idempotency_key_invalid',
    );
  });

  it('an answer that is kept holds no secret', async () => {
    const kept = JSON.stringify(await world.infra.rows('select * from tenant.idempotency_keys'));
    expect(kept).not.toMatch(/EAAsecret|sealed|token/i);
  });
});

describe('API keys', () => {
  it('take scopes of the closed list, a rate limit and an expiry, and are listed by whether they work', async () => {
    const path = `/tenants/${tenantB}/api-keys`;
    expect((await world.call('POST', path, admin(tenantB), { name: 'k', scopes: ['messages:fly'] })).body.errors).toMatchObject([
      { field: 'scopes', message: expect.stringContaining('messages:write') },
    ]);
    expect(
      (await world.call('POST', path, admin(tenantB), { name: 'k', scopes: ['*'], expiresAt: '2020-01-01T00:00:00Z' })).body.errors,
    ).toMatchObject([{ field: 'expiresAt' }]);
    const key = { name: 'k', scopes: ['messages:write', 'messages:read', 'messages:read'], rateLimitPerHour: 50 };
    const made = (await world.call('POST', path, admin(tenantB), key)).body;
    expect(made).toMatchObject({ scopes: ['messages:read', 'messages:write'], rateLimitPerHour: 50, lastUsedAt: null });
    const lastUsedAt = new Date().toISOString();
    await world.infra.owner.query('insert into gateway.api_key_uses values ($1, $2, $3)', [tenantB, made.id, lastUsedAt]);
    expect((await world.call('GET', path, admin(tenantB))).body.items).toMatchObject([{ id: made.id, lastUsedAt }]);
    await world.call('DELETE', `${path}/${made.id}`, admin(tenantB));
    expect((await world.call('GET', `${path}?status=active`, admin(tenantB))).body.items).toEqual([]);
    expect((await world.call('GET', `${path}?status=ended`, admin(tenantB))).body.items).toMatchObject([{ id: made.id }]);
    expect(await world.infra.rows('select rate_limit_per_hour from tenant.api_keys_v1 where id = $1', [made.id])).toEqual([
      { rate_limit_per_hour: 50 },
    ]);
  });
});

describe('branding', () => {
  it('is public by slug, says how readable its colours are, and reveals no tenant', async () => {
    const brand = {
      productName: 'Beta Chat',
      logoUrl: 'https://beta.example/logo.svg',
      colors: { primary: '#0f766e', accent: '#fde047', dark: { primary: '#5eead4' } },
      customDomain: 'chat.beta.example',
    };
    const put = await world.call('PUT', `/tenants/${tenantB}/branding`, admin(tenantB), brand);
    expect(put.body).toMatchObject({
      ...brand,
      contrast: {
        light: { primary: { textOn: '#ffffff', ratio: 5.47, readable: true }, accent: { textOn: '#000000', readable: false } },
        dark: { primary: { readable: true } },
      },
    });
    expect((await world.call('GET', '/branding/beta-store')).body).toEqual(put.body);
    const none = await world.call('GET', '/branding/no-such-tenant');
    expect(none).toMatchObject({ status: 200, body: { productName: null, colors: {} } });
    await world.tenant('plain-corp');
    expect((await world.call('GET', '/branding/plain-corp')).text).toBe(none.text);
  });

  it.each([
    [{ colors: { primary: 'red' } }, 'colors.primary'],
    [{ colors: { dark: { accent: '#12345' } } }, 'colors.dark.accent'],
    [{ logoUrl: 'http://beta.example/logo.svg' }, 'logoUrl'],
    [{ logoUrl: 'javascript:alert(1)' }, 'logoUrl'],
    [{ logoUrl: 'https://user:pass@beta.example/x' }, 'logoUrl'],
    [{ customDomain: 'https://beta.example/' }, 'customDomain'],
  ])('%j is refused beside its field', async (body, field) => {
    expect((await world.call('PUT', `/tenants/${tenantB}/branding`, admin(tenantB), body)).body.errors).toMatchObject([{ field }]);
  });
});
