import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Agent } from 'undici';
import { GraphClient } from './client.js';
import type { GraphClientOptions } from './client.js';

interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Answer = (response: ServerResponse, received: Received) => void;

const phoneNumberId = '101';
const accessToken = 'token-of-the-tenant';

describe('GraphClient', () => {
  let server: Server;
  let dispatcher: Agent;
  let baseUrl: string;
  let answer: Answer;
  let received: Received[];

  beforeEach(async () => {
    received = [];
    answer = json(200, {});
    server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body: Buffer.concat(chunks) };
        received.push(request);
        answer(response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    dispatcher = new Agent();
  });

  afterEach(async () => {
    await dispatcher.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function client(options: Partial<GraphClientOptions> = {}): GraphClient {
    return new GraphClient({ baseUrl, timeoutMs: 5_000, dispatcher, ...options });
  }

  function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
    return (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }

  it('uploads the very bytes, under a file name that cannot break out of its header', async () => {
    answer = json(200, { id: '77' });
    const data = Buffer.from([0, 13, 10, 45, 45, 255, 0]);
    const file = {
      sizeBytes: data.length,
      async *chunks() {
        yield data.subarray(0, 3);
        yield data.subarray(3);
      },
      mimeType: 'image/png',
      filename: 'a"\r\nX: y.png',
    };
    expect(await client().uploadMedia({ phoneNumberId, accessToken, ...file })).toEqual({ outcome: 'ok', value: { id: '77' } });
    const { body, headers, path } = received[0]!;
    expect(headers['content-length']).toBe(String(body.length));
    expect(path).toBe('/v26.0/101/media');
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type']! } }).formData();
    expect(form.get('messaging_product')).toBe('whatsapp');
    expect(form.get('type')).toBe('image/png');
    const uploaded = form.get('file') as File;
    expect(uploaded.type).toBe('image/png');
    expect(Buffer.from(await uploaded.arrayBuffer())).toEqual(data);
  });

  it('asks where a file is', async () => {
    answer = json(200, {
      url: 'https://lookaside.fbsbx.com/x',
      mime_type: 'image/png',
      sha256: 's',
      file_size: '12',
      id: '77',
      messaging_product: 'whatsapp',
    });
    expect(await client().getMedia({ mediaId: '77', accessToken, phoneNumberId })).toEqual({
      outcome: 'ok',
      value: { id: '77', url: 'https://lookaside.fbsbx.com/x', mimeType: 'image/png', sha256: 's', sizeBytes: 12 },
    });
    expect(received[0]!.path).toBe('/v26.0/77?phone_number_id=101');
  });

  describe('openMedia', () => {
    const open = (url: string, options: Partial<GraphClientOptions> = {}) =>
      client(options).openMedia({ url, accessToken, signal: AbortSignal.timeout(5_000) });

    it('gives the bytes as they come, asked for with the token', async () => {
      const bytes = Buffer.from([1, 2, 3, 255]);
      answer = (response) => response.writeHead(200, { 'content-type': 'image/png', 'content-length': 4 }).end(bytes);
      const opened = await open(`${baseUrl}/media/1`);
      expect(opened).toMatchObject({ outcome: 'ok', value: { mimeType: 'image/png', sizeBytes: 4 } });
      if (opened.outcome === 'ok') expect(await buffer(opened.value.body)).toEqual(bytes);
      expect(received[0]!.headers.authorization).toBe('Bearer token-of-the-tenant');
    });

    const FORBIDDEN = [
      'https://169.254.169.254/latest/meta-data',
      'http://lookaside.fbsbx.com/x',
      'https://lookaside.fbsbx.com.evil.example/x',
      'https://evilfbsbx.com/x',
      'https://lookaside.fbsbx.com@evil.example/x',
      'https://user:pw@lookaside.fbsbx.com/x',
      'https://lookaside.fbsbx.com:8443/x',
      'http://127.0.0.1:1/x',
      'file:///etc/passwd',
    ];
    it.each([...FORBIDDEN, 'not an address'])('gives the token to nobody but Meta: %s', async (url) => {
      expect(await open(url)).toMatchObject({ outcome: 'not_sent', reason: 'host_not_allowed' });
    });

    it.each(FORBIDDEN)('nor where a redirect leads elsewhere: %s', async (url) => {
      answer = (response) => response.writeHead(302, { location: url }).end();
      expect(await open(`${baseUrl}/media/1`)).toMatchObject({ outcome: 'not_sent', reason: 'host_not_allowed' });
      expect(received).toHaveLength(1);
    });

    it('follows a redirect that stays, three at most', async () => {
      answer = (response, { path }) =>
        path === '/media/2' ? response.writeHead(200).end('here') : response.writeHead(302, { location: '/media/2' }).end();
      expect(await open(`${baseUrl}/media/1`)).toMatchObject({ outcome: 'ok' });
      answer = (response) => response.writeHead(302, { location: '/media/1' }).end();
      expect(await open(`${baseUrl}/media/1`)).toMatchObject({ outcome: 'not_sent' });
    });

    it('connects to no address of a private network, though the name of the host is allowed', async () => {
      const port = new URL(baseUrl).port;
      const elsewhere = { baseUrl: 'https://graph.example', mediaHosts: [`localhost:${port}`] };
      expect(await open(`http://localhost:${port}/media/1`, elsewhere)).toMatchObject({ outcome: 'not_sent', reason: 'host_not_allowed' });
      expect(received).toHaveLength(0);
    });

    it('reports an address that is no longer valid', async () => {
      answer = (response) => response.writeHead(404).end();
      expect(await open(`${baseUrl}/media/1`)).toMatchObject({ outcome: 'rejected', error: { httpStatus: 404 } });
    });

    it('does not wait for ever for an answer', async () => {
      answer = () => undefined;
      expect(await open(`${baseUrl}/media/1`, { timeoutMs: 200 })).toMatchObject({ outcome: 'unknown', reason: 'timeout' });
    });
  });
});
