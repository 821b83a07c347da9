import { v7 } from 'uuid';
import { contactErasureRequested } from '#contracts';
import { eventually } from '#testing';
import { gateActs } from './gate-acts.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld(false);
const { graph } = world;
const { account, check, post, hold, refuse, limit, change, written } = gateActs(world);

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

describe('what changed while a message waited', () => {
  const wait = (outlet: Outlet) => change(outlet, 'status', 'disabled');
  const go = (outlet: Outlet) => change(outlet, 'status', 'active');
  const settled = (id: string, state: string) => eventually(async () => expect(await world.row(id)).toMatchObject({ state }));

  it('a window that closed: it never leaves, and the others behind it do', async () => {
    const outlet = await account();
    await written(outlet, new Date(Date.now() + 1_500).toISOString());
    await hold(outlet, { code: 'by_hand' });
    const { body } = await post(outlet, {});
    const other = await post(outlet, { template: 'parcel' });
    expect([body.status, other.body.status]).toEqual(['queued', 'queued']);
    await eventually(async () => expect((await check(outlet, {})).body.decision).toBe('deny'));
    await world.infra.rows('update message_sender.holds set ended_at = now() where tenant_id = $1', [outlet.tenantId]);
    await settled(body.id, 'failed');
    expect(await world.row(body.id)).toMatchObject({
      failed: true,
      errors: [{ code: 131_047, advice: expect.stringContaining('template') }],
    });
    await settled(other.body.id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(1);
  });

  it('a window that closed and opened again: it leaves', async () => {
    const outlet = await account();
    await wait(outlet);
    const id = await world.request(outlet, 'An answer', { to: '51987111000' });
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'queued' }));
    await written(outlet);
    await go(outlet);
    await settled(id, 'accepted');
  });

  it('a template that became a promotion: who wants none does not get it', async () => {
    const outlet = await account();
    await refuse(outlet);
    await hold(outlet, { code: 'by_hand' });
    const { body } = await post(outlet, { template: 'parcel' });
    const willing = await post(outlet, { template: 'parcel', to: '+51987111999' });
    await world.infra.rows(`update message_sender.templates set category = 'MARKETING' where tenant_id = $1 and name = 'parcel'`, [
      outlet.tenantId,
    ]);
    await world.infra.rows('update message_sender.holds set ended_at = now() where tenant_id = $1', [outlet.tenantId]);
    await settled(body.id, 'failed');
    expect(await world.row(body.id)).toMatchObject({ errors: [{ code: 131_050 }] });
    await settled(willing.body.id, 'accepted');
  });
});

describe('what WhatsApp does not deliver for now', () => {
  it('a promotion that it kept from a customer is kept back here for a day, also where it waits; others go', async () => {
    const outlet = await account();
    const sent = await post(outlet, { template: 'sale' });
    await eventually(async () => expect(await world.row(sent.body.id)).toMatchObject({ state: 'accepted' }));
    const { wamid } = await world.row(sent.body.id);
    await hold(outlet, { code: 'by_hand' });
    const waits = await post(outlet, { template: 'sale' });
    const at = new Date(Date.now() - 3_600_000);
    await world.report(outlet, {
      wamid: wamid!,
      status: 'failed',
      callbackData: sent.body.id,
      at,
      errors: [{ code: 131_049 }],
      recipient: { phone: '51987111000' },
    });
    await eventually(async () => expect((await check(outlet, { template: 'sale' })).body.decision).toBe('deny'));
    const [row] = await world.infra.rows<{ hours: number }>(
      `select extract(epoch from until - now())::float8 / 3600 as hours from message_sender.delivery_limits where tenant_id = $1`,
      [outlet.tenantId],
    );
    expect(row!.hours).toBeGreaterThan(22.5);
    expect(row!.hours).toBeLessThanOrEqual(23);
    await world.infra.rows('update message_sender.holds set ended_at = now() where tenant_id = $1', [outlet.tenantId]);
    await eventually(async () => expect(await world.row(waits.body.id)).toMatchObject({ state: 'failed', errors: [{ code: 131_049 }] }));
    expect((await post(outlet, { template: 'parcel' })).status).toBe(202);
    expect((await post(outlet, { template: 'sale', to: '+51987111999' })).status).toBe(202);
    await world.infra.rows(`update message_sender.delivery_limits set until = now() where tenant_id = $1`, [outlet.tenantId]);
    expect((await post(outlet, { template: 'sale' })).status).toBe(202);
  });

  it('a country that it refuses at once is not tried again by the account', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, 130_497);
    const sent = await post(outlet, { template: 'parcel' });
    await eventually(async () => expect(await world.row(sent.body.id)).toMatchObject({ state: 'failed' }));
    expect(await post(outlet, { template: 'parcel', to: '+51987111999' })).toMatchObject({
      status: 422,
      body: { code: 'country_not_served' },
    });
    expect((await post(outlet, { template: 'parcel', to: '+5511987654321' })).status).toBe(202);
  });

  it('goes with a customer who is forgotten', async () => {
    const outlet = await account();
    for (const key of ['51987111000', 'PE.77', '51987111999']) await limit(outlet, 'marketing_cap', key);
    await world.infra.publish(contactErasureRequested, outlet.tenantId, {
      erasureId: v7(),
      contactIds: [v7()],
      conversationIds: [],
      messageIds: [],
      phones: ['51987111000'],
      userIds: ['PE.77'],
    } as never);
    await eventually(async () => {
      const left = await world.infra.rows('select key from message_sender.delivery_limits where tenant_id = $1', [outlet.tenantId]);
      expect(left).toEqual([{ key: '51987111999' }]);
    });
  });
});
