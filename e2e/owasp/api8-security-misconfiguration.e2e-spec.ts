import { BODIES } from '../access-bodies.js';
import { expectProblem, parsed, pathOf, raw, World, type Headers } from './world.js';

/** OWASP API8:2023. */
describe('the way it is set up', () => {
  let world: World;
  const ORIGIN = 'https://app.example.com';

  beforeAll(async () => {
    world = await World.start({ CORS_ORIGINS: ORIGIN });
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  const send = async (method: string, path: string, headers: Headers = {}, body?: string) => {
    const response = await fetch(world.system.url + path, { method, headers, body, redirect: 'manual' });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
  const expectSafe = (what: string, { headers }: { headers: Record<string, string> }): void => {
    expect({
      what,
      type: headers['x-content-type-options'],
      frame: headers['x-frame-options'],
      referrer: headers['referrer-policy'],
      server: headers.server,
      by: headers['x-powered-by'],
      cookie: headers['set-cookie'],
    }).toEqual({ what, type: 'nosniff', frame: 'DENY', referrer: 'no-referrer' });
  };
  const expectNoInsides = (what: string, body: string): void => {
    const inside =
      /\bat \S+ \(|node_modules|\.(ts|js):\d+|\/home\/|\/work\/|dist\/|FST_ERR|ECONN|QueryFailed|syntax error at|relation "|postgres(ql)?:\/\/|SELECT .* FROM/i;
    expect({ what, shown: inside.exec(body)?.[0] }).toEqual({ what, shown: undefined });
  };

  it('puts security headers on every kind of answer, names no server and sets no cookie', async () => {
    const { owner } = world.acme.members;
    const json = { 'content-type': 'application/json' };
    const login = JSON.stringify({ email: world.acme.tenant.users[0]!.email, password: world.acme.tenant.users[0]!.password });
    const answers: [string, Awaited<ReturnType<typeof send>>][] = [
      ['a page', await send('GET', '/sign-in')],
      ['the home page', await send('GET', '/')],
      ['the documentation', await send('GET', '/api/docs')],
      ['an asset', await send('GET', '/api/docs/assets/swagger-ui.css')],
      ['the document', await send('GET', '/api/docs-json')],
      ['health', await send('GET', '/health')],
      ['metrics', await send('GET', '/metrics')],
      ['a list', await send('GET', '/api/v1/conversations', owner)],
      ['own routes', await send('GET', '/api/v1/ops/ledger', world.superadmin)],
      ['a sign-in', await send('POST', '/api/v1/auth/login', json, login)],
      ['a preflight', await send('OPTIONS', '/api/v1/conversations', { origin: ORIGIN, 'access-control-request-method': 'POST' })],
      ['nothing', await send('GET', '/api/v1/nothing')],
      ['nobody', await send('GET', '/api/v1/conversations')],
      ['a wrong method', await send('DELETE', '/api/v1/conversations', owner)],
      ['a webhook that is verified wrongly', await send('GET', '/webhooks/whatsapp')],
      ['a webhook without signature', await send('POST', '/webhooks/whatsapp', json, '{}')],
      ['an unknown webhook', await send('POST', '/webhooks/elsewhere', json, '{}')],
      ['a broken address', parsed(await raw(world.system.url, 'GET /%zz HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n'))],
      ['an id without end', await send('GET', `/api/v1/conversations/${'a'.repeat(300)}`, owner)],
      ['no HTTP', parsed(await raw(world.system.url, 'hello\r\n\r\n'))],
    ];
    for (const [what, answer] of answers) {
      expectSafe(what, answer);
      if (answer.headers['content-type']?.startsWith('text/html')) {
        expect(answer.headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
      }
    }
  });

  it('lets no cache keep what the API answers', async () => {
    const json = { 'content-type': 'application/json' };
    const user = world.acme.tenant.users[0]!;
    const login = await send('POST', '/api/v1/auth/login', json, JSON.stringify({ email: user.email, password: user.password }));
    expect(login.headers['cache-control']).toBe('no-store');
    for (const path of ['/conversations', '/users', '/tenants', '/auth/me']) {
      expect((await send('GET', `/api/v1${path}`, world.acme.members.owner)).headers['cache-control']).toContain('no-store');
    }
  });

  it('lets browsers of listed origins call, and no other: no wildcard, no credentials, no null', async () => {
    const preflight = (origin: string) =>
      send('OPTIONS', '/api/v1/conversations', {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-evil',
      });
    const listed = await preflight(ORIGIN);
    expect(listed.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(listed.headers.vary).toContain('Origin');
    for (const { headers } of [listed, await send('GET', '/api/v1/conversations', { ...world.acme.members.owner, origin: ORIGIN })]) {
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['access-control-allow-headers'] ?? '').not.toMatch(/\*|x-evil|x-chasqui/);
    }
    const others = [
      'null',
      'https://evil.example',
      `${ORIGIN}.evil.example`,
      'https://evilapp.example.com',
      'http://app.example.com',
      `${ORIGIN}:8443`,
      'https://app.example.com@evil.example',
      '*',
    ];
    for (const origin of others) {
      for (const answer of [
        await preflight(origin),
        await send('GET', '/health', { origin }),
        await send('GET', '/api/docs-json', { origin }),
      ]) {
        expect({ origin, allowed: answer.headers['access-control-allow-origin'] }).toEqual({ origin, allowed: undefined });
      }
    }
  });

  it.each([
    ['JSON that ends early', 'application/json', '{"name":'],
    ['no JSON', 'application/json', 'hello'],
    ['nothing', 'application/json', ''],
    ['XML', 'application/xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a form', 'application/x-www-form-urlencoded', 'name=x'],
    ['text', 'text/plain', '{"name":"x"}'],
    ['an unreadable type', ';;;', '{"name":"x"}'],
    ['an unknown charset', 'application/json; charset=utf-7', '{"name":1}'],
    ['bytes that are no UTF-8', 'application/json', '{"name":"\xff\xfe"}'],
    ['broken multipart', 'multipart/form-data; boundary=x', '--x\r\nnonsense'],
    ['multipart without boundary', 'multipart/form-data', 'nonsense'],
    ['the wrong shape', 'application/json', '{"name":{"a":[1]},"email":[],"query":1}'],
  ])(
    'answers %s with problem details at every route, and shows no insides',
    async (_, type, body) => {
      const writing = (await world.routes()).filter((route) => /^(POST|PUT) /.test(route));
      for (const route of writing) {
        const [method] = route.split(' ') as [string];
        // What takes no body, or none that has to be there, may do its work; it is somebody else's test.
        if (!BODIES[route] && !/auth|ops|messages$/.test(route)) continue;
        const headers = { ...(route.includes('/ops/') ? world.superadmin : world.acme.members.owner), 'content-type': type };
        const answer = await send(method, `/api/v1${pathOf(route, world.acme)}`, headers, body);
        if (answer.status < 400) continue;
        expect({ route, status: answer.status, server: answer.status >= 500 }).toEqual({ route, status: answer.status, server: false });
        expect({ route, type: answer.headers['content-type'] }).toEqual({
          route,
          type: expect.stringContaining('application/problem+json'),
        });
        expectProblem(answer);
        expectNoInsides(route, answer.body);
        expectSafe(route, answer);
      }
    },
    30_000,
  );

  it('answers every odd request with problem details', async () => {
    const { owner } = world.acme.members;
    const odd: [string, Awaited<ReturnType<typeof send>>][] = [];
    for (const path of [
      '/nothing.txt',
      '/api',
      '/api/',
      '/api/v1',
      '/api/v1/',
      '/api/v2/tenants',
      '/.env',
      '/.git/config',
      '/health/nothing',
      '/webhooks/',
    ]) {
      odd.push([path, await send('GET', path, owner)]);
    }
    for (const id of [
      '1',
      'null',
      "1'%20or%20'1'='1",
      '%00',
      '%F0%9F',
      '..%2f..%2fhealth',
      '{id}',
      '-1',
      'a'.repeat(300),
      '😀',
      '${7*7}',
      '%0d%0aset-cookie:a=b',
    ]) {
      for (const resource of ['conversations', 'messages', 'outlets', 'users', 'tenants', 'documents', 'knowledge-bases']) {
        odd.push([`${resource} ${id}`, await send('GET', `/api/v1/${resource}/${id}`, owner)]);
      }
    }
    for (const path of ['/', '/health', '/metrics', '/api/docs', '/api/docs-json']) {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) odd.push([`${method} ${path}`, await send(method, path)]);
    }
    for (const [what, answer] of odd) {
      expect({ what, status: answer.status, refused: answer.status >= 400 && answer.status < 500 }).toMatchObject({ what, refused: true });
      expectProblem(answer);
      expectNoInsides(what, answer.body);
      expectSafe(what, answer);
    }
  }, 30_000);

  it('gives nothing back for TRACE, CONNECT and methods of others', async () => {
    for (const method of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND', 'DEBUG', 'PURGE', 'MKCOL', 'SEARCH']) {
      const answer = await raw(
        world.system.url,
        `${method} /api/v1/tenants HTTP/1.1\r\nhost: here\r\nx-mine: echo-of-mine\r\nconnection: close\r\n\r\n`,
      );
      expect(answer).not.toContain('echo-of-mine');
      if (answer === '') continue;
      expect([400, 404, 405]).toContain(parsed(answer).status);
      expectProblem(parsed(answer));
    }
  });

  it('shows no insides where something is away', async () => {
    const health = await send('GET', '/health');
    expectNoInsides('/health', health.body);
    expect(health.body).not.toMatch(/127\.0\.0\.1|localhost/);
  });
});
