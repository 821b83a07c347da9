import { eventually, startService } from '#testing';
import { TenantDatabase } from '#database';
import { ManagementCallsRepository } from '../src/persistence/templates/management-calls.repository.js';
import { service } from '../src/service.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { templates: atGraph } = world.graph;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

async function account(): Promise<Outlet> {
  const outlet = await world.outlet();
  atGraph.add(outlet.wabaId, { name: 'there' });
  return outlet;
}
const create = (outlet: Outlet, name: string) =>
  world.call('POST', '/templates', outlet.tenantId, {
    outletId: outlet.id,
    name,
    language: 'en_US',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'It is ready.' }],
  });
const sync = (outlet: Outlet) => world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
/** Of the 1,250 calls at once that an account with a registered number has, so many are left: 5,000 x 0.65 an hour come back. */
const leave = (outlet: Outlet, calls: number): Promise<unknown> =>
  world.infra.rows(
    `insert into message_sender.management_calls (tenant_id, waba_id, spent_until)
     values ($1, $2, clock_timestamp() + make_interval(secs => (1250 - $3::float8) * 3600 / 3250))
     on conflict (tenant_id, waba_id) do update set spent_until = excluded.spent_until`,
    [outlet.tenantId, outlet.wabaId, calls],
  );

it('what would be more than WhatsApp allows in an hour is not asked, and is told with how long to wait', async () => {
  const outlet = await account();
  // Owed some: on a busy machine one or two come back before the call.
  await leave(outlet, -50);
  const before = atGraph.calls.length;
  const { status, body } = await create(outlet, 'pickup');
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'whatsapp_rate_limited' });
  expect(atGraph.calls.length).toBe(before);
  await leave(outlet, 10);
  expect(await create(outlet, 'pickup')).toMatchObject({ status: 201 });
});

it('reading a list leaves the last calls to people, and goes on when there are more', async () => {
  const outlet = await account();
  await leave(outlet, 200);
  expect((await sync(outlet)).body).toMatchObject({ state: 'running', found: 0 });
  expect(await create(outlet, 'meanwhile')).toMatchObject({ status: 201 });
  await leave(outlet, 1_250);
  await world.infra.rows(`update message_sender.template_syncs set next_at = now() where waba_id = $1`, [outlet.wabaId]);
  await eventually(
    async () => expect((await world.call('GET', '/templates/syncs', outlet.tenantId)).body.items).toMatchObject([{ state: 'done' }]),
    { timeoutMs: 20_000 },
  );
});

it('two processes together take no more than there is, and other accounts have their own', async () => {
  const [outlet, other] = [await account(), await account()];
  await leave(outlet, 7);
  const second = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: world.graph.url });
  try {
    const take = async ({ app }: typeof second, of: Outlet): Promise<number> =>
      app
        .get(TenantDatabase)
        .forTenant(of.tenantId, (tx) => app.get(ManagementCallsRepository, { strict: false }).take(tx, of.wabaId, true));
    const began = performance.now();
    const waits = await Promise.all(Array.from({ length: 40 }, (_, n) => take(n % 2 ? second : world.running, outlet)));
    const cameBack = Math.ceil(((performance.now() - began) / 1_000) * (3_250 / 3_600));
    const taken = waits.filter((ms) => ms === 0).length;
    expect(taken).toBeGreaterThanOrEqual(7);
    expect(taken).toBeLessThanOrEqual(7 + cameBack + 1);
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(1_000);
    expect(await take(second, other)).toBe(0);
  } finally {
    await second.close();
  }
}, 60_000);

it('after WhatsApp said that it was too much, nobody asks until it may be asked again', async () => {
  const outlet = await account();
  atGraph.faults.push(80_007);
  expect(await create(outlet, 'first')).toMatchObject({ status: 503, body: { code: 'whatsapp_rate_limited' } });
  const before = atGraph.calls.length;
  expect(await create(outlet, 'second')).toMatchObject({ status: 503, body: { code: 'whatsapp_rate_limited' } });
  expect(atGraph.calls.length).toBe(before);
});
