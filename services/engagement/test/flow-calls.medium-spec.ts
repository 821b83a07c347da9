import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '#testing';
import { CONFIG } from '#service-kit';
import { FlowCaller } from '../src/clients/flows/flow-caller.js';
import { FlowRunsRepository } from '../src/persistence/flows/flow-runs.repository.js';
import type { Config } from '../src/config.js';
import { TenantDatabase } from '#database';
import type { Json } from './campaign-world.js';
import { edge, FlowsWorld, say, type Talk } from './flows-world.js';

const LONG = { timeoutMs: 30_000 };
const world = new FlowsWorld();
let server: Server;
let url: string;
/** What came, in order. */
const asked: { headers: IncomingHttpHeaders; method: string; path: string; body: string }[] = [];
let respond: (response: ServerResponse, path: string) => void;
const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    response.writeHead(status).end(JSON.stringify(body));
const of = (path: string) => asked.filter((one) => one.path.startsWith(path));

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url!;
      asked.push({ headers: request.headers, method: request.method!, path, body });
      respond(response, path);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await world.start({ FLOWS_ALLOW_PRIVATE: '1' });
}, 120_000);
afterAll(async () => {
  await world.stop();
  server.close();
}, 60_000);

const asking = (path: string, over: object = {}): object => ({
  triggers: [{ kind: 'keyword', words: ['where'] }],
  start: 'ask',
  nodes: [
    {
      id: 'ask',
      kind: 'call',
      url: `${url}${path}?phone={{ phone }}`,
      body: '{"name": {{ name }}}',
      save: [{ path: 'order.state', attribute: 'state' }],
      ...over,
    },
    say('found', 'It is {{ attributes.state }}.'),
    say('lost', 'We cannot look it up.'),
  ],
  edges: [edge('ask', 'next', 'found'), edge('ask', 'failed', 'lost')],
});
const ended = (talk: Talk) =>
  eventually(async () => expect((await world.runs(talk)).at(-1)).toMatchObject({ state: 'ended', call: null, call_at: null }), LONG);
const logOf = async (talk: Talk, flowId: string): Promise<Json[]> => {
  const [run] = await world.runs(talk);
  return (await world.call('GET', `/flows/${flowId}/runs/${run!.id}`, talk.tenantId)).body.log;
};

describe('a call of a flow', () => {
  it('is signed, asks once, keeps what is told, and goes on; the customer is in the middle of the flow meanwhile', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    const made = await world.call('POST', '/flows/call-secret', outlet.tenantId, undefined, 'admin');
    expect(made).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/), formerUntil: null } });
    const { body: second } = await world.call('POST', '/flows/call-secret', outlet.tenantId, undefined, 'admin');
    expect(second.secret).not.toBe(made.body.secret);
    expect(Date.parse(second.formerUntil)).toBeGreaterThan(world.now().getTime());

    let goOn = (): void => undefined;
    respond = (response) => {
      goOn = () => void json({ order: { state: 'on its way' } })(response);
    };
    const flowId = await world.flow(outlet, asking('/signed'));
    await world.says(talk, 'where', { times: 2 });
    await eventually(() => expect(of('/signed')).toHaveLength(1), LONG);
    await world.says(talk, 'are you there?');
    expect((await world.runs(talk)).at(-1)).toMatchObject({ waits_for: 'call', last_seq: 1 });
    goOn();
    await ended(talk);
    expect(await world.said(talk)).toEqual(['It is on its way.']);
    expect(await world.moved(talk)).toMatchObject([
      { seq: 1, waits: true, deeds: [] },
      // What was said meanwhile is the bot's to answer.
      { seq: 1, waits: false, deeds: [{ kind: 'attribute', name: 'state', value: 'on its way' }] },
    ]);
    const [{ headers, method, path, body }] = of('/signed') as [(typeof asked)[number]];
    expect({ method, path, body: JSON.parse(body) }).toEqual({
      method: 'POST',
      path: expect.stringMatching(/^\/signed\?phone=1650\d+$/),
      body: { name: 'Rosa' },
    });
    const signed = [second.secret, made.body.secret].map((secret: string) => {
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const text = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`;
      return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
    });
    expect(headers['webhook-signature']).toBe(signed.join(' '));
    expect((await logOf(talk, flowId)).find(({ kind }) => kind === 'passed')).toMatchObject({
      kind: 'passed',
      node: 'ask',
      detail: 'next',
    });
  }, 60_000);

  it('is tried again after a fault that passes, under the same id; what will not pass goes by the other way at once, and why is told', async () => {
    const outlet = await world.outlet();
    const [first, other] = [await world.talk(outlet), await world.talk(outlet)];
    let tries = 0;
    respond = (response) => (++tries < 3 ? json({}, 503)(response) : json({ order: { state: 'here' } })(response));
    const flowId = await world.flow(outlet, asking('/passing'));
    await world.says(first, 'where');
    await eventually(() => {
      world.forward(2_000);
      expect(of('/passing')).toHaveLength(3);
    }, LONG);
    await ended(first);
    expect(await world.said(first)).toEqual(['It is here.']);
    expect(new Set(of('/passing').map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    respond = json({}, 404);
    await world.says(other, 'where');
    await ended(other);
    expect(await world.said(other)).toEqual(['We cannot look it up.']);
    expect(of('/passing')).toHaveLength(4);
    expect(await logOf(other, flowId)).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'passed', node: 'ask', detail: 'failed', outcome: 'http_404' })]),
    );
  }, 60_000);

  it('whose process dies is made again, and the flow goes on once', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    respond = json({ order: { state: 'here' } });
    const runs = world.get(FlowRunsRepository);
    const { tenantsCalling } = runs;
    runs.tenantsCalling = () => Promise.resolve([]);
    await world.flow(outlet, asking('/dying'));
    await world.says(talk, 'where');
    // As by one that takes it and is gone.
    const now = world.now();
    const taken = await world
      .get(TenantDatabase)
      .forTenant(outlet.tenantId, (tx) => runs.takeCalls(tx, now.toISOString(), new Date(now.getTime() + 30_000).toISOString(), 10));
    expect(taken).toMatchObject([{ tries: 1 }]);
    runs.tenantsCalling = tenantsCalling;
    world.forward(31_000);
    await ended(talk);
    expect(of('/dying')).toHaveLength(1);
    expect(await world.said(talk)).toEqual(['It is here.']);
  }, 60_000);

  it('that is not answered for two minutes is left; what then comes changes nothing', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    let late = (): void => undefined;
    respond = (response) => {
      late = () => void json({ order: { state: 'late' } })(response);
    };
    await world.flow(outlet, asking('/late'));
    await world.says(talk, 'where');
    await eventually(() => expect(of('/late')).toHaveLength(1), LONG);
    world.forward(2 * 60_000 + 1_000);
    await ended(talk);
    late();
    expect(await world.said(talk)).toEqual(['We cannot look it up.']);
  }, 60_000);

  it('reaches nothing inside the network of the installation, nor follows a redirect', async () => {
    const config = world.running.app.get<Config>(CONFIG, { strict: false });
    const outside = new FlowCaller({ ...config, FLOWS_ALLOW_PRIVATE: '0' });
    const before = asked.length;
    for (const target of [url, 'https://localhost/x', 'https://127.0.0.1/x', 'https://169.254.169.254/latest', 'https://[::1]/x'])
      expect(await outside.call({ method: 'GET', url: target, body: '' }, {})).toMatchObject({
        failure: expect.stringMatching(/^(address|private_address)$/),
      });
    expect(asked).toHaveLength(before);
    await outside.beforeApplicationShutdown();

    const caller = world.get(FlowCaller);
    respond = (response) => response.writeHead(302, { location: `${url}/elsewhere` }).end();
    expect(await caller.call({ method: 'GET', url: `${url}/away`, body: '' }, {})).toEqual({ failure: 'http_302', isPassing: false });
    expect(of('/elsewhere')).toEqual([]);
    respond = (response) => response.end('x'.repeat(65 * 1024));
    expect(await caller.call({ method: 'GET', url: `${url}/large`, body: '' }, {})).toEqual({ failure: 'answer_too_large' });
    respond = (response) => response.end('hello');
    expect(await caller.call({ method: 'GET', url: `${url}/text`, body: '' }, {})).toEqual({ answer: undefined });
  });

  it('is tried in the drawing without a call', async () => {
    const outlet = await world.outlet();
    const id = await world.flow(outlet, asking('/drawn'));
    const simulate = async (...events: object[]): Promise<Json> =>
      (
        await world.call('POST', `/flows/${id}/simulate`, outlet.tenantId, {
          events: [{ kind: 'start' }, ...events],
          contact: { name: 'Rosa', phone: '51987' },
        })
      ).body;
    expect(await simulate()).toMatchObject({
      waitsFor: 'call',
      entries: [{ effect: { kind: 'call', request: { method: 'POST', url: `${url}/drawn?phone=51987`, body: '{"name": "Rosa"}' } } }],
    });
    const { entries } = await simulate({ kind: 'called', answer: { order: { state: 'drawn' } } });
    expect(entries.at(-1).effect.message.text).toBe('It is drawn.');
    expect((await simulate({ kind: 'called' })).entries.at(-1).effect.message.text).toBe('We cannot look it up.');
    expect(of('/drawn')).toEqual([]);
  });
});
