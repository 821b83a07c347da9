import { v7 } from 'uuid';
import { contactErasureRequested, sendingsErased, statusChanged } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const reaches = (id: string, state: string) => eventually(async () => expect(await world.row(id)).toMatchObject({ state }));

describe('messages into a group', () => {
  it('go to the group and to nobody in private, one after another', async () => {
    const outlet = await world.outlet();
    const groupId = `Y2FwaV9ncm91cDo${v7()}`;
    let release = (): void => undefined;
    graph.script(outlet.phoneNumberId, () => new Promise<void>((resolve) => (release = resolve)));
    const first = await world.request(outlet, 'first', { groupId });
    await eventually(() => expect(graph.of(outlet.phoneNumberId)).toHaveLength(1));
    const second = await world.request(outlet, 'second', { groupId });
    const elsewhere = await world.request(outlet, 'elsewhere', { groupId: `${groupId}x` });
    // The first one of the group is still under way: the second waits for it, another group does not.
    await reaches(elsewhere, 'accepted');
    expect(await world.row(second)).toMatchObject({ state: 'queued' });
    release();
    await reaches(second, 'accepted');
    expect(graph.of(outlet.phoneNumberId).map(({ body }) => [body.recipient_type, body.to, body.recipient, body.text.body])).toEqual([
      ['group', groupId, undefined, 'first'],
      ['group', `${groupId}x`, undefined, 'elsewhere'],
      ['group', groupId, undefined, 'second'],
    ]);
    const shown = await world.call('GET', `/messages/${first}`, outlet.tenantId);
    expect(shown.body.to).toEqual({ groupId });
  });

  it('are as far as they are with anyone, and have failed only where WhatsApp says so of the whole', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, 'hello', { groupId: 'group.1' });
    await reaches(id, 'accepted');
    const { wamid } = (await world.row(id)) as { wamid: string };
    const report = (status: string, participantId?: string) =>
      world.report(outlet, {
        wamid,
        status,
        recipient: participantId ? { participantId } : {},
        ...(status === 'failed' ? { errors: [{ code: 131026, title: 'Message undeliverable' }] } : {}),
      });
    await report('sent');
    await report('failed', '15550001');
    await report('delivered', '15550002');
    await report('delivered', '15550003');
    await reaches(id, 'delivered');
    await report('read', '15550003');
    await report('delivered', '15550004');
    await reaches(id, 'read');
    expect(await world.row(id)).toMatchObject({ failed: false, errors: [] });
    const statuses = async (): Promise<string[][]> =>
      (await world.call('GET', `/messages/${id}`, outlet.tenantId)).body.statuses
        .map(({ status, participant }: { status: string; participant: string }) => [status, participant])
        .sort();
    await eventually(async () =>
      expect(await statuses()).toEqual([
        ['delivered', '15550002'],
        ['delivered', '15550003'],
        ['delivered', '15550004'],
        ['failed', '15550001'],
        ['read', '15550003'],
        ['sent', ''],
      ]),
    );
    // Others hear of each step once, and of no recipient.
    const told = (await world.infra.outboxEvents(statusChanged)).filter(({ data }) => data.messageId === id).map(({ data }) => data);
    expect(told.map(({ status }) => status)).toEqual(['accepted', 'sent', 'delivered', 'read']);
    expect(told.every(({ recipient }) => recipient === undefined)).toBe(true);

    // A participant who is forgotten: the message stays, their statuses go.
    await world.infra.publish(contactErasureRequested, outlet.tenantId, {
      erasureId: v7(),
      phones: ['15550003'],
      userIds: [],
      conversationIds: [],
    });
    const [{ data }] = await eventually(async () => {
      const erased = await world.infra.outboxEvents(sendingsErased, outlet.tenantId);
      expect(erased).toHaveLength(1);
      return erased as [(typeof erased)[0]];
    });
    expect(data.counts).toMatchObject({ messages: 0, statuses: 2 });
    expect((await statuses()).flat()).not.toContain('15550003');
    expect(await world.row(id)).toMatchObject({ state: 'read' });
  });

  it('have failed where WhatsApp refuses the group', async () => {
    const outlet = await world.outlet();
    const id = await world.request(outlet, 'hello', { groupId: 'group.2' });
    await reaches(id, 'accepted');
    const { wamid } = (await world.row(id)) as { wamid: string };
    await world.report(outlet, { wamid, status: 'failed', recipient: {}, errors: [{ code: 131000, title: 'Something went wrong' }] });
    await reaches(id, 'failed');
  });
});
