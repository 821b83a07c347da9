import { v7 } from 'uuid';
import { checkoutAbandoned, orderChanged, type EventOf } from '#contracts';
import { eventually } from '#testing';
import { CampaignWorld, type Json } from './campaign-world.js';
import { dripsIn, MESSAGE } from './drip-helpers.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const LONG = { timeoutMs: 30_000 };
const WEEK = { amount: 1, unit: 'weeks' };
const { askedFor, drip, enroll, progress } = dripsIn(world);

type Told = Partial<EventOf<typeof orderChanged>['data']>;

/** An order of a contact comes to something. */
const order = async (tenantId: string, contactId: string, what: Told): Promise<void> => {
  const { previousStatus: _, ...example } = orderChanged.example;
  await world.infra.publish(orderChanged, tenantId, { ...example, orderId: v7(), contactId, at: world.now().toISOString(), ...what });
};
const entries = (tenantId: string, id: string): Promise<Json[]> =>
  world.infra.rows<Json>(
    `select contact_id, state, exit_reason, entered_by, checkout_link from engagement.enrolments where tenant_id = $1 and campaign_id = $2 order by id`,
    [tenantId, id],
  );
const on = (value: string, over: object = {}) => ({ enrolOn: { on: 'event', value }, ...over });

describe('contacts come into a drip by their orders', () => {
  it('that are made or paid, each order once, and none that is old, or of an event that does not say how old it is', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa, ines, ana, eva] = (await world.contacts(tenantId, 4)) as [string, string, string, string];
    const byOrder = await drip(outlet, [WEEK], on('order_created'));
    const unpaid = await drip(outlet, [WEEK], on('order_created', { exitOnPaid: true }));
    const byPayment = await drip(outlet, [{ amount: 0, unit: 'minutes' }], on('order_paid', { exitOnPaid: true }));
    const [hers, theirs] = [v7(), v7()];
    await order(tenantId, ana, { status: 'paid', milestones: [] });
    await order(tenantId, eva, { status: 'paid' });
    await order(tenantId, rosa, { orderId: hers, status: 'pending', milestones: ['created'] });
    await order(tenantId, ines, { orderId: theirs, status: 'paid', milestones: ['created', 'paid'] });
    await eventually(async () => expect(await progress(tenantId, ines, byPayment.id)).toMatchObject({ state: 'completed' }), LONG);
    await eventually(async () => expect(await progress(tenantId, rosa, unpaid.id)).toMatchObject({ state: 'active' }), LONG);
    // It is paid, given back and paid again: whoever has been through the drip by this order does not begin it anew.
    for (let n = 0; n < 2; n++) await order(tenantId, ines, { orderId: theirs, status: 'paid', milestones: ['paid'] });
    await order(tenantId, ana, { orderId: v7(), status: 'paid', previousStatus: 'pending', milestones: ['paid'] });
    await eventually(async () => expect(await progress(tenantId, ana, byPayment.id)).toMatchObject({ state: 'completed' }), LONG);
    await world.infra.settled('engagement');
    expect(await entries(tenantId, byOrder.id)).toEqual([
      { contact_id: rosa, state: 'active', exit_reason: null, checkout_link: null, entered_by: `order_created:${hers}` },
      { contact_id: ines, state: 'active', exit_reason: null, checkout_link: null, entered_by: `order_created:${theirs}` },
    ]);
    expect(await entries(tenantId, unpaid.id)).toMatchObject([{ contact_id: rosa }]);
    expect(await entries(tenantId, byPayment.id)).toMatchObject([
      { contact_id: ines, state: 'completed', entered_by: `order_paid:${theirs}` },
      { contact_id: ana, state: 'completed' },
    ]);
    expect((await world.call('GET', `/campaigns/${unpaid.id}`, tenantId)).body).toMatchObject({
      exitOnPaid: true,
      enrolOn: { on: 'event', value: 'order_created' },
    });
  }, 120_000);

  it('and by a checkout that they leave, each once, until they pay', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa] = (await world.contacts(tenantId, 1)) as [string];
    const { id, steps } = await drip(outlet, [{ amount: 0, unit: 'minutes' }, WEEK], on('checkout_abandoned', { exitOnPaid: true }));
    const message = { ...MESSAGE, parameters: { 1: { from: 'enrolment.checkoutLink' } } };
    expect((await world.call('PUT', `/campaigns/${id}/steps/${steps[0]}`, tenantId, { message })).status).toBe(200);
    expect((await world.call('POST', `/campaigns/${id}/publish`, tenantId)).status).toBe(200);
    const leaves = (checkoutId: string) =>
      world.infra.publish(checkoutAbandoned, tenantId, { ...checkoutAbandoned.example, checkoutId, contactId: rosa });
    const [first, second] = [v7(), v7()];
    await leaves(first);
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'active' }), LONG);
    const { link } = checkoutAbandoned.example;
    await eventually(
      async () => expect(await askedFor(tenantId)).toMatchObject([{ message: { template: { parameters: { 1: link } } } }]),
      LONG,
    );
    await order(tenantId, rosa, { status: 'paid', milestones: ['created', 'paid'] });
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ exitReason: 'order_paid' }), LONG);
    await leaves(first);
    await leaves(second);
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'active' }), LONG);
    await world.infra.settled('engagement');
    expect(await entries(tenantId, id)).toMatchObject([
      { state: 'exited', entered_by: `checkout_abandoned:${first}`, checkout_link: null },
      { state: 'active', entered_by: `checkout_abandoned:${second}`, checkout_link: link },
    ]);
  }, 120_000);

  it('and leave it when one is paid after they came in, or the one that they came in with', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa, ines, ana] = (await world.contacts(tenantId, 3)) as [string, string, string];
    const unpaid = await drip(outlet, [WEEK], on('order_created', { exitOnPaid: true }));
    const stays = await drip(outlet, [WEEK]);
    const byHand = await drip(outlet, [WEEK], { exitOnPaid: true });
    const hers = v7();
    const before = new Date(world.now().getTime() - 60_000).toISOString();
    await order(tenantId, rosa, { orderId: hers, status: 'pending', milestones: ['created'], at: before });
    await eventually(async () => expect(await progress(tenantId, rosa, unpaid.id)).toMatchObject({ state: 'active' }), LONG);
    for (const contactId of [rosa, ines, ana]) {
      await enroll(tenantId, contactId, stays.id);
      await enroll(tenantId, contactId, byHand.id);
    }
    // The first is told late: it was paid before whoever paid it came into the drips.
    await order(tenantId, rosa, { orderId: hers, status: 'paid', previousStatus: 'pending', milestones: ['paid'], at: before });
    await order(tenantId, ines, { status: 'paid', previousStatus: 'pending', milestones: ['paid'] });
    const paid = { state: 'exited', exitReason: 'order_paid' };
    await eventually(async () => expect(await progress(tenantId, rosa, unpaid.id)).toMatchObject(paid), LONG);
    await eventually(async () => expect(await progress(tenantId, ines, byHand.id)).toMatchObject(paid), LONG);
    await world.infra.settled('engagement');
    expect(await entries(tenantId, byHand.id)).toMatchObject([{ state: 'active' }, { state: 'exited' }, { state: 'active' }]);
    expect(await entries(tenantId, stays.id)).toMatchObject([{ state: 'active' }, { state: 'active' }, { state: 'active' }]);
  }, 120_000);
});
