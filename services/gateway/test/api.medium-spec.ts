import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { IDENTITY_HEADER, identityKey, Logger, signIdentity, verifyIdentity, type RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { addTenant, asSuperadmin, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';

const secured = { security: [{ bearer: [] }] };
const DOCUMENTS = {
  tenant: { '/api/v1/auth/login': { post: {} }, '/api/v1/tenants/{id}': { get: secured } },
  conversation: {
    '/api/v1/conversations': { get: secured },
    '/api/v1/conversations/{id}/messages': { get: secured, post: secured },
    '/api/v1/slow': { get: secured },
    '/api/v1/broken': { get: secured },
    '/api/v1/stream': { get: secured },
    '/api/v1/early': { post: secured },
  },
  analytics: { '/api/v1/analytics': { get: secured } },
  gateway: { '/api/v1/ops/ledger': { get: secured } },
};

/** A stand-in for services: answers with what it was asked. */
function startEcho(): Promise<{ server: Server; url: string; streams: ServerResponse[]; closed: () => number }> {
  const streams: ServerResponse[] = [];
  let closed = 0;
  const server = createServer((request: IncomingMessage, response) => {
    const path = request.url!.split('?')[0]!;
    if (path === '/health/ready') return void response.end(JSON.stringify({ status: 'ok', checks: { postgres: 'ok' } }));
    if (path.startsWith('/media/')) {
      const file = {
        'content-type': 'image/png',
        'x-frame-options': 'SAMEORIGIN',
        'content-range': `bytes 0-3/4 ${request.headers.range}`,
      };
      const isAnonymous = !request.headers.authorization && !request.headers[IDENTITY_HEADER];
      return void response.writeHead(isAnonymous ? 206 : 500, file).end(request.method === 'HEAD' ? undefined : path);
    }
    if (path.endsWith('/early'))
      return void response.writeHead(413, { 'content-type': 'application/problem+json' }).end('{"code":"too_large"}');
    if (path.endsWith('/slow')) return void request.on('close', () => closed++);
    if (path.endsWith('/broken')) return void request.socket.destroy();
    if (path.endsWith('/stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('first');
      return void streams.push(response);
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', 'x-own': 'yes', [IDENTITY_HEADER]: 'leak' });
      const body = Buffer.concat(chunks).toString('base64');
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, streams, closed: () => closed }),
    ),
  );
}

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

describe('the API door', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let echo: Awaited<ReturnType<typeof startEcho>>;
  let member: Record<string, string>;
  const env = (): Record<string, string> => ({
    SERVICE_URLS: `tenant=${echo.url},conversation=${echo.url},analytics=http://127.0.0.1:9`,
    FORWARD_TIMEOUT_MS: '400',
    CORS_ORIGINS: 'https://app.example.com',
  });

  const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(gateway.url + path, init);
  const problem = async (response: Response): Promise<[number, string]> => {
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return [response.status, ((await response.json()) as { code: string }).code];
  };
  const keyOf = (service: string): string => identityKey(infra.env().INTERNAL_SECRET!, service);
  const identitySeen = async (headers: Record<string, string>) => {
    const response = await call('/api/v1/conversations', { headers });
    const seen = ((await response.json()) as Echo).headers?.[IDENTITY_HEADER];
    return { status: response.status, identity: verifyIdentity(seen, keyOf('conversation')), seen };
  };
  const bearer = async (...args: Parameters<typeof token> extends [unknown, ...infer Rest] ? Rest : never) => ({
    authorization: `Bearer ${await token(infra, ...args)}`,
  });

  beforeAll(async () => {
    [infra, echo] = await Promise.all([startWorld(), startEcho()]);
    await addTenant(infra, TENANT_A);
    await addTenant(infra, TENANT_B);
    gateway = await startGateway(infra, env(), DOCUMENTS);
    member = await bearer({ tenants: [{ id: TENANT_A, role: 'agent' }] });
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    echo?.server.closeAllConnections();
    echo?.server.close();
    await infra?.stop();
  }, 30_000);

  describe('forwarding', () => {
    it('sends a request to the owning service as it came, vouches for the caller, and gives back the answer', async () => {
      const body = Buffer.from([0, 1, 2, 255]);
      const response = await call('/api/v1/conversations/42%2F7/messages?limit=2&q=a%20b', {
        method: 'POST',
        headers: { ...member, 'content-type': 'application/octet-stream', 'idempotency-key': 'k' },
        body,
      });
      expect([response.status, response.headers.get('x-own'), response.headers.get(IDENTITY_HEADER)]).toEqual([201, 'yes', null]);
      const seen = (await response.json()) as Echo;
      expect(seen).toMatchObject({
        method: 'POST',
        url: '/api/v1/conversations/42%2F7/messages?limit=2&q=a%20b',
        body: body.toString('base64'),
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': '4',
          'idempotency-key': 'k',
          'x-forwarded-for': '127.0.0.1',
        },
      });
      expect(seen.headers['x-request-id']).toBe(response.headers.get('x-request-id'));
      expect(seen.headers).not.toHaveProperty('authorization');
      expect(verifyIdentity(seen.headers[IDENTITY_HEADER], keyOf('conversation'))).toEqual({
        kind: 'user',
        subject: '0198c0de-0000-7000-8000-00000000aaaa',
        superadmin: false,
        tenantId: TENANT_A,
        role: 'agent',
      });
      // Whoever was shown it can show it to nobody else.
      expect(verifyIdentity(seen.headers[IDENTITY_HEADER], keyOf('tenant'))).toBeUndefined();
      expect(verifyIdentity(seen.headers[IDENTITY_HEADER], infra.env().IDENTITY_KEY!)).toBeUndefined();
    });

    it('never lets an identity in from outside', async () => {
      for (const key of [keyOf('conversation'), keyOf('gateway'), infra.env().IDENTITY_KEY!, infra.env().INTERNAL_SECRET!]) {
        const forged = signIdentity({ kind: 'user', subject: 'x', superadmin: true }, key);
        const { seen } = await identitySeen({ [IDENTITY_HEADER]: forged });
        expect(seen).toBeUndefined();
        const { identity } = await identitySeen({ ...member, [IDENTITY_HEADER]: forged });
        expect(identity).toMatchObject({ superadmin: false, tenantId: TENANT_A });
        expect(await problem(await call('/api/v1/ops/ledger', { headers: { [IDENTITY_HEADER]: forged } }))).toEqual([401, 'not_signed_in']);
      }
    });

    it('streams an answer while it is being made', async () => {
      const response = await call('/api/v1/stream', { headers: member });
      const reader = response.body!.getReader();
      expect(Buffer.from((await reader.read()).value!).toString()).toBe('first');
      echo.streams[0]!.end('last');
      expect(Buffer.from((await reader.read()).value!).toString()).toBe('last');
      expect((await reader.read()).done).toBe(true);
    });

    it('lets go of a service when the caller leaves', async () => {
      const before = echo.closed();
      const caller = new AbortController();
      const leaving = call('/api/v1/slow', { headers: member, signal: caller.signal });
      setImmediate(() => setTimeout(() => caller.abort(), 50));
      await expect(leaving).rejects.toThrow();
      await eventually(() => expect(echo.closed()).toBeGreaterThan(before), { timeoutMs: 2_000 });
    });

    it('tells apart a service that is away, slow, or broke off', async () => {
      const away = await call('/api/v1/analytics', { headers: member });
      expect(away.headers.get('retry-after')).toBe('1');
      expect(await problem(away)).toEqual([503, 'service_unavailable']);
      expect(await problem(await call('/api/v1/slow', { headers: member }))).toEqual([504, 'service_timeout']);
      expect(await problem(await call('/api/v1/broken', { headers: member }))).toEqual([502, 'service_failed']);
    });

    it('knows what it does not know: 404 for a path, 405 with Allow for a method', async () => {
      expect(await problem(await call('/api/v1/nothing', { headers: member }))).toEqual([404, 'route_not_found']);
      const wrong = await call('/api/v1/conversations/42/messages', { method: 'DELETE', headers: member });
      expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST');
      expect(await problem(wrong)).toEqual([405, 'method_not_allowed']);
      const own = await call('/api/v1/ops/ledger', { method: 'PUT', headers: member });
      expect([own.headers.get('allow'), ...(await problem(own))]).toEqual(['GET, HEAD', 405, 'method_not_allowed']);
      expect(await problem(await call('/elsewhere'))).toEqual([404, 'not_found']);
    });

    it('takes bodies of 1 MB and no more, announced or not, and of nobody a large one where nobody is known', async () => {
      // The echo of so much takes a busy machine longer than the others' 400 ms.
      const patient = await startGateway(infra, { ...env(), FORWARD_TIMEOUT_MS: '20000' }, DOCUMENTS);
      const send = (size: number, path = '/api/v1/conversations/1/messages'): Promise<Response> =>
        fetch(`${patient.url}${path}`, { method: 'POST', headers: member, body: Buffer.alloc(size) });
      const chunked = (size: number): Promise<Response> =>
        fetch(`${patient.url}/api/v1/conversations/1/messages`, {
          method: 'POST',
          headers: member,
          body: new Blob([new Uint8Array(size)]).stream(),
          duplex: 'half',
        } as RequestInit);
      for (const way of [send, chunked]) {
        const taken = await way(1024 * 1024);
        expect(taken.status).toBe(201);
        await taken.arrayBuffer();
        expect(await problem(await way(1024 * 1024 + 1))).toEqual([413, 'body_too_large']);
      }
      expect(await problem(await send(64 * 1024, '/elsewhere'))).toEqual([415, 'unsupported_media_type']);
      expect(await problem(await send(64 * 1024 + 1, '/elsewhere'))).toEqual([413, 'body_too_large']);
      await patient.close();
    }, 30_000);

    it('says that a body is too large also to a caller who sends all of it before reading', async () => {
      const { port } = new URL(gateway.url);
      const chunk = Buffer.alloc(1024 * 1024);
      for (const framing of [`content-length: ${60 * chunk.length}`, 'transfer-encoding: chunked']) {
        const socket = connect(Number(port), '127.0.0.1');
        socket.pause();
        const failures: Error[] = [];
        socket.on('error', (error) => failures.push(error));
        socket.write(
          `POST /api/v1/conversations/1/messages HTTP/1.1\r\nhost: x\r\nauthorization: ${member.authorization}\r\n${framing}\r\n\r\n`,
        );
        for (let sent = 0; sent < 60; sent++) {
          if (framing.startsWith('transfer')) socket.write(`${chunk.length.toString(16)}\r\n`);
          socket.write(chunk);
          const isTaken = framing.startsWith('transfer') ? socket.write('\r\n') : !socket.writableNeedDrain;
          if (!isTaken) await once(socket, 'drain');
        }
        const answer = once(socket, 'data');
        socket.resume();
        expect(String((await answer)[0])).toMatch(/^HTTP\/1.1 413 [^]*"code":"body_too_large"/);
        expect(failures).toEqual([]);
        socket.destroy();
      }
    }, 30_000);

    it('lets forms through as they come, larger ones too, and an answer that comes before their end', async () => {
      const form = (size: number): FormData => {
        const made = new FormData();
        made.set('file', new Blob([new Uint8Array(size)]), 'a.bin');
        return made;
      };
      const response = await call('/api/v1/conversations/1/messages', { method: 'POST', headers: member, body: form(40 * 1024 * 1024) });
      const seen = (await response.json()) as Echo;
      expect([response.status, seen.headers['content-type']]).toEqual([201, expect.stringMatching(/^multipart\/form-data; boundary=/)]);
      expect(Buffer.from(seen.body, 'base64').length).toBeGreaterThan(40 * 1024 * 1024);
      expect(await problem(await call('/api/v1/early', { method: 'POST', headers: member, body: form(30 * 1024 * 1024) }))).toEqual([
        413,
        'too_large',
      ]);
      expect(await problem(await call('/api/v1/ops/replay', { method: 'POST', headers: member, body: form(10) }))).toEqual([
        415,
        'unsupported_media_type',
      ]);
    }, 30_000);

    it('gives out files under their own links, as the service says that they may be shown, and takes no credentials along', async () => {
      for (const method of ['GET', 'HEAD']) {
        const response = await call('/media/a-token', { method, headers: { ...member, range: 'bytes=0-3' } });
        expect([response.status, response.headers.get('content-range'), response.headers.get('x-frame-options')]).toEqual([
          206,
          'bytes 0-3/4 bytes=0-3',
          'SAMEORIGIN',
        ]);
        expect(await response.text()).toBe(method === 'GET' ? '/media/a-token' : '');
      }
      expect((await call('/media/a-token', { method: 'POST', headers: member })).status).toBe(404);
      expect((await call('/media')).status).toBe(404);
    }, 30_000);

    it('reads 64 KB of whoever shows no credentials, and only what says how long it is', async () => {
      const post = (path: string, headers: Record<string, string>, body: RequestInit['body']): Promise<Response> =>
        call(path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
      const stream = (): ReadableStream => new Blob([new Uint8Array(100)]).stream();
      const stale = await bearer({}, { expiresAt: Math.floor(Date.now() / 1000) - 60 });
      for (const headers of [{}, stale]) {
        expect((await post('/api/v1/auth/login', headers, Buffer.alloc(64 * 1024))).status).toBe(201);
        expect(await problem(await post('/api/v1/auth/login', headers, Buffer.alloc(64 * 1024 + 1)))).toEqual([413, 'body_too_large']);
        expect(await problem(await post('/api/v1/auth/login', headers, stream()))).toEqual([411, 'length_required']);
      }
      expect(await problem(await post('/api/v1/conversations/1/messages', {}, Buffer.alloc(64 * 1024 + 1)))).toEqual([
        413,
        'body_too_large',
      ]);
      expect((await post('/api/v1/conversations/1/messages', member, stream())).status).toBe(201);
    });

    it('does not start when two services claim one route', async () => {
      const claimed = { '/api/v1/x/{id}': { get: secured } };
      await expect(startGateway(infra, env(), { tenant: claimed, billing: claimed })).rejects.toThrow(/claimed by billing and by tenant/);
    });
  });

  describe('access tokens', () => {
    it.each([
      ['signed by somebody else', { secret: 'another-secret-another-secret-another' }],
      ['expired', { expiresAt: Math.floor(Date.now() / 1000) - 60 }],
      ['of another issuer', { issuer: 'elsewhere' }],
      ['of another algorithm', { alg: 'HS512' }],
    ])('%s are refused with 401', async (_, options) => {
      const response = await call('/api/v1/conversations', { headers: await bearer({ superadmin: true }, options) });
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await problem(response)).toEqual([401, 'invalid_credentials']);
    });

    it.each(['Bearer', 'Bearer a.b.c', 'Basic dXNlcjpwYXNz', `Bearer ${'x'.repeat(2_000)}`])(
      '"%s" is refused with 401',
      async (authorization) => {
        expect(await problem(await call('/api/v1/conversations', { headers: { authorization } }))).toEqual([401, 'invalid_credentials']);
      },
    );

    it('name the tenant among several, and no other', async () => {
      const both = await bearer({
        tenants: [
          { id: TENANT_A, role: 'viewer' },
          { id: TENANT_B, role: 'admin' },
        ],
      });
      expect((await identitySeen({ ...both, 'x-tenant-id': TENANT_B })).identity).toMatchObject({ tenantId: TENANT_B, role: 'admin' });
      expect((await identitySeen(both)).identity).not.toHaveProperty('tenantId');
      const stranger = { ...member, 'x-tenant-id': TENANT_B };
      expect(await problem(await call('/api/v1/conversations', { headers: stranger }))).toEqual([403, 'tenant_forbidden']);
      const malformed = { ...member, 'x-tenant-id': 'acme' };
      expect(await problem(await call('/api/v1/conversations', { headers: malformed }))).toEqual([400, 'invalid_tenant_id']);
    });

    it('of a superadmin open any tenant', async () => {
      const headers = { ...(await asSuperadmin(infra)), 'x-tenant-id': TENANT_B };
      expect((await identitySeen(headers)).identity).toMatchObject({ superadmin: true, tenantId: TENANT_B, role: 'owner' });
    });

    it('that are stale do not stand in the way of a public route', async () => {
      const stale = await bearer({}, { expiresAt: Math.floor(Date.now() / 1000) - 60 });
      const response = await call('/api/v1/auth/login', { method: 'POST', headers: stale });
      expect(response.status).toBe(201);
      expect(((await response.json()) as Echo).headers).not.toHaveProperty(IDENTITY_HEADER);
    });
  });

  describe('API keys', () => {
    const key = (name: string): string => `ck_live_${name}`;
    const add = (name: string, columns: { expiresAt?: string; revokedAt?: string } = {}): Promise<unknown> =>
      infra.owner.query(
        `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes, expires_at, revoked_at)
         values ($1, uuidv7(), $2, 'ck_live_', $3, '{messages:send}', $4, $5)`,
        [TENANT_A, name, createHash('sha256').update(key(name)).digest('hex'), columns.expiresAt ?? null, columns.revokedAt ?? null],
      );

    it('stand for their tenant with their scopes', async () => {
      await add('good');
      expect((await identitySeen({ 'x-api-key': key('good') })).identity).toMatchObject({
        kind: 'api-key',
        superadmin: false,
        tenantId: TENANT_A,
        scopes: ['messages:send'],
      });
      const elsewhere = { 'x-api-key': key('good'), 'x-tenant-id': TENANT_B };
      expect(await problem(await call('/api/v1/conversations', { headers: elsewhere }))).toEqual([403, 'tenant_forbidden']);
    });

    it('unknown, expired or revoked are refused', async () => {
      await add('expired', { expiresAt: '2026-01-01T00:00:00Z' });
      await add('revoked', { revokedAt: '2026-01-01T00:00:00Z' });
      for (const name of ['unknown', 'expired', 'revoked']) {
        const response = await call('/api/v1/conversations', { headers: { 'x-api-key': key(name) } });
        expect(await problem(response)).toEqual([401, 'invalid_credentials']);
      }
    });
  });

  it('logs no token of an invitation, whatever becomes of the request', async () => {
    const written: string[] = [];
    const write = fs.write;
    // Standard error, where the logger writes.
    fs.write = ((descriptor: number, data: unknown, ...rest: unknown[]) => {
      if (descriptor === 2) written.push(String(data));
      return (write as (...args: unknown[]) => void)(descriptor, data, ...rest);
    }) as typeof fs.write;
    const invitation = { '/api/v1/auth/invitations/{token}': { get: {} } };
    const open = async (services: string): Promise<number> => {
      const talkative = await startGateway(infra, { ...env(), SERVICE_URLS: services, LOG_LEVEL: 'trace' }, { tenant: invitation });
      const { status } = await fetch(`${talkative.url}/api/v1/auth/invitations/inv_Secret123?token=inv_Secret456`);
      talkative.app.get(Logger).error('failed', new Error(`GET ${talkative.url}/api/v1/auth/invitations/inv_Secret123`));
      await talkative.close();
      return status;
    };
    try {
      expect([await open(`tenant=${echo.url}`), await open('tenant=http://127.0.0.1:9')]).toEqual([201, 503]);
      await eventually(() => expect(written.join('').split('invitations/[redacted]').length).toBeGreaterThanOrEqual(3));
    } finally {
      fs.write = write;
    }
    expect(written.join('')).toContain('a request could not be forwarded');
    expect(written.join('')).not.toContain('inv_Secret');
  }, 60_000);

  describe('browsers', () => {
    it('get security headers on every answer', async () => {
      for (const path of ['/api/docs', '/api/v1/conversations', '/nowhere', '/health']) {
        const { headers } = await call(path);
        expect([headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('referrer-policy')]).toEqual([
          'nosniff',
          'DENY',
          'no-referrer',
        ]);
        expect(headers.get('strict-transport-security')).toBeNull();
      }
    });

    it('may call from the origins that are listed', async () => {
      const preflight = (origin: string): Promise<Response> =>
        call('/api/v1/conversations', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
      const allowed = await preflight('https://app.example.com');
      expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example.com']);
      expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
      const actual = await call('/api/v1/conversations', { headers: { ...member, origin: 'https://app.example.com' } });
      expect(actual.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    });
  });

  describe('about itself', () => {
    it('describes the whole API, as a document and as pages that need nothing from elsewhere', async () => {
      const document = (await (await call('/api/docs-json')).json()) as { openapi: string; paths: object };
      expect(document.openapi).toBe('3.1.0');
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining(['/api/v1/conversations', '/api/v1/ops/ledger', '/api/v1/auth/login']),
      );
      for (const path of ['/api/docs', '/redoc']) {
        const page = await (await call(path)).text();
        expect(page).not.toMatch(/https?:\/\//);
        for (const [, asset] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
          const response = await call(asset!);
          expect([asset, response.status]).toEqual([asset, 200]);
          const text = await response.text();
          expect(text.length).toBeGreaterThan(50);
          expect(text).not.toContain('cdn.redoc.ly');
        }
      }
      expect((await call('/api/docs/assets/package.json')).status).toBe(404);
      const home = await call('/', { redirect: 'manual' });
      expect([home.status, home.headers.get('location')]).toEqual([302, '/api/docs']);
    });

    it('is healthy when every service is, and says which is not', async () => {
      const response = await call('/health');
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        status: 'unavailable',
        services: {
          gateway: { status: 'ok' },
          tenant: { status: 'ok', checks: { postgres: 'ok' } },
          analytics: { status: 'unavailable', reason: 'refused' },
        },
      });
      const well = await startGateway(infra, { ...env(), SERVICE_URLS: `tenant=${echo.url}` }, DOCUMENTS);
      await eventually(async () => {
        const healthy = await fetch(`${well.url}/health`);
        expect([healthy.status, ((await healthy.json()) as { status: string }).status]).toEqual([200, 'ok']);
      });
      await well.close();
    });

    it('counts in /metrics', async () => {
      expect(await (await call('/metrics')).text()).toContain('chasqui_webhooks_journaled_total{service="gateway"}');
    });

    it('answers a request target that is no path', async () => {
      const { port } = new URL(gateway.url);
      const status = await new Promise((resolve, reject) => {
        const request = httpRequest({ host: '127.0.0.1', port, path: '//', method: 'GET' }, (response) => resolve(response.statusCode));
        request.on('error', reject);
        request.end();
      });
      expect(status).toBe(404);
    });
  });
});
