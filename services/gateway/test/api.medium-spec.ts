import { once } from 'node:events';
import { connect } from 'node:net';
import { IDENTITY_HEADER, identityKey, signIdentity, verifyIdentity, type RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { addTenant, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';
import { startEcho, type Echo } from './echo-service.js';

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
});
