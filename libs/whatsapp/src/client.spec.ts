import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Agent } from 'undici';
import { GraphClient } from './client.js';
import type { GraphClientOptions } from './client.js';
import { toGraphPayload } from './graph-payload.js';

interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Answer = (response: ServerResponse, received: Received) => void;

const phoneNumberId = '101';
const accessToken = 'token-of-the-tenant';
const message = toGraphPayload({ to: '+15551234567', content: { type: 'text', text: 'hi' }, callbackData: 'our-id' });

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

  describe('sendMessage', () => {
    it('reports the wamid of an accepted message, having sent it once, whole, with token and length', async () => {
      answer = json(200, {
        messages: [{ id: 'wamid.A', message_status: 'accepted' }],
        contacts: [{ input: '+15551234567', wa_id: '15551234567' }],
      });
      const result = await client().sendMessage({ phoneNumberId, accessToken, message });
      expect(result).toEqual({ outcome: 'accepted', wamid: 'wamid.A', waId: '15551234567', messageStatus: 'accepted' });
      expect(received).toHaveLength(1);
      expect(received[0]).toMatchObject({
        method: 'POST',
        path: '/v26.0/101/messages',
        headers: {
          authorization: 'Bearer token-of-the-tenant',
          'content-type': 'application/json',
          'content-length': String(received[0]!.body.length),
        },
      });
      expect(JSON.parse(received[0]!.body.toString())).toEqual(JSON.parse(JSON.stringify(message)));
    });

    it('reports the user id where Meta gives no wa_id', async () => {
      answer = json(200, { messages: [{ id: 'wamid.A' }], contacts: [{ input: 'US.1', user_id: 'US.1' }] });
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toEqual({
        outcome: 'accepted',
        wamid: 'wamid.A',
        userId: 'US.1',
      });
    });

    it.each([400, 429, 500, 503, 200])('classifies a Graph error by its code, whatever the HTTP status (%i)', async (status) => {
      answer = json(status, {
        error: { message: '(#131056) pair', type: 'OAuthException', code: 131056, error_data: { details: 'slow down' }, fbtrace_id: 'T' },
      });
      const result = await client().sendMessage({ phoneNumberId, accessToken, message });
      expect(result).toMatchObject({
        outcome: 'rejected',
        error: {
          class: 'wait',
          scope: 'pair',
          code: 131056,
          details: 'slow down',
          httpStatus: status,
          fbtraceId: 'T',
          retryAfterMs: 4_000,
        },
      });
    });

    it('honours Retry-After', async () => {
      answer = json(400, { error: { code: 4, message: 'limit' } }, { 'retry-after': '90' });
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        error: { scope: 'app', retryAfterMs: 90_000 },
      });
    });

    it('takes a 4xx without Graph body as a refusal', async () => {
      answer = (response) => response.writeHead(413).end('too large');
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        outcome: 'rejected',
        error: { class: 'permanent', httpStatus: 413 },
      });
    });

    it.each<[string, Answer]>([
      ['a 502 page', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>')],
      ['a 200 that is no JSON', (response) => response.writeHead(200).end('<html>')],
      ['a 200 without a wamid', json(200, { messages: [] })],
      ['a 408', (response) => response.writeHead(408).end()],
      ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ])('does not know after %s', async (_name, how) => {
      answer = how;
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        outcome: 'unknown',
        reason: 'answer_not_readable',
      });
      expect(received).toHaveLength(1);
    });

    it('does not know when the connection breaks after the request was read', async () => {
      answer = (response) => response.socket!.destroy();
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        outcome: 'unknown',
        reason: 'connection_lost',
      });
      expect(received).toHaveLength(1);
    });

    it('does not know when the answer breaks off', async () => {
      answer = (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"messages":[');
        setImmediate(() => response.socket!.destroy());
      };
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        outcome: 'unknown',
        reason: 'connection_lost',
      });
    });

    it('does not know when no answer comes in time, nor when it trickles on for ever', async () => {
      answer = () => undefined;
      expect(await client({ timeoutMs: 150 }).sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        outcome: 'unknown',
        reason: 'timeout',
      });
      answer = (response) => response.writeHead(200).write('{');
      expect(await client({ timeoutMs: 150 }).sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({
        outcome: 'unknown',
        reason: 'timeout',
      });
      expect(received).toHaveLength(2);
    });

    it('knows that nothing was sent when the port refuses', async () => {
      const closed = createTcpServer();
      await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
      const { port } = closed.address() as AddressInfo;
      await new Promise((resolve) => closed.close(resolve));
      for (const host of ['127.0.0.1', 'localhost']) {
        const result = await client({ baseUrl: `http://${host}:${port}` }).sendMessage({ phoneNumberId, accessToken, message });
        expect(result).toMatchObject({ outcome: 'not_sent', reason: 'connect_failed', detail: expect.stringContaining('ECONNREFUSED') });
      }
    });

    it('knows that nothing was sent when the name does not resolve', async () => {
      const result = await client({ baseUrl: 'http://graph.invalid' }).sendMessage({ phoneNumberId, accessToken, message });
      expect(result).toMatchObject({ outcome: 'not_sent', reason: 'connect_failed' });
    });

    it.each<[string, (socket: Socket) => unknown, string]>([
      ['fails', (socket) => socket.end('not TLS at all'), 'connect_failed'],
      ['breaks off', (socket) => socket.once('data', () => socket.destroy()), 'connect_failed'],
      ['never ends', () => undefined, 'timeout_before_send'],
    ])('knows that nothing was sent when the TLS handshake %s', async (_name, how, reason) => {
      const sockets: Socket[] = [];
      const plain = createTcpServer((socket) => {
        sockets.push(socket);
        how(socket.on('error', () => undefined));
      });
      await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
      const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
      const result = await client({ baseUrl: url, timeoutMs: 500 }).sendMessage({ phoneNumberId, accessToken, message });
      expect(result).toMatchObject({ outcome: 'not_sent', reason });
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => plain.close(resolve));
    });

    it('keeps its word when it said that nothing was sent: a message still waiting then never leaves', async () => {
      await dispatcher.destroy();
      dispatcher = new Agent({ connections: 1 });
      let release: () => void = () => undefined;
      answer = (response, request) => (release = () => json(200, { messages: [{ id: 'wamid.A' }] })(response, request));
      const first = client().sendMessage({ phoneNumberId, accessToken, message });
      const second = await client({ timeoutMs: 200 }).sendMessage({ phoneNumberId, accessToken, message });
      expect(second).toMatchObject({ outcome: 'not_sent', reason: 'timeout_before_send' });
      release();
      expect(await first).toMatchObject({ outcome: 'accepted' });
      answer = json(200, { messages: [{ id: 'wamid.B' }] });
      // A third one over the same connection would come after the second.
      expect(await client().sendMessage({ phoneNumberId, accessToken, message })).toMatchObject({ wamid: 'wamid.B' });
      expect(received).toHaveLength(2);
    });

    it.each([
      ['an id that would choose another endpoint', { phoneNumberId: '../me', accessToken }],
      ['an empty id', { phoneNumberId: '', accessToken }],
      ['a token with a line break', { phoneNumberId, accessToken: 'a\r\nx-other: 1' }],
    ])('sends nothing with %s', async (_name, call) => {
      expect(await client().sendMessage({ ...call, message })).toMatchObject({ outcome: 'not_sent', reason: 'request_not_valid' });
      expect(received).toHaveLength(0);
    });
  });

  it('marks as read, with and without the typing sign', async () => {
    answer = json(200, { success: true });
    expect(await client().markRead({ phoneNumberId, accessToken, wamid: 'wamid.A' })).toEqual({ outcome: 'ok' });
    expect(await client().markRead({ phoneNumberId, accessToken, wamid: 'wamid.A', typing: true })).toEqual({ outcome: 'ok' });
    const common = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A' };
    expect(received.map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([
      common,
      { ...common, typing_indicator: { type: 'text' } },
    ]);
  });

  it('reads a number, with the fields asked for', async () => {
    answer = json(200, { id: '101', verified_name: 'Shop', quality_rating: 'GREEN', new_field: 1 });
    const result = await client().getPhoneNumber({ phoneNumberId, accessToken, fields: ['verified_name', 'quality_rating'] });
    expect(result).toEqual({ outcome: 'ok', value: { id: '101', verified_name: 'Shop', quality_rating: 'GREEN', new_field: 1 } });
    expect(received[0]!.path).toBe('/v26.0/101?fields=verified_name%2Cquality_rating');
  });

  describe('listPhoneNumbers', () => {
    it('asks the account with its token, and goes on page by page', async () => {
      const pages = [
        { data: [{ id: '101' }], paging: { next: 'https://elsewhere.example/x', cursors: { after: 'two' } } },
        { data: [{ id: 102 }], paging: { cursors: { after: 'end' } } },
      ];
      answer = (response, request) => json(200, pages[received.length - 1])(response, request);
      expect(await client().listPhoneNumbers({ wabaId: '900', accessToken })).toEqual({
        outcome: 'ok',
        value: [{ id: '101' }, { id: '102' }],
      });
      expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /v26.0/900/phone_numbers?fields=id&limit=100',
        'GET /v26.0/900/phone_numbers?fields=id&limit=100&after=two',
      ]);
      expect(received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${accessToken}`, `Bearer ${accessToken}`]);
    });

    it('ends in time, however many pages there are and however slowly they come', async () => {
      answer = (response, request) => {
        const page = json(200, { data: [], paging: { next: 'x', cursors: { after: `${received.length}` } } });
        setTimeout(() => page(response, request), 40);
      };
      expect(await client({ timeoutMs: 100 }).listPhoneNumbers({ wabaId: '900', accessToken })).toMatchObject({ reason: 'timeout' });
      expect(received.length).toBeLessThan(6);
    });

    it('tells an answer that is not Graph’s from none', async () => {
      answer = json(200, { messages: [{ id: 'wamid' }] });
      const call = { wabaId: '900', accessToken };
      expect(await client().listPhoneNumbers(call)).toMatchObject({ outcome: 'unknown', reason: 'answer_not_readable', httpStatus: 200 });
      answer = json(502, 'bad gateway');
      expect(await client().listPhoneNumbers(call)).toMatchObject({ outcome: 'unknown', httpStatus: 502 });
    });
  });

  it('subscribes the app, with its own callback address where wanted', async () => {
    answer = json(200, { success: true });
    expect(await client().subscribeApp({ wabaId: '100', accessToken })).toEqual({ outcome: 'ok' });
    await client().subscribeApp({ wabaId: '100', accessToken, overrideCallbackUri: 'https://a.example/hook', verifyToken: 'v' });
    expect(received.map(({ path, body }) => [path, JSON.parse(body.toString()) as unknown])).toEqual([
      ['/v26.0/100/subscribed_apps', {}],
      ['/v26.0/100/subscribed_apps', { override_callback_uri: 'https://a.example/hook', verify_token: 'v' }],
    ]);
  });
});
