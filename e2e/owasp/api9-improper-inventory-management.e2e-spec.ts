import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectProblem, parsed, raw, World } from './world.js';

/** What a service serves beside the API: for its neighbours, for people, for Meta. */
const BESIDE: Record<string, RegExp> = {
  gateway:
    /^GET \/(health|health\/live|health\/ready|metrics|api\/docs|api\/docs-json|api\/live-docs-json|api\/docs\/start\.js|redoc|redoc\/start\.js|redoc\/redoc\.standalone\.js|\*)?$/,
  'whatsapp-simulator': /./,
  tenant: /^GET \/(health\/live|health\/ready|metrics|logos\/\{tenantId\}\/\{id\}|exports\/\{token\})$/,
  conversation: /^GET \/(health\/live|health\/ready|metrics|media\/\{token\})$/,
  commerce: /^GET \/(health\/live|health\/ready|metrics|documents\/\{head\}\/\{body\}|pay\/\{token\})$/,
  '': /^GET \/(health\/live|health\/ready|metrics)$/,
};

/** OWASP API9:2023. */
describe('the inventory', () => {
  let world: World;
  let routes: Set<string>;

  beforeAll(async () => {
    // At this level Nest says which routes it serves.
    world = await World.start({ LOG_LEVEL: 'debug' });
    routes = new Set(await world.routes());
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  /** Every route that any service serves, by the service. */
  const served = (): { service: string; route: string }[] =>
    world.system.logs.split('\n').flatMap((line) => {
      const [, path, method] = /"msg":"Mapped \{(\S+), ([A-Z]+)\} route"/.exec(line) ?? [];
      const [, service = ''] = /"service":"([\w-]+)"/.exec(line) ?? [];
      return path && method ? [{ service, route: `${method} ${path.replace(/:(\w+)(\([^)]*\))?/g, '{$1}')}` }] : [];
    });

  it('knows every API route that a service serves, and every route that it knows is served', () => {
    const api = served().filter(({ route }) => route.includes(' /api/v1'));
    expect(api.length).toBeGreaterThan(70);
    const names = api.map(({ route }) => route.replace(' /api/v1', ' '));
    expect(names.filter((route) => !routes.has(route))).toEqual([]);
    expect([...routes].filter((route) => !names.includes(route))).toEqual([]);
  });

  it('has nothing else beside the API than what is listed', () => {
    const others = served().filter(({ route }) => !route.includes(' /api/v1'));
    expect(others.length).toBeGreaterThan(10);
    const unknown = others.filter(({ service, route }) => {
      const pattern = BESIDE[service] ?? BESIDE['']!;
      return !pattern.test(route.replace(/ \/$/, ' /'));
    });
    expect(unknown).toEqual([]);
  });

  it('says of every operation which service answers, and what credentials it takes', async () => {
    const response = await fetch(`${world.system.url}/api/docs-json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, { tags?: string[]; summary?: string }>> };
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        expect({ path, method, tags: operation.tags?.length ?? 0 }).not.toMatchObject({ tags: 0 });
      }
    }
  });

  it.each([
    ...['v0', 'v1.0', 'v2', 'beta', 'internal', 'private', 'V1'].map((version) => `/api/${version}/tenants`),
    ...[
      'admin',
      'debug',
      'internal',
      'test',
      'health',
      'metrics',
      'docs',
      'docs-json',
      'swagger',
      'graphql',
      'actuator/env',
      'config',
      'env',
    ].map((name) => `/api/v1/${name}`),
    ...['auth', 'auth/token', 'auth/users', 'auth/impersonate', 'ops', 'ops/sql', 'users/me/tokens', 'mails', 'outbox', 'inbox'].map(
      (name) => `/api/v1/${name}`,
    ),
    '/swagger.json',
    '/openapi.json',
    '/api-docs',
    '/api/swagger',
    '/health/env',
    '/webhooks',
    '/webhooks/test',
    '/simulator/messages',
    '/.well-known/security',
  ])('has no %s, even for a superadmin', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const head = `${method} ${path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-length: 0\r\nauthorization: ${world.superadmin.authorization}\r\n\r\n`;
      const answer = parsed(await raw(world.system.url, head));
      // Names without a dot are pages of the dashboard; whatever is not found there, the page itself says.
      const isPage = method === 'GET' && !path.startsWith('/api/') && !path.startsWith('/health') && !path.startsWith('/webhooks');
      if (isPage && answer.status === 200) expect(answer.headers['content-type']).toContain('text/html');
      else {
        expect({ method, path, status: answer.status }).toEqual({ method, path, status: 404 });
        expectProblem(answer);
      }
    }
  });

  it('listens on the loopback interface only, every service, database and broker alike', async () => {
    const ports = JSON.parse(readFileSync(join(world.system.dataDir, 'ports.json'), 'utf8')) as Record<string, number>;
    expect(Object.keys(ports)).toEqual(expect.arrayContaining(['tenant', 'conversation', 'postgres', 'nats']));
    const own = [...Object.values(ports), Number(new URL(world.system.url).port)];
    const listening = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter(([, , , state]) => state === '0A')
        .map(([, local]) => local!.split(':') as [string, string]),
    );
    const found = listening.filter(([, port]) => own.includes(parseInt(port, 16)));
    expect(found.length).toBeGreaterThanOrEqual(own.length);
    // 127.0.0.1 and ::1, in the kernel's byte order.
    expect(found.filter(([address]) => !['0100007F', '00000000000000000000000001000000'].includes(address))).toEqual([]);
  });
});
