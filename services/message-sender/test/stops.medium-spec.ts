import { holdEnded, holdPlaced } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const placed = async ({ tenantId }: Outlet) =>
  (await world.infra.outboxEvents(holdPlaced)).flatMap((event) => (event.tenantId === tenantId ? [event.data] : []));
const ended = async ({ tenantId }: Outlet) =>
  (await world.infra.outboxEvents(holdEnded)).flatMap((event) => (event.tenantId === tenantId ? [event.data] : []));
const holdsOf = async ({ tenantId }: Outlet): Promise<{ id: string; code: string }[]> =>
  (await world.call('GET', '/messages/holds', tenantId)).body.items;

it('a number that WhatsApp stops is told once, whatever number of messages met it, and told when somebody lets it go on', async () => {
  const outlet = await world.outlet();
  graph.refuses = ({ phoneNumberId }) => (phoneNumberId === outlet.phoneNumberId ? 131_045 : undefined);
  await Promise.all(Array.from({ length: 8 }, (_, n) => world.request(outlet, `m ${n}`, { to: `1650555100${n}` })));
  await eventually(async () => expect(await placed(outlet)).toHaveLength(1));
  const [hold] = await holdsOf(outlet);
  expect(await placed(outlet)).toEqual([
    {
      holdId: hold!.id,
      scope: 'number',
      outletId: outlet.id,
      kind: 'stop',
      code: '131045',
      title: 'Number not registered',
      at: expect.any(String),
    },
  ]);
  expect(await ended(outlet)).toEqual([]);
  graph.refuses = () => undefined;
  expect(await world.call('DELETE', `/messages/holds/${hold!.id}`, outlet.tenantId)).toMatchObject({ status: 204 });
  expect(await ended(outlet)).toEqual([{ holdId: hold!.id, scope: 'number', outletId: outlet.id, code: '131045', at: expect.any(String) }]);
  await eventually(() => expect(new Set(graph.texts(outlet.phoneNumberId)).size).toBe(8));
  expect(await placed(outlet)).toHaveLength(1);
}, 30_000);

it('an account is told by its id, and a template by its name', async () => {
  const outlet = await world.outlet();
  graph.script(outlet.phoneNumberId, 131_042);
  await world.request(outlet, 'payment');
  await eventually(async () => expect(await placed(outlet)).toMatchObject([{ scope: 'waba', wabaId: outlet.wabaId, code: '131042' }]));
  const other = await world.outlet();
  graph.script(other.phoneNumberId, 132_015);
  await world.request(other, '', { content: { type: 'template', template: { name: 'spring', language: 'en' } } as never });
  await eventually(async () =>
    expect(await placed(other)).toMatchObject([{ scope: 'template', wabaId: other.wabaId, template: 'spring', code: '132015' }]),
  );
}, 30_000);

it('a refused token is told, and that the number goes on with another one', async () => {
  const outlet = await world.outlet();
  graph.script(outlet.phoneNumberId, 190);
  const id = await world.request(outlet, 'held');
  await eventually(async () => expect(await placed(outlet)).toMatchObject([{ kind: 'auth', code: '190', outletId: outlet.id }]));
  await world.infra.rows('update tenant.outlets set access_token_sealed = $2 where id = $1', [outlet.id, world.seal('token-2', outlet.id)]);
  await eventually(async () => expect(await ended(outlet)).toMatchObject([{ scope: 'number', outletId: outlet.id, code: '190' }]));
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }));
  expect(await ended(outlet)).toHaveLength(1);
}, 30_000);

it('what a person holds and what passes by itself is no news', async () => {
  const outlet = await world.outlet();
  const { body: hold } = await world.call('POST', '/messages/holds', outlet.tenantId, {
    outletId: outlet.id,
    reason: 'We check something.',
  });
  await world.call('DELETE', `/messages/holds/${hold.id}`, outlet.tenantId);
  graph.script(outlet.phoneNumberId, 130_429);
  const id = await world.request(outlet, 'later');
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted', claim: 2 }));
  expect(await placed(outlet)).toEqual([]);
  expect(await ended(outlet)).toEqual([]);
}, 30_000);
