import { SignJWT } from 'jose';
import { loadSecrets } from '../deploy/embedded/src/secrets.js';
import { BODIES } from './access-bodies.js';
import { ROUTES } from './access-table.js';
import type { Access } from './access.js';
import { eventually, System, type DemoTenant } from './system.js';

const RANKS = ['viewer', 'agent', 'admin', 'owner'];
const GONE = '0198c0de-0000-7000-8000-0000000000ee';

interface Caller {
  name: string;
  headers: Record<string, string>;
}

describe('every route', () => {
  let system: System;
  let acme: DemoTenant;
  let beta: DemoTenant;
  let ids: Record<string, string>;
  const members: Record<string, Caller> = {};
  let expired: Caller;
  let foreign: Caller[];
  let narrowKeys: Record<string, Caller>;

  beforeAll(async () => {
    system = await System.start({ LOGIN_RATE_PER_MINUTE: '1000' });
    [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
    const bearer = async (tenant: DemoTenant, role: string): Promise<Caller> => {
      const { email, password } = tenant.users.find((user) => user.role === role)!;
      return { name: `${role} of ${tenant.slug}`, headers: { authorization: `Bearer ${await system.signIn(email, password)}` } };
    };
    for (const role of ['viewer', 'agent', 'owner']) members[role] = await bearer(acme, role);
    foreign = [await bearer(beta, 'owner'), { name: 'API key of beta-store', headers: { 'x-api-key': beta.apiKey } }];

    const { authJwtSecret } = loadSecrets(system.dataDir, {});
    const token = await new SignJWT({ email: 'x@y.example', superadmin: true, tenants: [{ id: acme.id, role: 'owner' }] })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(GONE)
      .setIssuer('chasqui')
      .setAudience('chasqui')
      .setIssuedAt(1_700_000_000)
      .setExpirationTime(1_700_000_900)
      .sign(new TextEncoder().encode(authJwtSecret));
    expired = { name: 'an expired token', headers: { authorization: `Bearer ${token}` } };

    // One key that may read messages, and one that may read audits: whichever lacks the scope of a route is refused there.
    narrowKeys = {};
    for (const scope of ['messages:read', 'audit:read']) {
      const { body } = await system.api<{ key: string }>(`/tenants/${acme.id}/api-keys`, {
        headers: members.owner!.headers,
        body: { name: scope, scopes: [scope] },
      });
      narrowKeys[scope] = { name: `API key with ${scope} only`, headers: { 'x-api-key': body.key } };
    }

    await system.customerWrites(acme, '15550500001', 'What are your opening hours?');
    const list = async (path: string): Promise<string> => {
      const { body } = await system.api<{ items: { id: string }[] }>(path, { headers: members.owner!.headers });
      return body.items[0]!.id;
    };
    await eventually(async () => expect(await list('/messages')).toBeDefined(), { timeoutMs: 20_000 });
    const base = acme.knowledgeBases[0]!.id;
    const form = new FormData();
    form.set('file', new Blob(['opening hours: 9 to 18'], { type: 'text/plain' }), 'hours.txt');
    const upload = await fetch(`${system.url}/api/v1/media`, { method: 'POST', headers: members.owner!.headers, body: form });
    ids = {
      '/conversations': await list('/conversations'),
      '/documents': await list(`/knowledge-bases/${base}/documents`),
      '/knowledge-bases': base,
      '/media': ((await upload.json()) as { id: string }).id,
      '/messages': await list('/messages'),
      '/outlets': acme.outlets[0]!.id,
      '/users': await list('/users'),
      keyId: await list(`/tenants/${acme.id}/api-keys`),
      userId: await list('/users'),
    };
  }, 180_000);
  afterAll(async () => system?.destroy(), 60_000);

  /** A route's path with ids that are acme's. */
  const acmePath = (path: string): string =>
    path
      .replace(/\/tenants\/\{(id|tenantId)\}/, `/tenants/${acme.id}`)
      .replace('{tenantId}', acme.id)
      .replace(/^(\/[\w-]+)\/\{id\}/, (_, resource: string) => `${resource}/${ids[resource] ?? GONE}`)
      .replace('{slug}', acme.slug)
      .replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? GONE);

  const call = async (route: string, caller: Caller | undefined): Promise<number> => {
    const [method, path] = route.split(' ') as [string, string];
    const body = method === 'GET' || method === 'DELETE' ? undefined : (BODIES[route] ?? {});
    return (await system.api(acmePath(path), { method, headers: caller?.headers, body })).status;
  };
  const guarded = Object.entries(ROUTES).filter(([, access]) => access !== 'public');
  const withRole = guarded.filter((entry): entry is [string, Exclude<Access, string>] => Array.isArray(entry[1]));

  it('has a row in the table, and every row a route', async () => {
    const response = await fetch(`${system.url}/api/docs-json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
    const documented = Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/v1/'))
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`))
      .filter((route) => /^(GET|POST|PUT|PATCH|DELETE) /.test(route));
    expect(documented.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(guarded)('%s refuses whoever is not signed in, or was', async (route) => {
    expect({ nobody: await call(route, undefined), expired: await call(route, expired) }).toEqual({ nobody: 401, expired: 401 });
  });

  it.each(guarded.filter(([, access]) => access === 'superadmin'))('%s refuses everybody but a superadmin', async (route) => {
    const key: Caller = { name: 'API key of acme', headers: { 'x-api-key': acme.apiKey } };
    for (const caller of [...Object.values(members), key]) {
      expect({ caller: caller.name, status: await call(route, caller) }).toEqual({ caller: caller.name, status: 403 });
    }
  });

  it.each(withRole)('%s refuses members below its role and keys without its scope', async (route, [role, scope]) => {
    for (const [rank, caller] of Object.entries(members)) {
      if (RANKS.indexOf(rank) >= RANKS.indexOf(role)) continue;
      expect({ caller: caller.name, status: await call(route, caller) }).toEqual({ caller: caller.name, status: 403 });
    }
    const key = narrowKeys[scope === 'messages:read' ? 'audit:read' : 'messages:read']!;
    expect({ caller: key.name, status: await call(route, key) }).toEqual({ caller: key.name, status: 403 });
  });

  it.each(withRole.filter(([route]) => route.startsWith('GET ')))('%s lets in who has the role', async (route, [role]) => {
    const caller = members[role === 'admin' ? 'owner' : role]!;
    expect([200, 400, 404]).toContain(await call(route, caller));
  });

  it.each(withRole.filter(([route]) => route.includes('{')))('%s shows another tenant nothing, whatever it names', async (route) => {
    for (const caller of foreign) {
      const status = await call(route, caller);
      expect({ caller: caller.name, status, refused: status === 404 || status === 403 }).toEqual({
        caller: caller.name,
        status,
        refused: true,
      });
      const named = { ...caller, headers: { ...caller.headers, 'x-tenant-id': acme.id } };
      expect({ caller: `${caller.name} in acme’s name`, status: [403, 404].includes(await call(route, named)) }).toMatchObject({
        status: true,
      });
    }
  });

  it('leaves acme as it was, after all of this', async () => {
    const { body } = await system.api<{ name: string }>(`/tenants/${acme.id}`, { headers: members.owner!.headers });
    expect(body.name).toBe(acme.name);
  });
});
