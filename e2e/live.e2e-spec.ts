import { io } from 'socket.io-client';
import { LiveClient } from '../services/gateway/test/live-client.js';
import { startChromium } from './chromium.js';
import { eventually, System, textBody, type DemoTenant } from './system.js';

describe('live', () => {
  let system: System;
  let acme: DemoTenant;
  let beta: DemoTenant;
  const clients: LiveClient[] = [];

  beforeAll(async () => {
    system = await System.start({ SERVICES: 'separate' });
    [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
  }, 180_000);
  afterEach(() => clients.splice(0).forEach((client) => client.close()));
  afterAll(async () => system?.destroy(), 60_000);

  async function connect(tenant: DemoTenant, role = 'agent'): Promise<LiveClient> {
    const { email, password } = tenant.users.find((user) => user.role === role)!;
    const client = new LiveClient(system.url, { token: await system.signIn(email, password), tenantId: tenant.id });
    clients.push(client);
    await eventually(() => expect(client.readies).toBe(1));
    return client;
  }

  it('a question, the draft of its answer, the answer and its delivery appear as they happen, to that tenant alone', async () => {
    const [agent, stranger] = [await connect(acme), await connect(beta)];
    const { question, answerContains } = acme.knowledgeBases[0]!.examples[0]!;
    await system.customerWrites(acme, '15550300001', question);
    await eventually(
      () => {
        expect(agent.of('message').map(({ message }) => message.author)).toEqual(['customer', 'bot']);
        expect(agent.of('status').map(({ status }) => status)).toContain('delivered');
      },
      { timeoutMs: 20_000 },
    );
    const [asked, answered] = agent.of('message');
    expect(asked).toMatchObject({ tenantId: acme.id, seq: 1, message: { text: question, direction: 'inbound' } });
    expect(answered).toMatchObject({
      conversationId: asked!.conversationId,
      seq: 2,
      message: { text: expect.stringContaining(answerContains) },
    });
    expect(agent.of('draft')).toMatchObject([{ conversationId: asked!.conversationId, text: answered!.message.text, done: true }]);
    expect(agent.of('conversation').at(-1)).toMatchObject({
      conversation: { id: asked!.conversationId, contact: { phone: '15550300001' } },
    });

    const { conversationId } = asked!;
    expect(await agent.ask('subscribe', { conversationId })).toMatchObject({ ok: true });
    const sent = await agent.ask('send', { conversationId, type: 'text', text: 'And this is Luis.', clientId: 'one' });
    expect(sent).toMatchObject({ ok: true, clientId: 'one', message: { author: 'agent' } });
    await eventually(async () => expect(await system.answers(acme, '15550300001')).toContain('And this is Luis.'), { timeoutMs: 20_000 });
    await eventually(() => expect(agent.of('assigned')).toMatchObject([{ conversationId }]));
    await eventually(() =>
      expect(
        agent
          .of('status')
          .filter(({ messageId }) => messageId === sent.message.id)
          .map(({ status }) => status),
      ).toContain('delivered'),
    );
    expect(await stranger.ask('subscribe', { conversationId })).toMatchObject({ ok: false, problem: { status: 404 } });
    expect(stranger.heard.filter(({ event }) => event !== 'ready' && event !== 'presence')).toEqual([]);
    expect(agent.faults).toEqual([]);
  }, 60_000);

  it('long polling works as well, and /socket.io is the gateway’s, not a page', async () => {
    const { email, password } = acme.users[0]!;
    const token = await system.signIn(email, password);
    const socket = io(`${system.url}/live`, { auth: { token, tenantId: acme.id }, transports: ['polling'], forceNew: true });
    const ready = await new Promise((resolve) => socket.once('ready', resolve));
    expect(ready).toMatchObject({ tenantId: acme.id });
    socket.disconnect();
    expect((await fetch(`${system.url}/socket.io`)).status).toBe(404);
    expect((await fetch(`${system.url}/socket.io/`)).headers.get('content-type')).toContain('application/json');
    const document = (await (await fetch(`${system.url}/api/live-docs-json`)).json()) as { asyncapi: string };
    expect(document.asyncapi).toBe('3.0.0');
  }, 30_000);

  it('the dashboard’s policy lets a page connect to its own host', async () => {
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      const refused: string[] = [];
      page.on('console', (message) => /Content Security Policy/.test(message.text()) && refused.push(message.text()));
      await page.goto(system.url);
      const opened = await page.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            const socket = new WebSocket(url);
            socket.onmessage = ({ data }) => resolve(String(data).slice(0, 1));
            socket.onerror = () => resolve('refused');
          }),
        `${system.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      );
      expect({ opened, refused }).toEqual({ opened: '0', refused: [] });
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('kill -9 of gateway, conversation and NATS while messages come in: every client ends with exactly the rows of the database', async () => {
    const watching = await Promise.all(Array.from({ length: 10 }, () => connect(acme)));
    const [{ phoneNumberId, wabaId }] = acme.outlets as [DemoTenant['outlets'][0]];
    const before = (await rows()).length;
    for (const client of watching) for (const { id } of await rows()) client.messages.set(id, 1);
    const total = 400;
    const queue = Array.from({ length: total }, (_, index) => index);
    const post = async (): Promise<void> => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const message = { wamid: `wamid.LIVE.${index}`, from: String(15_552_000_000 + (index % 50)), text: `message ${index}` };
        while ((await system.webhook(textBody(phoneNumberId, wabaId, [message])).catch(() => 0)) !== 200) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    const posting = Promise.all(Array.from({ length: 8 }, post));
    for (const [index, victim] of ['gateway', 'conversation', 'nats', 'gateway', 'conversation'].entries()) {
      await eventually(() => expect(total - queue.length).toBeGreaterThan(((index + 1) * total) / 7), { timeoutMs: 60_000, everyMs: 5 });
      const pid = system.pids[victim]!;
      process.kill(pid, 'SIGKILL');
      await eventually(() => expect(system.pids[victim]).not.toBe(pid), { timeoutMs: 30_000 });
    }
    await posting;
    await eventually(
      async () => {
        const { items } = await system.ledger();
        expect(items).toMatchObject({ pending: 0, dead: 0, parked: 0 });
        const expected = new Set((await rows()).map(({ id }) => id));
        expect(expected.size).toBeGreaterThanOrEqual(before + total);
        for (const client of watching) expect(new Set(client.messages.keys())).toEqual(expected);
      },
      { timeoutMs: 120_000, everyMs: 500 },
    );
    expect(watching.flatMap(({ faults }) => faults)).toEqual([]);
    expect(watching.flatMap(({ messages }) => [...messages.values()]).filter((times) => times !== 1)).toEqual([]);
    expect(watching.filter(({ readies }) => readies >= 3)).toHaveLength(10);

    async function rows(): Promise<{ id: string }[]> {
      return system.query('select id from conversation.messages where tenant_id = $1', [acme.id]);
    }
  }, 240_000);
});
