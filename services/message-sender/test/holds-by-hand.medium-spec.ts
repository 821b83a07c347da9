import { v7 } from 'uuid';
import { sendingAudited } from '#contracts';
import { asMember, eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const holds = async (outlet: Outlet) => (await world.call('GET', '/messages/holds', outlet.tenantId)).body.items;
const place = (tenantId: string, body: object, role: 'admin' | 'agent' = 'admin') =>
  world.call('POST', '/messages/holds', tenantId, body, asMember(world.infra, tenantId, role));
const reaches = (id: string, state: string) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs: 10_000 });

describe('a hold that is placed by hand', () => {
  it('keeps the messages of its number, and of no other, until it is lifted; none is lost', async () => {
    const outlet = await world.outlet();
    const sibling = await world.outlet(outlet.tenantId);
    const placed = await place(outlet.tenantId, { outletId: outlet.id, reason: 'We check the prices' });
    expect(placed).toMatchObject({
      status: 201,
      body: { scope: 'number', key: outlet.id, kind: 'stop', code: 'by_hand', title: 'We check the prices', until: null },
    });
    const held = [];
    for (const text of ['one', 'two', 'three']) held.push(await world.request(outlet, text, { class: 'otp' }));
    await reaches(await world.request(sibling, 'of the other number'), 'accepted');
    for (const id of held) expect(await world.row(id)).toMatchObject({ state: 'queued', claim: 0 });
    expect(graph.texts(outlet.phoneNumberId)).toEqual([]);
    expect((await world.call('DELETE', `/messages/holds/${placed.body.id}`, outlet.tenantId)).status).toBe(204);
    for (const id of held) await reaches(id, 'accepted');
    expect(graph.texts(outlet.phoneNumberId).toSorted()).toEqual(['one', 'three', 'two']);
  }, 20_000);

  it('keeps all numbers of the company where none is named, and none of another company', async () => {
    const [outlet, other] = [await world.outlet(), await world.outlet()];
    const { body } = await place(outlet.tenantId, { reason: 'Fire drill' });
    expect(body).toMatchObject({ scope: 'app', key: '', kind: 'stop' });
    const held = await world.request(outlet, 'waits');
    await reaches(await world.request(other, 'goes'), 'accepted');
    expect(await world.row(held)).toMatchObject({ state: 'queued', claim: 0 });
    expect(await holds(other)).toEqual([]);
    expect((await world.call('DELETE', `/messages/holds/${body.id}`, other.tenantId)).status).toBe(404);
    expect((await place(other.tenantId, { outletId: outlet.id, reason: 'Not mine' })).status).toBe(404);
  }, 20_000);

  it('ends at its time, and another one takes the place of the first', async () => {
    const outlet = await world.outlet();
    const until = new Date(Date.now() + 60 * 60_000).toISOString();
    await place(outlet.tenantId, { outletId: outlet.id, reason: 'First' });
    await place(outlet.tenantId, { outletId: outlet.id, reason: 'Second', until });
    expect(await holds(outlet)).toMatchObject([{ title: 'Second', kind: 'wait', until }]);
    const held = await world.request(outlet, 'in an hour');
    await eventually(async () => expect(await world.row(held)).toMatchObject({ state: 'queued' }));
    const changed = await world.infra.rows(
      `update message_sender.holds set until = now() - interval '1 second' where tenant_id = $1 and ended_at is null returning id`,
      [outlet.tenantId],
    );
    expect(changed).toHaveLength(1);
    await reaches(held, 'accepted');
    expect(await holds(outlet)).toEqual([]);
  }, 20_000);

  it.each([
    [{}, 400],
    [{ reason: ' ' }, 400],
    [{ reason: 'x'.repeat(301) }, 400],
    [{ reason: 'Later', until: 'tomorrow' }, 400],
    [{ reason: 'Over', until: new Date(Date.now() - 60_000).toISOString() }, 400],
    [{ reason: 'Too long', until: new Date(Date.now() + 400 * 24 * 3_600_000).toISOString() }, 400],
    [{ reason: 'Nowhere', outletId: v7() }, 404],
  ])('is refused: %j', async (body, status) => {
    const { tenantId } = await world.outlet();
    expect((await place(tenantId, body)).status).toBe(status);
  });

  it('is for admins, and both placing and lifting are told to the audit log, without the reason', async () => {
    const outlet = await world.outlet();
    expect((await place(outlet.tenantId, { reason: 'No' }, 'agent')).status).toBe(403);
    const { body } = await place(outlet.tenantId, { outletId: outlet.id, reason: 'Ana Pérez complained' });
    await world.call('DELETE', `/messages/holds/${body.id}`, outlet.tenantId);
    const told = (await world.infra.outboxEvents(sendingAudited, outlet.tenantId)).map(({ data }) => data);
    expect(told).toMatchObject([
      { action: 'hold.placed', targetType: 'hold', targetId: body.id, before: null, after: { scope: 'number', key: outlet.id } },
      { action: 'hold.lifted', targetId: body.id, before: { code: 'by_hand' }, after: null },
    ]);
    expect(JSON.stringify(told)).not.toContain('Ana');
  });
});
