import { v7 } from 'uuid';
import { openApiOf, ROLES, type Role } from '#service-kit';
import { asApiKey, asMember, asSuperadmin } from '#testing';
import { service } from '../src/service.js';
import { World } from './tenant-world.js';

type Access = 'public' | 'signed-in' | 'api-key' | 'superadmin' | [Role, string];

/** Who may call what. A route without a row fails; so does a row without a route. */
const TABLE: Record<string, Access> = {
  'POST /auth/register': 'public',
  'POST /auth/login': 'public',
  'POST /auth/firebase': 'public',
  'DELETE /auth/firebase': 'signed-in',
  'POST /auth/refresh': 'public',
  'POST /auth/logout': 'public',
  'POST /auth/password-reset': 'public',
  'POST /auth/password-reset/confirm': 'public',
  'GET /auth/me': 'signed-in',
  'GET /auth/me/events': 'signed-in',
  'GET /auth/api-key': 'api-key',
  'GET /demo': 'public',
  'POST /demo/outlets': ['admin', 'outlets:write'],
  'POST /auth/logout-everywhere': 'signed-in',
  'GET /auth/two-factor': 'signed-in',
  'POST /auth/two-factor': 'signed-in',
  'POST /auth/two-factor/confirm': 'signed-in',
  'POST /auth/two-factor/recovery-codes': 'signed-in',
  'POST /auth/two-factor/off': 'signed-in',
  'GET /auth/sessions': 'signed-in',
  'DELETE /auth/sessions': 'signed-in',
  'DELETE /auth/sessions/{sessionId}': 'signed-in',
  'POST /auth/email-confirmation': 'signed-in',
  'POST /auth/email-confirmation/confirm': 'signed-in',
  'PUT /auth/me': 'signed-in',
  'GET /auth/invitations/{token}': 'public',
  'POST /auth/invitations/accept': 'public',
  'GET /tenants': 'signed-in',
  'POST /tenants': 'superadmin',
  'GET /tenants/slug/{slug}': 'signed-in',
  'GET /tenants/{id}': ['viewer', 'tenant:read'],
  'PUT /tenants/{id}': ['admin', 'tenant:write'],
  'PUT /tenants/{id}/two-factor': ['admin', 'tenant:write'],
  'DELETE /tenants/{id}': 'superadmin',
  'GET /tenants/{id}/deletion': ['viewer', 'tenant:read'],
  'POST /tenants/{id}/deletion': ['owner', 'tenant:write'],
  'DELETE /tenants/{id}/deletion': ['owner', 'tenant:write'],
  'GET /tenants/{id}/exports': ['owner', 'tenant:read'],
  'POST /tenants/{id}/exports': ['owner', 'tenant:write'],
  'POST /tenants/{id}/exports/{exportId}/link': ['owner', 'tenant:write'],
  'GET /tenants/{id}/users': ['viewer', 'users:read'],
  'POST /tenants/{id}/users': ['admin', 'users:write'],
  'PUT /tenants/{id}/users/{userId}': ['admin', 'users:write'],
  'DELETE /tenants/{id}/users/{userId}': ['admin', 'users:write'],
  'DELETE /tenants/{id}/users/{userId}/two-factor': ['admin', 'users:write'],
  'GET /tenants/{id}/invitations': ['admin', 'users:read'],
  'POST /tenants/{id}/invitations': ['admin', 'users:write'],
  'POST /tenants/{id}/invitations/{invitationId}/link': ['admin', 'users:write'],
  'POST /tenants/{id}/invitations/{invitationId}/resend': ['admin', 'users:write'],
  'DELETE /tenants/{id}/invitations/{invitationId}': ['admin', 'users:write'],
  'GET /tenants/{id}/llm-config': ['viewer', 'tenant:read'],
  'PUT /tenants/{id}/llm-config': ['admin', 'tenant:write'],
  'GET /tenants/{id}/llm-config/model-server': ['admin', 'tenant:read'],
  'PUT /tenants/{id}/llm-config/model-server': ['admin', 'tenant:write'],
  'DELETE /tenants/{id}/llm-config/model-server': ['admin', 'tenant:write'],
  'GET /tenants/{id}/branding': ['viewer', 'tenant:read'],
  'PUT /tenants/{id}/branding': ['admin', 'tenant:write'],
  'POST /tenants/{id}/logo': ['admin', 'tenant:write'],
  'DELETE /tenants/{id}/logo': ['admin', 'tenant:write'],
  'GET /branding/{slug}': 'public',
  'GET /tenants/{id}/api-keys': ['admin', 'tenant:read'],
  'POST /tenants/{id}/api-keys': ['admin', 'tenant:write'],
  'POST /tenants/{id}/api-keys/{keyId}/rotate': ['admin', 'tenant:write'],
  'DELETE /tenants/{id}/api-keys/{keyId}': ['admin', 'tenant:write'],
  'GET /users': ['viewer', 'users:read'],
  'POST /users': ['admin', 'users:write'],
  'GET /users/tenant/{tenantId}': ['viewer', 'users:read'],
  'GET /users/{id}': ['viewer', 'users:read'],
  'PUT /users/{id}/role': ['admin', 'users:write'],
  'DELETE /users/{id}': ['admin', 'users:write'],
  'GET /outlets': ['viewer', 'outlets:read'],
  'POST /outlets': ['admin', 'outlets:write'],
  'GET /outlets/tenant/{tenantId}': ['viewer', 'outlets:read'],
  'GET /outlets/{id}': ['viewer', 'outlets:read'],
  'PUT /outlets/{id}': ['admin', 'outlets:write'],
  'POST /outlets/{id}/validate': ['admin', 'outlets:write'],
  'DELETE /outlets/{id}': ['admin', 'outlets:write'],
  'GET /audit-log': ['admin', 'audit:read'],
};

/** Right for every route that takes a body, so that nothing but who asks is refused. */
const BODIES: Record<string, object> = {
  'POST /auth/email-confirmation/confirm': { token: 'ec_none' },
  'PUT /tenants/{id}': { name: 'Taken over' },
  'PUT /tenants/{id}/two-factor': { required: true },
  'POST /auth/two-factor/confirm': { code: '000000' },
  'POST /auth/two-factor/recovery-codes': { code: '000000' },
  'POST /auth/two-factor/off': { code: '000000' },
  'POST /tenants/{id}/deletion': { name: 'Eve', password: 'correct horse battery' },
  'POST /tenants/{id}/users': { email: 'eve@beta.example', name: 'Eve', password: 'correct horse battery', role: 'viewer' },
  'PUT /tenants/{id}/users/{userId}': { role: 'viewer' },
  'POST /tenants/{id}/invitations': { email: 'eve@beta.example', role: 'viewer' },
  'PUT /tenants/{id}/llm-config': { tone: 'rude' },
  'PUT /tenants/{id}/llm-config/model-server': { baseUrl: 'https://models.example/v1', apiKey: 'sk-taken-over', model: 'm' },
  'PUT /tenants/{id}/branding': { productName: 'Eve' },
  'POST /tenants/{id}/api-keys': { name: 'Eve', scopes: ['tenant:write'] },
  'PUT /users/{id}/role': { role: 'viewer' },
  'PUT /outlets/{id}': { name: 'Eve' },
};

let world: World;
let tenantA: string;
let tenantB: string;
/** Ids of tenant A by the name of the path parameter. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await World.start();
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
  const admin = asMember(world.infra, tenantA, 'owner');
  const outlet = {
    name: 'S',
    phoneNumberId: '1065400001',
    wabaId: '10229012',
    displayPhoneNumber: '+1 555 0001',
    accessToken: 'EAA012345',
  };
  await world.member(tenantA, 'owner@acme.example', 'owner');
  ids.userId = await world.member(tenantA, 'ana@acme.example', 'agent');
  ids.outletId = (await world.call('POST', '/outlets', admin, outlet)).body.id;
  ids.keyId = (await world.call('POST', `/tenants/${tenantA}/api-keys`, admin, { name: 'k', scopes: ['*'] })).body.id;
  const invitation = { email: 'i@acme.example', role: 'viewer' };
  ids.invitationId = (await world.call('POST', `/tenants/${tenantA}/invitations`, admin, invitation)).body.id;
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const fill = (path: string): string =>
  path
    .replace('{tenantId}', tenantA)
    .replace('{userId}', ids.userId!)
    // Of no export: a job would change it meanwhile.
    .replace('{exportId}', '0198c0de-0000-7000-8000-0000000000ff')
    .replace('{keyId}', ids.keyId!)
    .replace('{invitationId}', ids.invitationId!)
    .replace('{slug}', 'acme-corp')
    .replace('{sessionId}', '0198c0de-0000-7000-8000-00000000dddd')
    .replace('{token}', 'inv_none')
    .replace('{id}', path.startsWith('/outlets') ? ids.outletId! : path.startsWith('/users') ? ids.userId! : tenantA);

const routes = Object.entries(TABLE).map(([route, access]) => {
  const [method, path] = route.split(' ') as [string, string];
  return { route, method, path, access };
});
const ask = async (route: string, caller: Record<string, string>): Promise<number> => {
  const [method, path] = route.split(' ') as [string, string];
  const body = BODIES[route] ?? (method === 'POST' || method === 'PUT' ? {} : undefined);
  return (await world.call(method, fill(path), { ...caller, ...world.from() }, body)).status;
};
const state = async (): Promise<unknown> =>
  Promise.all(
    ['tenants', 'memberships', 'outlets', 'api_keys', 'invitations', 'llm_configs', 'branding', 'audit_log'].map((table) =>
      world.infra.rows(`select * from tenant.${table} order by 1, 2`),
    ),
  );

it('the table has a row for every route of the API document and none beside', () => {
  const { paths } = openApiOf(world.running.app, service);
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
  );
  expect(documented.sort()).toEqual(Object.keys(TABLE).sort());
});

it('nobody who is not signed in gets further than the public routes', async () => {
  const wrong: string[] = [];
  for (const { route, access } of routes) {
    if (access === 'public') continue;
    if ((await ask(route, {})) !== 401) wrong.push(route);
    if ((await ask(route, { 'x-chasqui-identity': 'forged.forged' })) !== 401) wrong.push(`${route} (forged)`);
  }
  expect(wrong).toEqual([]);
});

it('every route refuses the roles below its own, and changes nothing', async () => {
  const before = await state();
  const wrong: string[] = [];
  for (const { route, access } of routes) {
    if (!Array.isArray(access) && access !== 'superadmin' && access !== 'api-key') continue;
    const least = !Array.isArray(access) ? ROLES.length : ROLES.indexOf(access[0]);
    for (const role of ROLES.slice(0, least)) {
      const status = await ask(route, asMember(world.infra, tenantA, role));
      if (status !== 403) wrong.push(`${route} as ${role}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await state()).toEqual(before);
});

it('every route refuses an API key without its scope, and changes nothing', async () => {
  const before = await state();
  const wrong: string[] = [];
  for (const { route, access } of routes) {
    if (access === 'public' || access === 'api-key') continue;
    const status = await ask(route, asApiKey(world.infra, tenantA, ['messages:read', 'none:none']));
    if (status !== 403) wrong.push(`${route}: ${status}`);
  }
  expect(wrong).toEqual([]);
  expect(await state()).toEqual(before);
});

it('for the owner and the all-powerful key of another tenant nothing of this one is there, and nothing changes', async () => {
  const before = await state();
  const wrong: string[] = [];
  for (const { route, path, access } of routes) {
    if (!Array.isArray(access) || !path.includes('{')) continue;
    for (const caller of [asMember(world.infra, tenantB, 'owner'), asApiKey(world.infra, tenantB, ['*'])]) {
      const status = await ask(route, caller);
      if (status !== 404) wrong.push(`${route}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await state()).toEqual(before);
});

it('lists show another tenant nothing', async () => {
  for (const path of ['/outlets', '/users', '/audit-log?targetType=outlet']) {
    const { status, text } = await world.call('GET', path, asMember(world.infra, tenantB, 'owner'));
    expect(status).toBe(200);
    for (const id of Object.values(ids)) expect(text).not.toContain(id);
  }
});

it('a superadmin reaches every route whose tenant is in its path, without naming it again', async () => {
  const wrong: string[] = [];
  for (const { route, method, path } of routes) {
    // There is none until a company has set one.
    if (path.endsWith('/model-server')) continue;
    if (method !== 'GET' || !(path.startsWith('/tenants/{id}') || path.includes('{tenantId}'))) continue;
    if ((await ask(route, asSuperadmin(world.infra))) !== 200) wrong.push(route);
  }
  expect(wrong).toEqual([]);
  // Where the route asks for one it is named.
  expect((await world.call('GET', '/outlets', asSuperadmin(world.infra))).body.code).toBe('tenant_required');
  expect((await world.call('GET', `/tenants/${v7()}`, asSuperadmin(world.infra))).status).toBe(404);
});

it('every field of an answer and every parameter has an example', () => {
  const document = openApiOf(world.running.app, service);
  const bare = Object.entries(document.components?.schemas ?? {})
    .filter(([name]) => name !== 'ProblemDto')
    .flatMap(([name, schema]) =>
      Object.entries((schema as { properties?: Record<string, object> }).properties ?? {})
        .filter(([, property]) => !('example' in property) && !hasReference(property))
        .map(([property]) => `${name}.${property}`),
    );
  expect(bare.filter((property) => !property.endsWith('.nextCursor'))).toEqual([]);
});

const hasReference = (property: object): boolean => JSON.stringify(property).includes('$ref');
