import { BODIES } from '../access-bodies.js';
import { ROUTES } from '../access-table.js';
import { expectProblem, parsed, pathOf, raw, World, type Headers } from './world.js';

/** OWASP API5:2023. Who may call which route is walked in access.e2e-spec.ts; here is whether another spelling of it may be called. */
describe('a route that one may not call', () => {
  let world: World;
  let viewer: Headers;
  let routes: string[];

  beforeAll(async () => {
    world = await World.start();
    viewer = world.acme.members.viewer;
    routes = await world.routes();
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  /** As bytes: fetch would tidy the path up. */
  const ask = async (method: string, path: string, headers: Headers = {}, body = '') => {
    const lines = Object.entries({ host: 'here', connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    return parsed(await raw(world.system.url, `${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body}`));
  };

  /** Other spellings of a path that some server somewhere takes for the same. */
  const spellings = (path: string): string[] => {
    const segments = path.split('/');
    const last = segments.at(-1)!;
    const parent = segments.slice(0, -1).join('/');
    return [
      `${path}/`,
      `${path}//`,
      `${path}/.`,
      `${path}/x/..`,
      `${path}%2f`,
      `${path}%20`,
      `${path}%00`,
      `${path};x=1`,
      `${path}.json`,
      `${path}#x`,
      `/${path}`,
      `/.${path}`,
      `/x/..${path}`,
      `${parent}//${last}`,
      `${parent}/./${last}`,
      `${parent}/%2e/${last}`,
      `${parent}%2f${last}`,
      `${parent}\\${last}`,
      `${parent}/${last.toUpperCase()}`,
      `${parent}/%${last.charCodeAt(0).toString(16)}${last.slice(1)}`,
      `${parent}/%25${last.charCodeAt(0).toString(16)}${last.slice(1)}`,
      `/API${path.slice(4)}`,
      `/%61pi${path.slice(4)}`,
      `http://elsewhere${path}`,
      `/health/..${path}`,
      `/webhooks/..${path}`,
      `/api/docs/assets/../../..${path.slice(4)}`,
      `/api/v1/auth/login/../../..${path.slice(4)}`,
      `/api/v1/..%2f..${path}`,
      `/api/v1/..%2f..${path.replaceAll('/', '%2f')}`,
    ];
  };

  it('answers nothing under any other spelling, to nobody and to a viewer, and changes not one row', async () => {
    const before = await world.rowsOf(world.acme.tenant.id);
    const wrong: string[] = [];
    const tried = routes.filter((route) => Array.isArray(ROUTES[route]));
    for (const route of [...tried.filter((_, index) => index % 3 === 0), 'GET /ops/ledger', 'POST /ops/replay', 'POST /tenants']) {
      const [method] = route.split(' ') as [string];
      const body = method === 'POST' || method === 'PUT' ? JSON.stringify(BODIES[route] ?? {}) : '';
      const access = ROUTES[route];
      for (const path of spellings(`/api/v1${pathOf(route, world.acme)}`)) {
        const callers: [string, Headers][] = [['nobody', {}]];
        if (access === 'superadmin' || (Array.isArray(access) && access[0] !== 'viewer')) callers.push(['viewer', viewer]);
        for (const [who, headers] of callers) {
          const answer = await ask(method, path, headers, body);
          if (![400, 401, 403, 404, 405].includes(answer.status)) wrong.push(`${who} ${method} ${path}: ${answer.status}`);
          else expectProblem(answer);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await world.rowsOf(world.acme.tenant.id)).toEqual(before);
  }, 120_000);

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])('is not called by %s', async (header) => {
    const before = await world.rowsOf(world.acme.tenant.id);
    const { tenant, ids, members } = world.acme;
    for (const path of [`/tenants/${tenant.id}`, `/users/${ids.users}`, `/outlets/${ids.outlets}`, `/conversations/${ids.conversations}`]) {
      expect((await ask('GET', `/api/v1${path}`, { ...members.owner, [header]: 'DELETE' })).status).toBe(200);
      expect((await ask('POST', `/api/v1${path}?_method=DELETE`, { ...members.owner, [header]: 'DELETE' }, '{}')).status).toBe(405);
    }
    expect(await world.rowsOf(world.acme.tenant.id)).toEqual(before);
  });

  it('is not called by a header that names another path', async () => {
    for (const header of ['x-original-url', 'x-rewrite-url', 'x-forwarded-path', 'x-forwarded-prefix']) {
      const answer = await ask('GET', '/api/v1/branding/acme-corp', { [header]: '/api/v1/ops/ledger' });
      expect(Object.keys(JSON.parse(answer.body) as object)).toContain('productName');
      expect((await ask('GET', '/api/v1/ops/ledger', { ...viewer, [header]: '/api/v1/branding/acme-corp' })).status).toBe(403);
    }
  });

  it('is refused for HEAD as for GET, and OPTIONS tells methods only', async () => {
    for (const route of routes.filter((each) => each.startsWith('GET '))) {
      const path = `/api/v1${pathOf(route, world.acme)}`;
      const [get, head] = [await ask('GET', path, viewer), await ask('HEAD', path, viewer)];
      expect({ route, status: head.status, body: head.body }).toEqual({ route, status: get.status, body: '' });
      const options = await ask('OPTIONS', path, viewer);
      expect({ route, status: options.status }).toEqual({ route, status: 405 });
      expect(options.headers.allow).toContain('GET');
      expectProblem(options);
    }
  }, 60_000);

  it('does not open when headers of one hop are smuggled into the next', async () => {
    const { tenant } = world.acme;
    const path = `/api/v1/tenants/${tenant.id}`;
    const identity = Buffer.from(JSON.stringify({ kind: 'user', superadmin: true })).toString('base64url');
    const smuggled: Headers[] = [
      { connection: 'close, x-chasqui-identity' },
      { connection: 'close, authorization' },
      { connection: 'close, x-forwarded-for, x-request-id' },
      { 'x-chasqui-identity': `${identity}.${identity}` },
      { 'X-CHASQUI-IDENTITY': `${identity}.${identity}`, connection: 'close, X-Chasqui-Identity' },
      { x_chasqui_identity: `${identity}.${identity}` },
      { te: 'trailers', trailer: 'x-chasqui-identity' },
      { 'x-forwarded-host': 'elsewhere', forwarded: 'for=127.0.0.1;host=elsewhere;proto=https' },
      { upgrade: 'h2c', connection: 'upgrade, http2-settings', 'http2-settings': 'AAMAAABkAAQAAP__' },
    ];
    for (const headers of smuggled) {
      expect({ headers, status: (await ask('GET', path, headers)).status }).toEqual({ headers, status: 401 });
      const answer = await ask('PUT', path, { ...viewer, ...headers }, '{"name":"Smuggled"}');
      expect({ headers, status: answer.status }).toEqual({ headers, status: 403 });
    }
  });

  it.each([
    ['two lengths', 'content-length: 5\r\ncontent-length: 60'],
    ['a length and chunks', 'content-length: 5\r\ntransfer-encoding: chunked'],
    ['chunks by another name', 'transfer-encoding: xchunked'],
    ['chunks behind a space', 'transfer-encoding : chunked'],
    ['chunks twice', 'transfer-encoding: chunked\r\ntransfer-encoding: identity'],
    ['a folded header', 'x-a: b\r\n transfer-encoding: chunked'],
    ['a bare line feed', 'x-a: b\ntransfer-encoding: chunked'],
  ])('is no second request inside one with %s', async (_, headers) => {
    const inner = `0\r\n\r\nGET /api/v1/ops/ledger HTTP/1.1\r\nhost: here\r\n\r\n`;
    const authorization = `authorization: ${viewer.authorization}`;
    const answer = await raw(
      world.system.url,
      `POST /api/v1/conversations HTTP/1.1\r\nhost: here\r\n${authorization}\r\n${headers}\r\n\r\n${inner}`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toHaveLength(1);
    expect(parsed(answer).status).toBe(400);
    expectProblem(parsed(answer));
  });
});
