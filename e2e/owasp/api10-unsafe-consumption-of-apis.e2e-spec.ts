import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { textBody } from '../system.js';
import { eventually, World } from './world.js';

type Behaviour = (response: ServerResponse) => void;

const json =
  (status: number, body: unknown): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
/** Writes until nobody listens any more. */
const endless =
  (type: string, piece: string): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': type });
    const write = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', write);
    };
    response.on('error', () => undefined);
    write();
  };
const MARKUP = `<img src=x onerror="alert('x')"><script>alert(1)</script>'"&{{7*7}}\${7*7}`;

/** OWASP API10:2023: what Graph, a model and customers answer is data, whatever it is. */
describe('an answer from outside', () => {
  let world: World;
  let behaviour: Behaviour = json(200, { success: true });
  let modelBehaviour: Behaviour = json(500, {});
  const servers: Server[] = [];
  const strangers: { path: string | undefined; authorization: string | undefined }[] = [];
  let elsewhere: string;

  const listen = async (
    handle: (response: ServerResponse, request: { path?: string; authorization?: string }) => void,
  ): Promise<string> => {
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => handle(response, { path: request.url, authorization: request.headers.authorization }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  beforeAll(async () => {
    elsewhere = await listen((response, { path, authorization }) => {
      strangers.push({ path, authorization });
      json(200, { success: true })(response);
    });
    const graph = await listen((response, { path }) => {
      // Sends of the furnishing go through.
      if (path?.endsWith('/messages')) json(200, { messaging_product: 'whatsapp', messages: [{ id: `wamid.${Math.random()}` }] })(response);
      else behaviour(response);
    });
    const model = await listen((response) => modelBehaviour(response));
    world = await World.start({
      WHATSAPP_GRAPH_URL: graph,
      OPENAI_API_KEY: 'sk-test-not-a-real-key',
      OPENAI_BASE_URL: `${model}/v1`,
      OPENAI_TIMEOUT_MS: '2000',
    });
  }, 180_000);
  afterAll(async () => {
    await world?.stop();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }, 60_000);

  const validate = async () => {
    const path = `/outlets/${world.acme.ids.outlets}`;
    const answer = await world.system.api<{ code?: string; detail?: string }>(`${path}/validate`, {
      method: 'POST',
      headers: world.acme.members.owner,
      body: {},
    });
    const outlet = await world.system.api<Record<string, unknown>>(path, { headers: world.acme.members.owner });
    return { status: answer.status, code: answer.body.code, text: JSON.stringify(answer.body), outlet: outlet.body };
  };

  it.each<[string, Behaviour]>([
    ['goes elsewhere', (response) => void response.writeHead(307, { location: `${elsewhere}/stolen` }).end()],
    ['goes elsewhere for good', (response) => void response.writeHead(301, { location: `${elsewhere}/stolen` }).end()],
    ['never ends', endless('application/json', `{"a":"${'x'.repeat(65_536)}"`)],
    ['is a text', json(200, 'hello')],
    ['is a list', json(200, [1, 2, 3])],
    ['is null', json(200, null)],
    ['is no JSON', (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>')],
    ['is nested without end', (response) => void response.end('['.repeat(200_000))],
    ['has the wrong types', json(200, { id: 1, verified_name: { a: 1 }, quality_rating: ['GREEN'], throughput: 'x', status: 7 })],
    ['has a prototype', (response) => void response.end('{"__proto__":{"superadmin":true},"constructor":{"prototype":{"x":1}}}')],
    ['is an error that is none', json(400, { error: 'no' })],
    ['breaks off', (response) => void (response.writeHead(200, { 'content-length': '1000' }), response.write('{'), response.destroy())],
  ])(
    'of Graph that %s is refused with a code, or kept as what can be understood of it',
    async (_, act) => {
      behaviour = act;
      const before = (await validate()).outlet.verifiedName;
      const { status, code, outlet } = await validate();
      if (status !== 200) expect({ status, code }).toEqual({ status: expect.any(Number), code: expect.stringMatching(/^whatsapp_/) });
      expect([200, 422, 503]).toContain(status);
      expect(outlet.verifiedName).toEqual(before);
      expect(({} as Record<string, unknown>).superadmin).toBeUndefined();
      expect(strangers).toEqual([]);
      expect((await fetch(`${world.system.url}/health`)).status).toBe(200);
    },
    30_000,
  );

  it('of Graph with markup in a name is kept as text, to the letter', async () => {
    behaviour = json(200, {
      id: '1',
      verified_name: MARKUP,
      display_phone_number: '+1 555',
      quality_rating: 'GREEN',
      status: 'CONNECTED',
      success: true,
    });
    expect((await validate()).outlet.verifiedName).toBe(MARKUP);
  });

  it.each<[string, Behaviour, { status: number; body: object }]>([
    [
      'says nothing of a number',
      (response) => response.destroy(),
      { status: 201, body: { status: 'unconfirmed', confirmation: 'waiting' } },
    ],
    ['fails', json(500, { error: { code: 2, message: 'x' } }), { status: 201, body: { status: 'unconfirmed', confirmation: 'waiting' } }],
    ['refuses the token', json(401, { error: { code: 190, message: 'x' } }), { status: 422, body: { code: 'whatsapp_token_invalid' } }],
    ['lists other numbers', json(200, { data: [{ id: '1' }] }), { status: 422, body: { code: expect.stringMatching(/^whatsapp_number/) } }],
  ])('of Graph that %s gives nobody the number: nothing is routed to it, and it sends nothing', async (_, act, expected) => {
    behaviour = act;
    const headers = world.beta.members.owner;
    const number = { phoneNumberId: `7800000${++numbers}`, wabaId: `7900000${numbers}` };
    const body = { name: 'Claimed', displayPhoneNumber: '+1 555 010 1001', accessToken: 'EAAmade-up-by-a-stranger', ...number };
    const claim = await world.system.api<{ id: string }>('/outlets', { headers, body });
    expect(claim).toMatchObject(expected);
    const message = { wamid: `wamid.NOBODY${numbers}`, from: '15550800099', text: 'private' };
    expect(await world.system.webhook(textBody(number.phoneNumberId, number.wabaId, [message]))).toBe(200);
    await eventually(async () =>
      expect(
        await world.system.query('select tenant_id, outcome, code from gateway.webhook_items where phone_number_id = $1', [
          number.phoneNumberId,
        ]),
      ).toEqual([{ tenant_id: null, outcome: 'parked', code: 'unknown_phone_number' }]),
    );
    if (claim.status !== 201) return;
    const send = { outletId: claim.body.id, to: '+15550800098', type: 'text', text: 'x' };
    expect(await world.system.api('/messages', { headers, body: send })).toMatchObject({
      status: 422,
      body: { code: 'number_paused' },
    });
  });
  let numbers = 0;

  it('of a customer with markup is data: JSON that no browser takes for a page', async () => {
    const [outlet] = world.acme.tenant.outlets;
    const message = { wamid: 'wamid.MARKUP', from: '15550800001', text: MARKUP, name: MARKUP };
    expect(await world.system.webhook(textBody(outlet!.phoneNumberId, outlet!.wabaId, [message]))).toBe(200);
    const headers = world.acme.members.viewer;
    const conversation = await eventually(async () => {
      const { body } = await world.system.api<{ items: { id: string; contact: { name: string } }[] }>('/conversations?phone=15550800001', {
        headers,
      });
      expect(body.items).toHaveLength(1);
      return body.items[0]!;
    });
    expect(conversation.contact.name).toBe(MARKUP);
    const answer = await world.system.api<{ items: { text: string }[] }>(`/conversations/${conversation.id}/messages`, { headers });
    expect(answer.body.items[0]!.text).toBe(MARKUP);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }, 30_000);

  it.each<[string, Behaviour]>([
    ['goes elsewhere', (response) => void response.writeHead(307, { location: `${elsewhere}/stolen` }).end()],
    ['never ends, in one line', endless('text/event-stream', 'x'.repeat(65_536))],
    ['never ends, as an error', (response) => ((response.statusCode = 400), endless('application/json', 'x'.repeat(65_536))(response))],
    ['is no stream', json(200, { choices: MARKUP })],
    [
      'is nested without end',
      (response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${'['.repeat(200_000)}\n\n`),
    ],
  ])(
    'of a model that %s brings a person, and nothing else stops',
    async (_, act) => {
      modelBehaviour = act;
      const customer = `1555080${String(++customers).padStart(4, '0')}`;
      // A model that failed often is left alone for a while, and this is about one that is asked.
      const config = await world.system.api(`/tenants/${world.acme.tenant.id}/llm-config`, {
        method: 'PUT',
        headers: world.acme.members.owner,
        body: { model: `model-${customers}` },
      });
      expect(config.status).toBe(200);
      await world.system.customerWrites(world.acme.tenant, customer, 'How long does standard shipping take?');
      await eventually(
        async () => {
          const { body } = await world.system.api<{ items: { owner: string; handoffReason?: string }[] }>(
            `/conversations?phone=${customer}`,
            {
              headers: world.acme.members.viewer,
            },
          );
          expect(body.items).toMatchObject([{ owner: 'none', handoffReason: expect.stringMatching(/^model_/) }]);
        },
        { timeoutMs: 30_000 },
      );
      expect(strangers).toEqual([]);
      const startedAt = performance.now();
      expect((await fetch(`${world.system.url}/health`)).status).toBe(200);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    },
    60_000,
  );
  let customers = 0;
});
