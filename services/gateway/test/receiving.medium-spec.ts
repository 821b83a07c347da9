import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { addTenant, postSigned, startGateway, startWorld, TENANT_A, token } from './gateway-world.js';

const MB = 1024 * 1024;
const secured = { security: [{ bearer: [] }] };
/** Larger than what kernels keep of an answer that nobody reads. */
const LONG = { get: { description: 'x'.repeat(3 * MB) } };
const DOCUMENTS = {
  tenant: { '/api/v1/long': LONG, '/api/v1/auth/login': { post: {} } },
  conversation: { '/api/v1/messages': { get: secured, post: secured }, '/api/v1/media': { post: secured } },
};
/** A second between two looks, and a busy machine. */
const SOON = { timeoutMs: 15_000 };

describe('what is being received', () => {
  let infra: Infrastructure;
  let service: Server;
  let serviceUrl: string;
  let authorization: string;
  /** What a service does with a request, beside answering it. */
  let serve: (request: IncomingMessage, response: ServerResponse) => void;
  const gateways: RunningService[] = [];
  const sockets: Socket[] = [];

  beforeAll(async () => {
    infra = await startWorld();
    await addTenant(infra, TENANT_A);
    service = createServer((request, response) => serve(request, response));
    await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
    serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    authorization = `Bearer ${await token(infra, { tenants: [{ id: TENANT_A, role: 'owner' }] })}`;
  }, 60_000);
  beforeEach(() => {
    serve = (request, response) => void request.resume().on('end', () => response.end('{}'));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  });
  afterAll(async () => {
    service?.closeAllConnections();
    service?.close();
    await infra?.stop();
  }, 30_000);

  async function start(env: Record<string, string> = {}): Promise<RunningService> {
    const gateway = await startGateway(infra, { SERVICE_URLS: `tenant=${serviceUrl},conversation=${serviceUrl}`, ...env }, DOCUMENTS);
    gateways.push(gateway);
    return gateway;
  }
  /** @param from an address of this machine's own: 127.0.0.0/8 is all of it */
  function open(gateway: RunningService, text: string | Buffer, from = '127.0.0.1'): Socket & { heard: string } {
    const socket = Object.assign(connect({ port: gateway.port, host: '127.0.0.1', localAddress: from }), { heard: '' });
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (socket.heard += chunk.toString()));
    socket.write(text);
    return socket;
  }
  const head = (path: string, headers: Record<string, string | number>): string =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`;
  const webhook = (bytes: number): string => head('/webhooks/whatsapp', { 'x-hub-signature-256': 'sha256=x', 'content-length': bytes });
  const json = (bytes: number): string =>
    head('/api/v1/messages', { authorization, 'content-type': 'application/json', 'content-length': bytes });
  const chunked = (): string =>
    head('/api/v1/messages', { authorization, 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
  const post = async (gateway: RunningService, bytes: number) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${gateway.url}/api/v1/messages`, { method: 'POST', headers, body: Buffer.alloc(bytes, ' ') });
    return {
      status: response.status,
      after: response.headers.get('retry-after'),
      code: ((await response.json()) as { code?: string }).code,
    };
  };
  const cut = (socket: Socket & { heard: string }): Promise<void> =>
    eventually(() => expect([socket.heard.slice(0, 12), socket.destroyed || socket.readableEnded]).toEqual(['HTTP/1.1 408', true]), SOON);

  it('is one budget for all routes: beyond it 503 and when to come again, for small bodies too when they are many', async () => {
    const gateway = await start({ RECEIVE_BYTES: String(16 * MB), WEBHOOK_TIMEOUT_MS: '600000', BODY_TIMEOUT_MS: '600000' });
    // Of two addresses: no one has more than its part. Webhooks, JSON that is announced, and JSON that says nothing of its length.
    for (const from of ['127.0.0.2', '127.0.0.3']) {
      open(gateway, webhook(3 * MB), from);
      for (const text of [json(MB), chunked(), chunked()]) open(gateway, text, from);
    }
    await eventually(async () => expect(await post(gateway, MB)).toEqual({ status: 503, after: '1', code: 'too_much_at_once' }));
    expect((await postSigned(gateway, Buffer.alloc(MB))).status).toBe(503);
    // What nearly everybody sends is smaller, and has room of its own.
    expect(await post(gateway, 64 * 1024)).toMatchObject({ status: 200 });
    expect((await postSigned(gateway, 'x')).status).toBe(200);
    expect((await fetch(`${gateway.url}/api/v1/messages`, { headers: { authorization } })).status).toBe(200);
    const small = Array.from({ length: 128 }, (_, n) => open(gateway, json(64 * 1024), `127.0.0.${4 + (n % 3)}`));
    await eventually(async () => expect(await post(gateway, 64 * 1024)).toMatchObject({ status: 503, code: 'too_much_at_once' }));
    small.forEach((socket) => socket.destroy());
    await eventually(async () => expect(await post(gateway, 64 * 1024)).toMatchObject({ status: 200 }));
  });

  it('is nobody’s alone: whoever withholds leaves half to others', async () => {
    const gateway = await start({ RECEIVE_BYTES: String(32 * MB), WEBHOOK_TIMEOUT_MS: '600000' });
    const greedy = Array.from({ length: 12 }, () => open(gateway, webhook(4 * MB), '127.0.0.2'));
    await eventually(() => expect(greedy.filter(({ heard }) => heard.startsWith('HTTP/1.1 503'))).toHaveLength(9));
    expect((await postSigned(gateway, Buffer.alloc(4 * MB, ' '))).status).toBe(200);
    expect(await post(gateway, MB)).toMatchObject({ status: 200 });
  });

  it('has to be here in time, or its sender hears 408, is cut, and the room is there again', async () => {
    const gateway = await start({ RECEIVE_BYTES: String(16 * MB), WEBHOOK_TIMEOUT_MS: '1500', BODY_TIMEOUT_MS: '1500' });
    const late = [open(gateway, webhook(4 * MB) + 'x'), open(gateway, json(MB) + '{'), open(gateway, `${chunked()}1\r\n{\r\n`)];
    for (const socket of late) await cut(socket);
    await eventually(async () => expect((await postSigned(gateway, Buffer.alloc(4 * MB, ' '))).status).toBe(200));
    expect(await post(gateway, MB)).toMatchObject({ status: 200 });
  }, 60_000);

  it('of a file has to go on, unless it is the service that does not take it', async () => {
    const gateway = await start();
    const form = (length: number): string =>
      head('/api/v1/media', { authorization, 'content-type': 'multipart/form-data; boundary=b', 'content-length': length });
    let taken = 0;
    let held: IncomingMessage | undefined;
    serve = (request, response) => {
      request.on('end', () => response.end('{}'));
      if (held) return void request.on('data', (chunk: Buffer) => (taken += chunk.length));
      held = request;
      request.once('data', () => request.pause());
    };
    const waiting = open(gateway, Buffer.concat([Buffer.from(form(8 * MB)), Buffer.alloc(8 * MB)]));
    await eventually(() => expect(held?.isPaused()).toBe(true));
    const silent = open(gateway, form(MB) + 'x'.repeat(1_000));
    await cut(silent);
    expect(taken).toBe(1_000);
    expect([waiting.heard, waiting.destroyed]).toEqual(['', false]);
    held!.resume();
    await eventually(() => expect(waiting.heard).toMatch(/^HTTP\/1.1 200 /));
  }, 60_000);

  it('does not keep calls from being answered, however many files are under way', async () => {
    const gateway = await start();
    let uploads = 0;
    serve = (request, response) => {
      if (request.url === '/api/v1/media') uploads++;
      else request.resume().on('end', () => response.end('{}'));
    };
    for (let n = 0; n < 90; n++) {
      const headers = { authorization, 'content-type': 'multipart/form-data; boundary=b', 'content-length': MB };
      open(gateway, head('/api/v1/media', headers) + 'x'.repeat(1_000), `127.0.0.${2 + (n % 3)}`);
    }
    await eventually(() => expect(uploads).toBe(64));
    expect(await post(gateway, 10)).toMatchObject({ status: 200 });
  });

  it('over long polling has the same bounds', async () => {
    const gateway = await start({ BODY_TIMEOUT_MS: '500' });
    const opened = await fetch(`${gateway.url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
    const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const large = open(gateway, head(path, { 'content-length': 200_000 }));
    await eventually(() => expect(large.heard).toMatch(/^HTTP\/1.1 413 /));
    await cut(open(gateway, head(path, { 'content-length': 1_000 }) + '4'));
  }, 30_000);

  it('is left with its sender where it was refused, and the answer is heard', async () => {
    const gateway = await start();
    const announced = head('/webhooks/whatsapp', { 'content-length': 4 * MB });
    const refused = Array.from({ length: 40 }, () => open(gateway, Buffer.concat([Buffer.from(announced), Buffer.alloc(2 * MB)])));
    for (const socket of refused)
      await eventually(() => expect(socket.heard).toMatch(/^HTTP\/1.1 401 [^]*"code":"invalid_signature"/), SOON);
    // A few are read over to their end, which does not come; the others have a second.
    await eventually(() => expect(refused.filter((socket) => socket.destroyed || socket.readableEnded)).toHaveLength(24), SOON);
  }, 60_000);

  describe('connections', () => {
    const idle = async (gateway: RunningService, from: string): Promise<'open' | 'closed'> => {
      const socket = open(gateway, 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n', from);
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      return socket.heard === '' ? 'closed' : 'open';
    };

    it('of one address are so many, and in all so many', async () => {
      const gateway = await start({ CONNECTIONS_PER_ADDRESS: '3', CONNECTIONS: '5' });
      for (const expected of ['open', 'open', 'open', 'closed']) expect(await idle(gateway, '127.0.0.2')).toBe(expected);
      for (const expected of ['open', 'open', 'closed']) expect(await idle(gateway, '127.0.0.3')).toBe(expected);
      sockets[0]!.destroy();
      await eventually(async () => expect(await idle(gateway, '127.0.0.4')).toBe('open'));
    });

    it('behind a proxy of our own it is the requests of an address that are counted, an IPv6 network as one', async () => {
      const gateway = await start({ CONNECTIONS_PER_ADDRESS: '3', TRUSTED_PROXY_HOPS: '1' });
      const held: (() => void)[] = [];
      serve = (_request, response) => void held.push(() => response.end('{}'));
      const ask = (address: string) => fetch(`${gateway.url}/api/v1/messages`, { headers: { authorization, 'x-forwarded-for': address } });
      const asked = ['2001:db8::1', '2001:db8::2', '2001:db8::3:4'].map(ask);
      await eventually(() => expect(held).toHaveLength(3));
      const refused = await ask('2001:db8:0:0:9::9');
      expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code]).toEqual([
        429,
        '1',
        'too_many_connections',
      ]);
      const other = ask('2001:db8:0:1::1');
      await eventually(() => expect(held).toHaveLength(4));
      held.forEach((answer) => answer());
      expect((await Promise.all([...asked, other])).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      held.length = 0;
      const again = ask('2001:db8::1');
      await eventually(() => expect(held).toHaveLength(1));
      held[0]!();
      expect((await again).status).toBe(200);
    });

    it('that ask ahead of sixteen answers are cut', async () => {
      const gateway = await start();
      const ahead = (count: number) => open(gateway, 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(count));
      const polite = ahead(16);
      await eventually(() => expect(polite.heard.match(/HTTP\/1.1 200/g)).toHaveLength(16));
      const greedy = ahead(200);
      await eventually(() => expect(greedy.destroyed).toBe(true));
      expect((greedy.heard.match(/HTTP\/1.1 200/g) ?? []).length).toBeLessThan(17);
    });

    it('whose callers do not read are cut when too much waits for them, and no others', async () => {
      const gateway = await start({ ANSWER_BYTES: String(8 * MB) });
      const cutSoFar = async (): Promise<number> => {
        const text = await (await fetch(`${gateway.url}/metrics`)).text();
        return Number(/chasqui_connections_cut_total\{reason="slow_reader".*\} (\d+)/.exec(text)?.[1] ?? 0);
      };
      const read = async (): Promise<number> => (await (await fetch(`${gateway.url}/api/docs-json`)).text()).length;
      const whole = await read();
      expect(whole).toBeGreaterThan(3 * MB);
      const lazy = Array.from({ length: 4 }, () => open(gateway, 'GET /api/docs-json HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(16)));
      lazy.forEach((socket) => socket.pause());
      // More than the buffers of both kernels take waits in front of each.
      await eventually(async () => expect(await cutSoFar()).toBe(4), SOON);
      expect(await read()).toBe(whole);
      expect(await cutSoFar()).toBe(4);
    }, 60_000);
  });
});
