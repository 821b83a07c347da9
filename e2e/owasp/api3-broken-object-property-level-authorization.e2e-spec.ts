import { BODIES } from '../access-bodies.js';
import { eventually, pathOf, World, type Headers } from './world.js';

/** What a caller would like to say of themselves, and of what they make. */
const COVETED: Record<string, unknown> = {
  id: '0198c0de-0000-7000-8000-00000000beef',
  tenantId: '0198c0de-0000-7000-8000-00000000beef',
  tenant_id: '0198c0de-0000-7000-8000-00000000beef',
  role: 'owner',
  roles: ['owner'],
  superadmin: true,
  isSuperadmin: true,
  scopes: ['*'],
  plan: 'enterprise',
  status: 'active',
  version: 1_000,
  hash: 'beef',
  passwordHash: 'beef',
  emailConfirmed: true,
  verifiedName: 'Coveted',
  health: 'ok',
  quality: 'GREEN',
  owner: 'agent',
  author: 'bot',
  epoch: 99,
  windowExpiresAt: '2099-01-01T00:00:00.000Z',
  createdAt: '2001-01-01T00:00:00.000Z',
  updatedAt: '2001-01-01T00:00:00.000Z',
};

/** Names under which nothing may ever be answered, and the few under which something is, once. */
const SECRET_NAME = /hash|password|secret|sealed|token|credential|private|^key$|salt|argon/i;

/** OWASP API3:2023. */
describe('properties', () => {
  let world: World;
  let routes: string[];
  let schemas: Map<string, Set<string>>;

  beforeAll(async () => {
    world = await World.start();
    routes = await world.routes();
    schemas = await bodySchemas(world);
    await eventually(async () => expect((await world.system.ledger()).items.pending).toBe(0), { timeoutMs: 20_000 });
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  /** Right bodies for all routes that take one. */
  const bodyOf = (route: string): Record<string, unknown> => {
    const { ids } = world.acme;
    const password = 'long enough 123';
    const own: Record<string, Record<string, unknown>> = {
      'POST /auth/login': { email: 'nobody@acme.example', password },
      'POST /auth/register': { tenantName: 'Coveted', name: 'Ana', email: 'ana@coveted.example', password },
      'POST /auth/refresh': { refreshToken: 'rt_nobodys' },
      'POST /auth/logout': { refreshToken: 'rt_nobodys' },
      'POST /auth/password-reset': { email: 'nobody@acme.example' },
      'POST /auth/password-reset/confirm': { token: 'pr_nobodys', password },
      'POST /auth/invitations/accept': { token: 'inv_nobodys', name: 'Ana', password },
      'PUT /auth/me': { name: 'Ana' },
      'POST /tenants': { slug: 'coveted', name: 'Coveted' },
      'POST /users': { email: 'somebody@foreign.example', password, name: 'Somebody', role: 'viewer' },
      'POST /outlets': {
        name: 'Coveted',
        phoneNumberId: '999000111222',
        wabaId: '999000111222',
        displayPhoneNumber: '+1 555-010-9999',
        accessToken: 'EAAGcoveted',
      },
      'POST /knowledge-bases': { name: 'Coveted' },
      'POST /messages': { outletId: ids.outlets, to: '+15550600011', type: 'text', text: 'x' },
      'PUT /billing/tenants/{tenantId}/subscription': { plan: 'free' },
    };
    return { ...(own[route] ?? BODIES[route]) } as Record<string, unknown>;
  };
  const writing = (): string[] => routes.filter((route) => /^(POST|PUT|PATCH) /.test(route) && !/\/ops\/|validate$|publish$/.test(route));
  const send = async (route: string, headers: Headers, body: object) => {
    const [method] = route.split(' ') as [string];
    const answer = await world.system.api<Record<string, unknown>>(pathOf(route, world.acme), { method, headers, body });
    return { status: answer.status, body: answer.body };
  };

  it('that nobody may set are refused by name, beside whatever is right, and change not one row', async () => {
    const [before, users] = [await world.rowsOf(world.acme.tenant.id), await accounts()];
    const wrong: string[] = [];
    let tried = 0;
    for (const route of writing()) {
      const known = schemas.get(route);
      for (const [name, value] of Object.entries(COVETED)) {
        // What a route takes is the business of the tests below; a route that reads no body ignores it.
        if (!known || known.has(name)) continue;
        const { status, body } = await send(route, world.acme.members.owner, { ...bodyOf(route), [name]: value });
        const forbidden = status === 403 && /superadmin/i.test(String(body.detail));
        const named = status === 400 && body.code === 'validation_failed' && JSON.stringify(body.errors).includes(name);
        if (!forbidden && !named) wrong.push(`${route} ${name}: ${status} ${String(body?.code)} ${JSON.stringify(body?.errors)}`);
        tried++;
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(500);
    expect(await world.rowsOf(world.acme.tenant.id)).toEqual(before);
    expect(await accounts()).toEqual(users);
  }, 120_000);

  it.each([
    ['its plan', 'PUT /tenants/{id}', { plan: 'enterprise' }],
    ['its status', 'PUT /tenants/{id}', { status: 'active' }],
    ['its slug', 'PUT /tenants/{id}', { slug: 'another-slug' }],
    ['its plan in billing', 'PUT /billing/tenants/{tenantId}/subscription', { plan: 'enterprise' }],
  ])('of a tenant that are the platform’s are refused to its owner (%s)', async (_, route, body) => {
    const before = await world.rowsOf(world.acme.tenant.id);
    for (const headers of [world.acme.members.owner, world.acme.key]) {
      expect((await send(route, headers, { name: 'Renamed too', ...body })).status).toBeGreaterThanOrEqual(400);
      expect((await send(route, headers, body)).status).toBe(403);
    }
    expect(await world.rowsOf(world.acme.tenant.id)).toEqual(before);
  });

  it('of a role above one’s own cannot be given: an admin makes no owner, and nobody promotes themselves', async () => {
    const { tenant, members } = world.acme;
    const password = 'long enough 123';
    const made = await world.system.api<{ id: string }>('/users', {
      headers: members.owner,
      body: { email: 'admin@acme-corp.example', password, name: 'Admin', role: 'admin' },
    });
    expect(made.status).toBe(201);
    const admin = { authorization: `Bearer ${await world.system.signIn('admin@acme-corp.example', password)}` };
    const attempts: [string, string, object][] = [
      ['POST', '/users', { email: 'new@acme-corp.example', password, name: 'New', role: 'owner' }],
      ['POST', `/tenants/${tenant.id}/users`, { email: 'new@acme-corp.example', password, name: 'New', role: 'owner' }],
      ['POST', `/tenants/${tenant.id}/invitations`, { email: 'new@acme-corp.example', role: 'owner' }],
      ['PUT', `/users/${made.body.id}/role`, { role: 'owner' }],
      ['PUT', `/tenants/${tenant.id}/users/${made.body.id}`, { role: 'owner' }],
    ];
    for (const [method, path, body] of attempts) {
      expect({ path, status: (await world.system.api(path, { method, headers: admin, body })).status }).toEqual({ path, status: 403 });
    }
  });

  it('of an API key end at the scopes of whoever makes it', async () => {
    const { tenant, members } = world.acme;
    const narrow = await world.system.api<{ key: string }>(`/tenants/${tenant.id}/api-keys`, {
      headers: members.owner,
      body: { name: 'Narrow', scopes: ['tenant:write', 'conversations:read'] },
    });
    const headers = { 'x-api-key': narrow.body.key };
    for (const scopes of [['*'], ['messages:write'], ['conversations:read', 'users:write']]) {
      const answer = await world.system.api(`/tenants/${tenant.id}/api-keys`, { headers, body: { name: 'Wider', scopes } });
      expect({ scopes, status: answer.status }).toEqual({ scopes, status: 403 });
    }
  });

  it('of a body that is no object, or holds a prototype, are refused with a code', async () => {
    for (const text of [
      '[]',
      '"text"',
      '1',
      'null',
      'true',
      '{"__proto__":{"superadmin":true}}',
      '{"constructor":{"prototype":{}}}',
      '[{}]',
    ]) {
      for (const path of ['/auth/login', '/knowledge-bases', `/tenants/${world.acme.tenant.id}/api-keys`, '/ops/replay']) {
        const headers = { ...(path === '/ops/replay' ? world.superadmin : world.acme.members.owner), 'content-type': 'application/json' };
        const response = await fetch(`${world.system.url}/api/v1${path}`, { method: 'POST', headers, body: text });
        const problem = (await response.json()) as { code: string };
        expect({ path, text, status: response.status, code: typeof problem.code }).toEqual({ path, text, status: 400, code: 'string' });
      }
    }
    expect(({} as Record<string, unknown>).superadmin).toBeUndefined();
  });

  it('of no answer are secrets: nothing is called so, and no text looks so', async () => {
    // The log-ins of the demo are there to be shown, and nowhere but in the demo; the platform's own is not among them.
    const reading = routes.filter((route) => route.startsWith('GET ') && route !== 'GET /demo');
    const demo = JSON.stringify((await world.system.api('/demo')).body);
    expect(demo).toContain(world.system.demo.tenants[0]!.users[0]!.email);
    expect(demo).not.toContain(world.system.demo.superadmin.password);
    const sealed = await world.system.query<{ value: string }>(
      `select access_token_sealed as value from tenant.outlets union all select hash from tenant.api_keys
       union all select password_hash from tenant.users union all select encode(sha256(hash::text::bytea), 'hex') from tenant.refresh_tokens`,
    );
    const secrets = [
      ...sealed.map(({ value }) => value),
      ...world.system.demo.tenants.flatMap(({ apiKey, users, outlets }) => [
        apiKey,
        ...users.map(({ password }) => password),
        ...outlets.map(({ accessToken }) => accessToken),
      ]),
    ];
    const found = new Set<string>();
    let answered = 0;
    for (const route of reading) {
      for (const headers of [world.acme.members.owner, world.superadmin, { ...world.superadmin, 'x-tenant-id': world.acme.tenant.id }]) {
        const { status, body } = await world.system.api(pathOf(route, world.acme), { headers });
        if (status !== 200) continue;
        answered++;
        for (const { name, value } of properties(body)) {
          if (SECRET_NAME.test(name) && !HARMLESS.has(name) && !isCensored(value)) found.add(`${route} answers ${name}`);
        }
        const text = JSON.stringify(body);
        for (const secret of secrets) if (text.includes(secret)) found.add(`${route} answers ${secret}`);
        if (/\$argon2|eyJ[\w-]{10,}\.|\bck_live_[\w-]{20,}/.test(text)) found.add(`${route} answers what looks like a secret`);
      }
    }
    expect([...found]).toEqual([]);
    expect(answered).toBeGreaterThan(60);
  }, 60_000);

  const accounts = (): Promise<object[]> =>
    world.system.query(
      `select md5(string_agg(u::text, '|' order by id)) as users, (select count(*) from tenant.tenants) as tenants from tenant.users u`,
    );
});

/** Named like secrets and none: what a model's words cost, and what a hold holds. */
// Numbers: of a model's texts, and of what is left in the bucket of a rate.
/** `hasCredentials` and `secretCount` say whether a shop's secrets are there, not what they are. */
const HARMLESS = new Set(['promptTokens', 'completionTokens', 'tokens', 'key', 'hasCredentials', 'secretCount']);
/** The audit log says that a secret changed, not to what. */
const isCensored = (value: unknown): boolean => value === '[removed]' || value === null;

/** Every property of an answer, at any depth. */
function* properties(value: unknown): Generator<{ name: string; value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, entry] of Object.entries(value)) {
    if (!Array.isArray(value)) yield { name, value: entry };
    yield* properties(entry);
  }
}

/** The properties that each route's JSON body may have, as the API document says; no entry for a route that takes none. */
async function bodySchemas(world: World): Promise<Map<string, Set<string>>> {
  interface Schema {
    $ref?: string;
    oneOf?: Schema[];
    properties?: Record<string, unknown>;
  }
  interface Operation {
    requestBody?: { content: Record<string, { schema: Schema }> };
  }
  const response = await fetch(`${world.system.url}/api/docs-json`);
  const { paths, components } = (await response.json()) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const namesOf = (schema: Schema): string[] => [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.oneOf ?? []).flatMap(namesOf),
    ...(schema.$ref ? namesOf(components.schemas[schema.$ref.split('/').at(-1)!]!) : []),
  ];
  const schemas = new Map<string, Set<string>>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const schema = requestBody?.content['application/json']?.schema;
      if (schema) schemas.set(`${method.toUpperCase()} ${path.slice('/api/v1'.length)}`, new Set(namesOf(schema)));
    }
  }
  return schemas;
}
