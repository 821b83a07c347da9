import { v7 } from 'uuid';
import { replyRequested, typingStarted } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService({ READ_MARKS: 'on', SEND_CONCURRENCY: '2', GRAPH_TIMEOUT_MS: '20000' });
}, 60_000);
afterAll(() => world.stop(), 30_000);

const asked = (outlet: Outlet, wamid: string, conversationId = v7()): Promise<string> =>
  world.infra.publish(replyRequested, outlet.tenantId, {
    conversationId,
    outletId: outlet.id,
    contactId: v7(),
    epoch: 1,
    question: 'What are your opening hours?',
    wamid,
    history: [],
  });

describe('read marks', () => {
  it('show the customer that the message was read and that an answer is being written', async () => {
    const outlet = await world.outlet();
    await asked(outlet, 'wamid.READ');
    await eventually(() =>
      expect(graph.of(outlet.phoneNumberId).map((post) => post.body)).toEqual([
        { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.READ', typing_indicator: { type: 'text' } },
      ]),
    );
  });

  it('show no typing after the answer has left', async () => {
    const outlet = await world.outlet();
    // The conversation that the world's requests to send belong to.
    await asked(outlet, 'wamid.ANSWERED', '0198c0de-0000-7000-8000-000000000010');
    await world.request(outlet, 'from 9 to 18');
    await eventually(() => {
      const marks = graph.of(outlet.phoneNumberId).filter((post) => post.body.status === 'read');
      expect(marks.map((post) => post.body)).toEqual([{ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.ANSWERED' }]);
    });
  });

  it('take no connection from messages while they hang', async () => {
    const [hanging, outlet] = [await world.outlet(), await world.outlet()];
    let release = (): void => undefined;
    const never = new Promise<void>((resolve) => (release = resolve));
    graph.script(hanging.phoneNumberId, ...Array.from({ length: 4 }, () => () => never));
    for (const n of [1, 2, 3, 4, 5]) await asked(hanging, `wamid.HANGS${n}`);
    await eventually(() => expect(graph.of(hanging.phoneNumberId)).toHaveLength(4));
    const id = await world.request(outlet, 'an answer');
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }), { timeoutMs: 2_500 });
    expect(graph.of(hanging.phoneNumberId)).toHaveLength(4);
    release();
  }, 20_000);
});

describe('a person who writes', () => {
  it('is shown to the customer at once', async () => {
    const outlet = await world.outlet();
    await world.infra.publish(typingStarted, outlet.tenantId, { conversationId: v7(), outletId: outlet.id, wamid: 'wamid.TYPING' });
    await eventually(() =>
      expect(graph.of(outlet.phoneNumberId).map((post) => post.body)).toEqual([
        { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.TYPING', typing_indicator: { type: 'text' } },
      ]),
    );
  });
});
