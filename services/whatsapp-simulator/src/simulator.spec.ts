import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, type RunningService } from '#service-kit';
import { signBody, verifySignature } from '#whatsapp';
import { service } from './service.js';

const SECRET = 'an-app-secret';
const ACME = {
  phoneNumberId: '100',
  wabaId: '900',
  displayPhoneNumber: '+1 555 010 0100',
  verifiedName: 'Acme',
  accessToken: 'acme-token',
  suggestions: ['When do you open?'],
};
const BETA = {
  phoneNumberId: '200',
  wabaId: '901',
  displayPhoneNumber: '+1 555 020 0200',
  verifiedName: 'Beta',
  accessToken: 'beta-token',
};
const CUSTOMER = '491512345678';
const DAY_MS = 24 * 60 * 60 * 1000;

interface Received {
  raw: Buffer;
  headers: IncomingMessage['headers'];
  json: any;
}

/** A real webhook address that keeps what it gets and answers as told. */
class Receiver {
  readonly received: Received[] = [];
  answer: (count: number) => number = () => 200;
  private server!: Server;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks);
        if (request.method === 'GET') {
          const query = new URL(request.url!, 'http://localhost').searchParams;
          response.statusCode = query.get('hub.verify_token') === 'verify-me' ? 200 : 403;
          response.end(query.get('hub.challenge'));
          return;
        }
        this.received.push({ raw, headers: request.headers, json: JSON.parse(raw.toString()) });
        response.statusCode = this.answer(this.received.length);
        response.end();
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks/whatsapp`;
  }

  clear(): void {
    this.received.length = 0;
    this.answer = () => 200;
  }

  /** Every message of every request. */
  messages(): any[] {
    return this.values().flatMap((value) => value.messages ?? []);
  }

  statuses(): any[] {
    return this.values().flatMap((value) => value.statuses ?? []);
  }

  values(): any[] {
    return this.received.flatMap(({ json }) => json.entry.flatMap((entry: any) => entry.changes.map((change: any) => change.value)));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function until<T>(what: string, read: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const value = await read();
    if (value) return value as NonNullable<T>;
    if (Date.now() > deadline) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the simulator', () => {
  const receiver = new Receiver();
  let webhookUrl: string;
  let running: RunningService;
  let dataDir: string;

  const start = () =>
    bootstrap(service, {
      SERVICE_PORT: '0',
      LOG_LEVEL: 'silent',
      IDENTITY_KEY: 'x'.repeat(32),
      WHATSAPP_WEBHOOK_URL: webhookUrl,
      WHATSAPP_APP_SECRET: SECRET,
      WHATSAPP_VERIFY_TOKEN: 'verify-me',
      SIMULATOR_DATA_DIR: dataDir,
      SIMULATOR_NUMBERS: JSON.stringify([ACME, BETA]),
    });

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const asCustomer = (text: string, more: object = {}) =>
    call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'text', text, ...more });
  const graph = (method: string, path: string, body?: unknown, token = 'acme-token') =>
    call(method, `/v26.0/${path}`, body, { authorization: `Bearer ${token}` });
  const send = (body: object) => graph('POST', '100/messages', { messaging_product: 'whatsapp', to: `+${CUSTOMER}`, ...body });
  const sendText = (text: string, more: object = {}) => send({ type: 'text', text: { body: text }, ...more });
  const thread = async () => (await call('GET', `/simulator/messages?phoneNumberId=100&contact=${CUSTOMER}`)).body.items;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
    webhookUrl = await receiver.start();
    running = await start();
  });
  afterAll(async () => {
    await running?.close();
    await receiver.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await call('POST', '/simulator/reset');
    // A request that was under way when everything was forgotten still arrives.
    await until('quiet', async () => (await call('GET', '/simulator/deliveries')).body.summary.inFlight === 0);
    receiver.clear();
  });

  describe('webhooks', () => {
    it('signs exactly the escaped bytes that it sends', async () => {
      await asCustomer('Grüße 🍕 مرحبا', { name: 'Zoë' });
      const [request] = await until('the webhook', () => (receiver.received.length ? receiver.received : undefined));
      expect([...request!.raw].every((byte) => byte < 0x80)).toBe(true);
      expect(request!.raw.toString()).toContain('Gr\\u00fc\\u00dfe \\ud83c\\udf55');
      expect(request!.headers['x-hub-signature-256']).toBe(signBody(request!.raw, SECRET));
      expect(verifySignature(request!.raw, request!.headers['x-hub-signature-256'] as string, SECRET)).toBe(true);
      expect(request!.headers['content-type']).toBe('application/json');
      expect(request!.headers['user-agent']).toBe('facebookexternalua');
      const value = request!.json.entry[0].changes[0].value;
      expect(request!.json.entry[0].id).toBe('900');
      expect(value.metadata).toEqual({ display_phone_number: '15550100100', phone_number_id: '100' });
      expect(value.messages[0]).toMatchObject({ from: CUSTOMER, type: 'text', text: { body: 'Grüße 🍕 مرحبا' } });
      expect(value.messages[0].timestamp).toMatch(/^\d{10}$/);
      expect(value.contacts[0]).toMatchObject({ wa_id: CUSTOMER, profile: { name: 'Zoë' }, user_id: expect.stringMatching(/^DE\.\d+$/) });
    });

    it('tries again until the answer is 200, and shows the customer why it waits', async () => {
      receiver.answer = (count) => (count < 3 ? 503 : 200);
      const { body } = await asCustomer('hello?');
      await until('two refusals', () => receiver.received.length === 2);
      const waiting = await until('the trouble', async () => (await thread()).find((item: any) => item.trouble?.attempts === 2));
      expect(waiting).toMatchObject({ wamid: body.wamid, status: 'retrying', trouble: { reason: 'the webhook answered 503' } });
      await call('POST', '/simulator/clock', { advanceMs: 1_000 });
      await until('the third attempt', async () => (await thread())[0].status === 'delivered');
      expect(new Set(receiver.received.map(({ raw }) => raw.toString())).size).toBe(1);
      const { items, summary } = (await call('GET', '/simulator/deliveries?limit=10')).body;
      expect(items.map((item: any) => item.state)).toEqual(['delivered', 'retrying', 'retrying']);
      expect(summary).toMatchObject({ delivered: 1, failedAttempts: 2, givenUp: 0, queued: 0, inFlight: 0 });
    });

    it('gives up after seven days of simulated time', async () => {
      receiver.answer = () => 500;
      await asCustomer('into the void');
      await until('the first refusals', () => receiver.received.length === 2);
      await call('POST', '/simulator/clock', { advanceMs: 7 * DAY_MS });
      await until('the end', async () => (await thread())[0].status === 'lost');
      const sent = receiver.received.length;
      await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
      expect(receiver.received).toHaveLength(sent);
    });

    it('sends as many further copies as asked', async () => {
      await call('POST', '/simulator/faults', { duplicates: 2 });
      await asCustomer('once');
      await until('three copies', () => receiver.received.length === 3);
      expect(new Set(receiver.messages().map((message) => message.id)).size).toBe(1);
    });

    it('packs several accounts and messages into one request', async () => {
      await call('POST', '/simulator/faults', { batch: { maxUpdates: 3, windowMs: 60_000 } });
      await asCustomer('one');
      await asCustomer('two');
      await asCustomer('three', { phoneNumberId: '200' });
      await until('the batch', () => receiver.received.length === 1);
      const { entry } = receiver.received[0]!.json;
      expect(entry.map((one: any) => one.id)).toEqual(['900', '901']);
      expect(entry[0].changes[0].value.messages.map((message: any) => message.text.body)).toEqual(['one', 'two']);
      expect(entry[0].changes[0].value.contacts).toHaveLength(1);
    });

    it('holds everything back while paused and loses nothing', async () => {
      await call('POST', '/simulator/faults', { webhooksPaused: true });
      await asCustomer('one');
      await asCustomer('two');
      expect((await call('GET', '/simulator/deliveries')).body.summary).toMatchObject({ queued: 2, delivered: 0 });
      await call('POST', '/simulator/faults', { webhooksPaused: false });
      await until('both', () => receiver.messages().length === 2);
    });

    it('does not send for an account that removed its subscription', async () => {
      await graph('DELETE', '900/subscribed_apps');
      await asCustomer('unheard');
      await asCustomer('heard', { phoneNumberId: '200' });
      await until('the other account', () => receiver.messages().length === 1);
      expect(receiver.messages()[0].text.body).toBe('heard');
      expect((await graph('GET', '900/subscribed_apps')).body).toEqual({ data: [] });
    });

    it('does the handshake of Meta', async () => {
      expect((await call('POST', '/simulator/verify')).body).toMatchObject({ verified: true, url: webhookUrl });
      await call('PUT', '/simulator/webhook', { verifyToken: 'wrong' });
      expect((await call('POST', '/simulator/verify')).body).toMatchObject({ verified: false, status: 403 });
      await call('PUT', '/simulator/webhook', { verifyToken: 'verify-me' });
    });
  });

  describe('sending', () => {
    it('accepts a reply and reports sent, delivered and read with the callback data on each', async () => {
      const { body: asked } = await asCustomer('hi');
      const { status, body } = await sendText('hello', { biz_opaque_callback_data: 'our-id-1', context: { message_id: asked.wamid } });
      expect(status).toBe(200);
      expect(body).toEqual({
        messaging_product: 'whatsapp',
        contacts: [{ input: `+${CUSTOMER}`, wa_id: CUSTOMER }],
        messages: [{ id: expect.stringMatching(/^wamid\.HBg/) }],
      });
      await until('delivered', () => receiver.statuses().length === 2);
      expect((await call('POST', '/simulator/read', { phoneNumberId: '100', contact: CUSTOMER })).body).toEqual({ read: 1 });
      await until('read', () => receiver.statuses().length === 3);
      const statuses = receiver.statuses();
      expect(statuses.map((status) => status.status).sort()).toEqual(['delivered', 'read', 'sent']);
      for (const status of statuses) {
        expect(status).toMatchObject({ id: body.messages[0].id, recipient_id: CUSTOMER, biz_opaque_callback_data: 'our-id-1' });
        expect('conversation' in status).toBe(false);
        expect('pricing' in status).toBe(status.status !== 'read');
      }
      expect(receiver.values().find((value) => value.statuses).contacts[0].wa_id).toBe(CUSTOMER);
      const items = await thread();
      expect(items.map((item: any) => [item.direction, item.text, item.status])).toEqual([
        ['inbound', 'hi', 'delivered'],
        ['outbound', 'hello', 'read'],
      ]);
      expect(items[1]).toMatchObject({ callbackData: 'our-id-1', contextWamid: asked.wamid, content: { body: 'hello' } });
    });

    it('accepts outside the 24 hours and fails later, but lets templates through', async () => {
      await asCustomer('hi');
      await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
      receiver.clear();
      expect((await sendText('too late')).status).toBe(200);
      const failed = await until('the failure', () => receiver.statuses()[0]);
      expect(failed).toMatchObject({
        status: 'failed',
        errors: [{ code: 131047, title: 'Re-engagement message', error_data: { details: expect.stringContaining('24 hours') } }],
      });
      expect('pricing' in failed).toBe(false);
      const template = {
        name: 'order_update',
        language: { code: 'en_US' },
        components: [{ type: 'body', parameters: ['Ana', 'A-17', 'packed'].map((text) => ({ type: 'text', text })) }],
      };
      expect((await send({ type: 'template', template })).body.messages[0].message_status).toBe('accepted');
      await until('its delivery', () => receiver.statuses().some((status) => status.status === 'delivered'));
      expect((await thread()).at(-1).text).toBe('Hi Ana, your order A-17 is now packed.');
    });

    it('refuses as Meta does, with its codes and its body', async () => {
      const code = async (answer: Promise<{ status: number; body: any }>) => {
        const { status, body } = await answer;
        return [status, body.error.code, body.error.error_subcode];
      };
      expect(await code(graph('POST', '100/messages', {}, 'nobody'))).toEqual([401, 190, undefined]);
      expect(await code(graph('POST', '999/messages', {}))).toEqual([400, 100, 33]);
      expect(await code(graph('POST', '200/messages', {}))).toEqual([400, 100, 33]);
      expect(await code(send({ type: 'text' }))).toEqual([400, 131008, undefined]);
      expect(await code(sendText('x'.repeat(4097)))).toEqual([400, 100, undefined]);
      expect(await code(sendText('x', { to: 'nobody' }))).toEqual([400, 131009, undefined]);
      expect(await code(send({ type: 'image', image: { id: '1' } }))).toEqual([400, 100, undefined]);
      expect(await code(send({ type: 'template', template: { name: 'nope', language: { code: 'en_US' } } }))).toEqual([
        404,
        132001,
        undefined,
      ]);
      expect(await code(send({ type: 'template', template: { name: 'order_update', language: { code: 'en_US' } } }))).toEqual([
        400,
        132000,
        undefined,
      ]);
      const { body } = await send({ type: 'text' });
      expect(body.error).toEqual({
        message: '(#131008) Required parameter is missing',
        type: 'OAuthException',
        code: 131008,
        error_data: { messaging_product: 'whatsapp', details: "Parameter 'text' is mandatory for type 'text'" },
        fbtrace_id: expect.any(String),
      });
      expect(await thread()).toEqual([]);
    });

    it('takes the message and its statuses but never answers when the response is dropped', async () => {
      await asCustomer('hi');
      await call('POST', '/simulator/faults', { dropResponse: { next: 1 } });
      await expect(sendText('did it arrive?', { biz_opaque_callback_data: 'unknown-1' })).rejects.toThrow('fetch failed');
      await until('its statuses', () => receiver.statuses().length === 2);
      expect(receiver.statuses()[0].biz_opaque_callback_data).toBe('unknown-1');
      expect((await sendText('and now?')).status).toBe(200);
    });

    it('answers late when told to hang', async () => {
      await asCustomer('hi');
      await call('POST', '/simulator/faults', { hang: { next: 1, ms: 300 } });
      const startedAt = Date.now();
      expect((await sendText('slow')).status).toBe(200);
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
    });

    it('gives the errors it was told to give, as often as told, at once or later', async () => {
      await asCustomer('hi');
      const faults = {
        errors: [
          { code: 130429, next: 2, phoneNumberId: '100' },
          { code: 131026, next: 1, async: true },
        ],
      };
      await call('POST', '/simulator/faults', faults);
      expect([
        (await sendText('1')).status,
        (await sendText('2')).status,
        (await sendText('3')).status,
        (await sendText('4')).status,
      ]).toEqual([429, 429, 200, 200]);
      await until('the late failure', () => receiver.statuses().some((status) => status.errors?.[0].code === 131026));
    });

    it('holds the pair limit only when asked: 45 at once, then one in six seconds', async () => {
      await asCustomer('hi');
      await call('POST', '/simulator/faults', { limits: { pair: true } });
      const codes: number[] = [];
      for (let index = 0; index < 46; index += 1) codes.push((await sendText(String(index))).status);
      expect(codes.filter((status) => status === 200)).toHaveLength(45);
      expect((await sendText('more')).body.error.code).toBe(131056);
      await call('POST', '/simulator/clock', { advanceMs: 6_000 });
      expect((await sendText('later')).status).toBe(200);
    });

    it('expires tokens on request', async () => {
      await call('POST', '/simulator/faults', { tokenExpired: true });
      const { status, body } = await sendText('hi');
      expect([status, body.error.code, body.error.error_subcode]).toEqual([401, 190, 463]);
    });

    it('marks the customer’s messages read and shows typing until the reply', async () => {
      const { body: first } = await asCustomer('one');
      const { body: second } = await asCustomer('two');
      const read = await graph('POST', '100/messages', {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: second.wamid,
        typing_indicator: { type: 'text' },
      });
      expect(read.body).toEqual({ success: true });
      expect((await thread()).map((item: any) => [item.wamid, item.status])).toEqual([
        [first.wamid, 'read'],
        [second.wamid, 'read'],
      ]);
      const typing = async () => (await call('GET', '/simulator/contacts?phoneNumberId=100')).body.items[0].typing;
      expect(await typing()).toBe(true);
      await sendText('reply');
      expect(await typing()).toBe(false);
    });

    it('reaches customers without a phone by their user id', async () => {
      const userId = 'US.13491208655302741918';
      await call('POST', '/simulator/messages', { phoneNumberId: '100', userId, username: 'ana', type: 'text', text: { body: 'hi' } });
      const message = await until('the webhook', () => receiver.messages()[0]);
      expect(message.from_user_id).toBe(userId);
      expect('from' in message).toBe(false);
      expect('wa_id' in receiver.values().find((value) => value.messages).contacts[0]).toBe(false);
      const { body } = await graph('POST', '100/messages', {
        messaging_product: 'whatsapp',
        recipient: userId,
        type: 'text',
        text: { body: 'hello' },
      });
      expect(body.contacts).toEqual([{ input: userId, user_id: userId }]);
      const status = await until('a status', () => receiver.statuses()[0]);
      expect(status.recipient_user_id).toBe(userId);
      expect('recipient_id' in status).toBe(false);
    });
  });

  describe('whose a number is', () => {
    const FIELDS = 'fields=verified_name,display_phone_number';
    const question = async (phoneNumberId: string, wabaId: string, token: string) => {
      await graph('GET', `${phoneNumberId}?${FIELDS}`, undefined, token);
      const { status, body } = await graph('GET', `${wabaId}/phone_numbers?fields=id`, undefined, token);
      return status === 200 ? body.data.map(({ id }: { id: string }) => id) : [status, body.error.code, body.error.error_subcode];
    };
    const OWN = ['55500001', '66600001', 'a-token-of-my-own'] as const;

    it('is said to the token that was configured with it, and to no other', async () => {
      expect(await question('100', '900', 'acme-token')).toEqual(['100']);
      expect(await question('100', '900', 'made-up-token')).toEqual([401, 190, undefined]);
      expect(await question('100', '901', 'acme-token')).toEqual([400, 100, 33]);
      expect(await question('200', '901', 'acme-token')).toEqual([400, 100, 33]);
    });

    it('is whoever’s asks first for one that nobody configured: number, account and token together, also after a restart', async () => {
      expect(await question(...OWN)).toEqual(['55500001']);
      const [number, account] = OWN;
      const stranger = 'a-token-of-a-stranger';
      const refused = async (): Promise<void> => {
        expect(await question(number, account, stranger)).toEqual([401, 190, undefined]);
        expect(await question(number, '66600002', stranger)).toEqual([401, 190, undefined]);
        // A made-up number in the account of somebody else is nobody's, and stays free for who will have it.
        expect(await question('55500002', account, stranger)).toEqual([401, 190, undefined]);
        expect(await question('55500002', '900', stranger)).toEqual([401, 190, undefined]);
      };
      await refused();
      expect(await question('55500003', account, OWN[2])).toEqual(['55500001', '55500003']);
      expect(await question('55500002', '66600002', stranger)).toEqual(['55500002']);
      await running.close();
      const kept = await readFile(join(dataDir, 'claims.json'), 'utf8');
      expect(kept).toContain('55500001');
      expect(kept).not.toContain('token-of');
      running = await start();
      expect(await question(number, account, 'another-stranger')).toEqual([401, 190, undefined]);
      expect(await question(...OWN)).toEqual(['55500001', '55500003']);
    });

    it('is no business of a token that ran out, or of a question about a file', async () => {
      await call('POST', '/simulator/faults', { tokenExpired: true });
      await question('55500004', '66600004', 'a-late-token');
      await call('POST', '/simulator/faults', { tokenExpired: false });
      await graph('GET', '55500004', undefined, 'a-late-token');
      expect((await graph('GET', '66600004/phone_numbers', undefined, 'a-late-token')).status).toBe(401);
    });

    it('goes with everything else that a number can: sends, statuses, the phone', async () => {
      await question(...OWN);
      const text = { messaging_product: 'whatsapp', to: `+${CUSTOMER}`, type: 'text', text: { body: 'x' } };
      await call('POST', '/simulator/messages', { phoneNumberId: OWN[0], from: CUSTOMER, type: 'text', text: 'hello' });
      expect((await graph('POST', `${OWN[0]}/messages`, text, OWN[2])).status).toBe(200);
      expect((await call('GET', '/simulator/numbers')).body.items.map((item: any) => item.phoneNumberId)).toContain(OWN[0]);
      // What the business calls it is not the simulator's to correct.
      expect((await graph('GET', `${OWN[0]}?${FIELDS}`, undefined, OWN[2])).body).toEqual({ id: OWN[0] });
    });
  });

  describe('media, templates, numbers', () => {
    it('keeps an upload, gives an address for five minutes and the bytes to the owner only', async () => {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('type', 'image/png');
      form.set('file', new Blob([Buffer.from('not really a png')], { type: 'image/png' }), 'a.png');
      const headers = { authorization: 'Bearer acme-token' };
      const { id } = (await (await fetch(`${running.url}/v26.0/100/media`, { method: 'POST', headers, body: form })).json()) as {
        id: string;
      };
      const media = (await graph('GET', `${id}?phone_number_id=100`)).body;
      expect(media).toMatchObject({ id, mime_type: 'image/png', file_size: '16' });
      expect(await (await fetch(media.url, { headers })).text()).toBe('not really a png');
      expect((await fetch(media.url)).status).toBe(401);
      expect((await graph('GET', id, undefined, 'beta-token')).body.error.error_subcode).toBe(33);
      await call('POST', '/simulator/clock', { advanceMs: 5 * 60_000 + 1000 });
      expect((await fetch(media.url, { headers })).status).toBe(404);
      expect((await graph('DELETE', id)).body).toEqual({ success: true });
      expect((await graph('GET', id)).status).toBe(400);
    });

    it('carries what a customer sends as a file to the webhook with its hash', async () => {
      const data = Buffer.from('%PDF-1.4').toString('base64');
      await call('POST', '/simulator/messages', {
        phoneNumberId: '100',
        from: CUSTOMER,
        type: 'document',
        document: { data, mimeType: 'application/pdf', filename: 'bill.pdf' },
      });
      const { document } = await until('the webhook', () => receiver.messages()[0]);
      expect(document).toMatchObject({ mime_type: 'application/pdf', filename: 'bill.pdf', sha256: expect.stringMatching(/=$/) });
      expect(await (await fetch(document.url, { headers: { authorization: 'Bearer acme-token' } })).text()).toBe('%PDF-1.4');
    });

    it('sends a small sample for a customer who has no file at hand, each what it says it is', async () => {
      for (const [type, mimeType, begin] of [
        ['image', 'image/png', '89504e47'],
        ['audio', 'audio/mpeg', 'fffb'],
        ['document', 'application/pdf', '25504446'],
        ['sticker', 'image/webp', '52494646'],
      ] as const) {
        receiver.clear();
        expect((await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type })).status).toBe(201);
        const media = (await until('the webhook', () => receiver.messages()[0]))[type];
        expect(media.mime_type).toBe(mimeType);
        const bytes = Buffer.from(await (await fetch(media.url, { headers: { authorization: 'Bearer acme-token' } })).arrayBuffer());
        expect(bytes.toString('hex').startsWith(begin)).toBe(true);
      }
      expect((await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'video' })).status).toBe(400);
    });

    it('loses, delays and spoils files as often as it was told to', async () => {
      await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'image' });
      const { image } = await until('the webhook', () => receiver.messages()[0]);
      const headers = { authorization: 'Bearer acme-token' };
      const size = async () => (await (await fetch(image.url, { headers })).arrayBuffer()).byteLength;
      const right = await size();
      await call('POST', '/simulator/faults', {
        media: { notFound: { next: 1 }, addressEnded: { next: 1 }, wrongHash: { next: 1 }, oversized: { next: 1 }, delayMs: 30 },
      });
      expect((await graph('GET', image.id)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
      expect((await graph('GET', image.id)).status).toBe(200);
      const started = Date.now();
      expect((await fetch(image.url, { headers })).status).toBe(404);
      expect(Date.now() - started).toBeGreaterThanOrEqual(28);
      expect(await size()).toBe(right + 1);
      expect(await size()).toBeGreaterThan(100 * 1024 * 1024);
      expect(await size()).toBe(right);
    });

    it('reviews new templates and tells the account', async () => {
      const { body } = await graph('POST', '900/message_templates', {
        name: 'sale',
        category: 'MARKETING',
        language: 'en',
        components: [{ type: 'BODY', text: 'Sale!' }],
      });
      expect(body).toMatchObject({ status: 'PENDING', category: 'MARKETING' });
      await until('the review', () =>
        receiver.values().find((value) => value.event === 'APPROVED' && value.message_template_name === 'sale'),
      );
      const first = (await graph('GET', '900/message_templates?limit=3')).body;
      expect(first.data).toHaveLength(3);
      expect((await (await fetch(first.paging.next, { headers: { authorization: 'Bearer acme-token' } })).json()) as object).toMatchObject({
        data: [{ name: 'sale', status: 'APPROVED' }],
      });
      expect((await graph('GET', '900/message_templates?after=bad')).body.error.code).toBe(131059);
    });

    it('tells of a number what is asked', async () => {
      expect((await graph('GET', '100?fields=verified_name,quality_rating')).body).toEqual({
        id: '100',
        verified_name: 'Acme',
        quality_rating: 'GREEN',
      });
      expect((await graph('GET', '100?fields=nonsense')).body.error.code).toBe(100);
      expect((await graph('POST', '100/deregister')).body).toEqual({ success: true });
      expect((await sendText('hi')).body.error.code).toBe(133010);
      expect((await graph('POST', '100/register', { messaging_product: 'whatsapp', pin: '123456' })).body).toEqual({ success: true });
    });

    it('never shows access tokens', async () => {
      expect((await call('GET', '/simulator/numbers')).body.items[0]).toMatchObject({ phoneNumberId: '100', verifiedName: 'Acme' });
      expect(JSON.stringify((await call('GET', '/simulator/numbers')).body)).not.toContain('token');
      await asCustomer('hi');
      expect(await readFile(join(dataDir, 'threads.ndjson'), 'utf8')).not.toContain('acme-token');
    });
  });

  describe('its own routes', () => {
    it.each([
      ['/simulator/messages', { phoneNumberId: '100', type: 'text', text: 'hi' }, 400, 'validation_failed', 'from'],
      ['/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'text' }, 400, 'validation_failed', 'text'],
      ['/simulator/messages', { phoneNumberId: '999', from: CUSTOMER, type: 'text', text: 'hi' }, 404, 'number_unknown', 'phoneNumberId'],
      ['/simulator/faults', { duplicats: 1 }, 400, 'validation_failed', 'body'],
      ['/simulator/faults', { errors: [{ code: 4 }] }, 400, 'validation_failed', 'errors.0'],
      ['/simulator/clock', {}, 400, 'validation_failed', 'body'],
      ['/simulator/clock', { at: '2020-01-01T00:00:00Z' }, 400, 'clock_runs_forward', undefined],
    ])('refuses %s %j with %i %s', async (path, body, status, code, field) => {
      const answer = await call('POST', path, body);
      expect([answer.status, answer.body.code, answer.body.errors?.[0].field]).toEqual([status, code, field]);
      expect(answer.type).toContain('application/problem+json');
    });

    it('tells open phones what happens', async () => {
      const abort = new AbortController();
      const response = await fetch(`${running.url}/simulator/events?phoneNumberId=100&contact=${CUSTOMER}`, { signal: abort.signal });
      let heard = '';
      const listening = (async () => {
        for await (const chunk of response.body!) heard += Buffer.from(chunk).toString();
      })().catch(() => undefined);
      await asCustomer('hello');
      await asCustomer('not for this phone', { from: '+49 151 99999999' });
      await until('the tick', () => heard.includes('"status":"delivered"'));
      expect(heard).toContain('event: message\n');
      expect(heard).not.toContain('not for this phone');
      abort.abort();
      await listening;
    });

    it('serves the phone under a policy that lets only its own scripts run', async () => {
      const response = await fetch(`${running.url}/`);
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(await response.text()).toContain('<div id="root">');
    });

    it('keeps threads and its time over a restart', async () => {
      await asCustomer('before');
      await sendText('reply');
      await until('delivered', async () => (await thread()).every((item: any) => item.status === 'delivered'));
      await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
      const before = await thread();
      await running.close();
      running = await start();
      expect(await thread()).toEqual(before);
      expect((await call('GET', '/simulator/clock')).body.offsetMs).toBe(DAY_MS);
    });
  });
});
