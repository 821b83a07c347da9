import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { request as undici } from 'undici';
import { IDENTITY_HEADER, signIdentity, verifyIdentity } from '#service-kit';
import { eventually } from '#testing';
import { TENANT_A } from './gateway-world.js';
import { type Echo } from './echo-service.js';
import { ApiWorld, problem, secured } from './api-world.js';

describe('the API door', () => {
  const world = new ApiWorld();

  beforeAll(() => world.begin(), 60_000);
  afterAll(() => world.end(), 30_000);

  describe('forwarding', () => {
    it('sends a request to the owning service as it came, vouches for the caller, and gives back the answer', async () => {
      const body = Buffer.from([0, 1, 2, 255]);
      const response = await world.call('/api/v1/conversations/42%2F7/messages?limit=2&q=a%20b', {
        method: 'POST',
        headers: { ...world.member, 'content-type': 'application/octet-stream', 'idempotency-key': 'k' },
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
      expect(verifyIdentity(seen.headers[IDENTITY_HEADER], world.keyOf('conversation'))).toEqual({
        kind: 'user',
        subject: '0198c0de-0000-7000-8000-00000000aaaa',
        superadmin: false,
        tenantId: TENANT_A,
        role: 'agent',
      });
      // Whoever was shown it can show it to nobody else.
      expect(verifyIdentity(seen.headers[IDENTITY_HEADER], world.keyOf('tenant'))).toBeUndefined();
      expect(verifyIdentity(seen.headers[IDENTITY_HEADER], world.infra.env().IDENTITY_KEY!)).toBeUndefined();
    });

    it('never lets an identity in from outside', async () => {
      for (const key of [
        world.keyOf('conversation'),
        world.keyOf('gateway'),
        world.infra.env().IDENTITY_KEY!,
        world.infra.env().INTERNAL_SECRET!,
      ]) {
        const forged = signIdentity({ kind: 'user', subject: 'x', superadmin: true }, key);
        const { seen } = await world.identitySeen({ [IDENTITY_HEADER]: forged });
        expect(seen).toBeUndefined();
        const { identity } = await world.identitySeen({ ...world.member, [IDENTITY_HEADER]: forged });
        expect(identity).toMatchObject({ superadmin: false, tenantId: TENANT_A });
        expect(await problem(await world.call('/api/v1/ops/ledger', { headers: { [IDENTITY_HEADER]: forged } }))).toEqual([
          401,
          'not_signed_in',
        ]);
      }
    });

    it('streams an answer while it is being made', async () => {
      const response = await world.call('/api/v1/stream', { headers: world.member });
      const reader = response.body!.getReader();
      expect(Buffer.from((await reader.read()).value!).toString()).toBe('first');
      world.echo.streams[0]!.end('last');
      expect(Buffer.from((await reader.read()).value!).toString()).toBe('last');
      expect((await reader.read()).done).toBe(true);
    });

    it('compresses answers of a kilobyte and more for those who accept it, and unpacks no request', async () => {
      const ask = (note: string, headers: Record<string, string>) =>
        undici(`${world.gateway.url}/api/v1/conversations/42/messages`, {
          method: 'POST',
          headers: { ...world.member, 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ note }),
        });
      const large = await ask('long '.repeat(400), { 'accept-encoding': 'gzip, deflate, br' });
      expect([large.headers['content-encoding'], large.headers['content-type']]).toEqual(['br', 'application/json']);
      expect(String(large.headers.vary)).toMatch(/accept-encoding/i);
      const bytes = Buffer.from(await large.body.arrayBuffer());
      expect(bytes.length).toBeLessThan(1_500);
      const sent = (JSON.parse(brotliDecompressSync(bytes).toString()) as Echo).body;
      expect(JSON.parse(Buffer.from(sent, 'base64').toString())).toEqual({ note: 'long '.repeat(400) });
      const gzip = await ask('long '.repeat(400), { 'accept-encoding': 'gzip' });
      expect(gzip.headers['content-encoding']).toBe('gzip');
      expect(JSON.parse(gunzipSync(Buffer.from(await gzip.body.arrayBuffer())).toString())).toHaveProperty('body', sent);
      const plain = await ask('long '.repeat(400), {});
      expect([plain.headers['content-encoding'], ((await plain.body.json()) as Echo).body]).toEqual([undefined, sent]);

      const bomb = await undici(`${world.gateway.url}/api/v1/conversations/42/messages`, {
        method: 'POST',
        headers: { ...world.member, 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(100_000)),
      });
      const passedOn = Buffer.from(((await bomb.body.json()) as Echo).body, 'base64');
      expect(passedOn.length).toBeLessThan(1_000);
    });

    it('lets go of a service when the caller leaves', async () => {
      const before = world.echo.closed();
      const caller = new AbortController();
      const leaving = world.call('/api/v1/slow', { headers: world.member, signal: caller.signal });
      setImmediate(() => setTimeout(() => caller.abort(), 50));
      await expect(leaving).rejects.toThrow();
      await eventually(() => expect(world.echo.closed()).toBeGreaterThan(before), { timeoutMs: 2_000 });
    });

    it('tells apart a service that is away, slow, or broke off', async () => {
      const away = await world.call('/api/v1/analytics', { headers: world.member });
      expect(away.headers.get('retry-after')).toBe('1');
      expect(await problem(away)).toEqual([503, 'service_unavailable']);
      expect(await problem(await world.call('/api/v1/slow', { headers: world.member }))).toEqual([504, 'service_timeout']);
      expect(await problem(await world.call('/api/v1/broken', { headers: world.member }))).toEqual([502, 'service_failed']);
    });

    it('knows what it does not know: 404 for a path, 405 with Allow for a method', async () => {
      expect(await problem(await world.call('/api/v1/nothing', { headers: world.member }))).toEqual([404, 'route_not_found']);
      const wrong = await world.call('/api/v1/conversations/42/messages', { method: 'DELETE', headers: world.member });
      expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST');
      expect(await problem(wrong)).toEqual([405, 'method_not_allowed']);
      const own = await world.call('/api/v1/ops/ledger', { method: 'PUT', headers: world.member });
      expect([own.headers.get('allow'), ...(await problem(own))]).toEqual(['GET, HEAD', 405, 'method_not_allowed']);
      expect(await problem(await world.call('/elsewhere'))).toEqual([404, 'not_found']);
    });

    it('takes bodies of 1 MB and no more, announced or not, and of nobody a large one where nobody is known', async () => {
      // The echo of so much takes a busy machine longer than the others' 400 ms.
      const patient = await world.startGateway({ FORWARD_TIMEOUT_MS: '20000' });
      const send = (size: number, path = '/api/v1/conversations/1/messages'): Promise<Response> =>
        fetch(`${patient.url}${path}`, { method: 'POST', headers: world.member, body: Buffer.alloc(size) });
      const chunked = (size: number): Promise<Response> =>
        fetch(`${patient.url}/api/v1/conversations/1/messages`, {
          method: 'POST',
          headers: world.member,
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
      const { port } = new URL(world.gateway.url);
      const chunk = Buffer.alloc(1024 * 1024);
      for (const framing of [`content-length: ${60 * chunk.length}`, 'transfer-encoding: chunked']) {
        const socket = connect(Number(port), '127.0.0.1');
        socket.pause();
        const failures: Error[] = [];
        socket.on('error', (error) => failures.push(error));
        socket.write(
          `POST /api/v1/conversations/1/messages HTTP/1.1\r\nhost: x\r\nauthorization: ${world.member.authorization}\r\n${framing}\r\n\r\n`,
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
      const response = await world.call('/api/v1/conversations/1/messages', {
        method: 'POST',
        headers: world.member,
        body: form(40 * 1024 * 1024),
      });
      const seen = (await response.json()) as Echo;
      expect([response.status, seen.headers['content-type']]).toEqual([201, expect.stringMatching(/^multipart\/form-data; boundary=/)]);
      expect(seen.length).toBeGreaterThan(40 * 1024 * 1024);
      expect(
        await problem(await world.call('/api/v1/early', { method: 'POST', headers: world.member, body: form(30 * 1024 * 1024) })),
      ).toEqual([413, 'too_large']);
      expect(await problem(await world.call('/api/v1/ops/replay', { method: 'POST', headers: world.member, body: form(10) }))).toEqual([
        415,
        'unsupported_media_type',
      ]);
    }, 30_000);

    it('gives out files under their own links, as the service says that they may be shown, and takes no credentials along', async () => {
      for (const method of ['GET', 'HEAD']) {
        const response = await world.call('/media/a-token', { method, headers: { ...world.member, range: 'bytes=0-3' } });
        expect([response.status, response.headers.get('content-range'), response.headers.get('x-frame-options')]).toEqual([
          206,
          'bytes 0-3/4 bytes=0-3',
          'SAMEORIGIN',
        ]);
        expect(await response.text()).toBe(method === 'GET' ? '/media/a-token' : '');
      }
      expect((await world.call('/media/a-token', { method: 'POST', headers: world.member })).status).toBe(404);
      expect((await world.call('/media')).status).toBe(404);
    }, 30_000);

    it('reads 64 KB of whoever shows no credentials, and only what says how long it is', async () => {
      const post = (path: string, headers: Record<string, string>, body: RequestInit['body']): Promise<Response> =>
        world.call(path, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
      const stream = (): ReadableStream => new Blob([new Uint8Array(100)]).stream();
      const stale = await world.bearer({}, { expiresAt: Math.floor(Date.now() / 1000) - 60 });
      for (const headers of [{}, stale]) {
        expect((await post('/api/v1/auth/login', headers, Buffer.alloc(64 * 1024))).status).toBe(201);
        expect(await problem(await post('/api/v1/auth/login', headers, Buffer.alloc(64 * 1024 + 1)))).toEqual([413, 'body_too_large']);
        expect(await problem(await post('/api/v1/auth/login', headers, stream()))).toEqual([411, 'length_required']);
      }
      expect(await problem(await post('/api/v1/conversations/1/messages', {}, Buffer.alloc(64 * 1024 + 1)))).toEqual([
        413,
        'body_too_large',
      ]);
      expect((await post('/api/v1/conversations/1/messages', world.member, stream())).status).toBe(201);
    });

    it('does not start when two services claim one route', async () => {
      const claimed = { '/api/v1/x/{id}': { get: secured } };
      await expect(world.startGateway({}, { tenant: claimed, billing: claimed })).rejects.toThrow(/claimed by billing and by tenant/);
    });
  });
});
