import { statusChanged } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
  const rates = [
    ['Peru', 'service', 4_000],
    ['Peru', 'marketing', 70_000],
  ];
  for (const rate of rates) {
    await world.infra.rows(`insert into billing.rates values ($1, $2, 'USD', $3, current_date - 9, 'an example')`, rate);
  }
  await world.infra.rows(`insert into billing.rate_markets values ('PE', 'Peru', current_date - 9)`);
}, 60_000);
afterAll(() => world.stop(), 30_000);

const sent = async (outlet: Outlet, message: object): Promise<{ id: string; wamid: string }> => {
  const { body } = await world.call('POST', '/messages', outlet.tenantId, { outletId: outlet.id, to: '+51987111000', ...message });
  const wamid = await eventually(
    async () => {
      const row = await world.row(body.id);
      expect(row).toMatchObject({ state: 'accepted' });
      return row.wamid!;
    },
    { timeoutMs: 15_000 },
  );
  return { id: body.id, wamid };
};
const priceOf = async (outlet: Outlet, id: string) => (await world.call('GET', `/messages/${id}`, outlet.tenantId)).body.price;
const reports = async (outlet: Outlet, { id, wamid }: { id: string; wamid: string }, pricing: object): Promise<void> => {
  await world.report(outlet, { wamid, status: 'delivered', callbackData: id, pricing: pricing as { type: string; category: string } });
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'delivered', pricing }), { timeoutMs: 15_000 });
};

describe('the price of a message', () => {
  it('is estimated by the rate card until WhatsApp says as what it charged it, and both stay apart', async () => {
    const outlet = await world.outlet();
    const message = await sent(outlet, { type: 'text', text: 'hello' });
    const estimated = { kind: 'estimated', amountMicros: 4_000, amountMinor: 0, currency: 'USD', source: 'an example' };
    expect(await priceOf(outlet, message.id)).toEqual({ estimated: expect.objectContaining(estimated), final: null });
    await reports(outlet, message, { billable: false, type: 'free_customer_service', category: 'service' });
    expect(await priceOf(outlet, message.id)).toMatchObject({ estimated, final: { kind: 'final', amountMicros: 0, currency: 'USD' } });
  });

  it('is the amount that WhatsApp names under a max price, which goes to whoever counts costs with country and category', async () => {
    const outlet = await world.outlet();
    graph.templates.add(outlet.wabaId, { name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hello.' }] });
    await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
    const message = await sent(outlet, { type: 'template', template: { name: 'sale', language: 'en_US' } });
    expect(await priceOf(outlet, message.id)).toMatchObject({ estimated: { amountMicros: 70_000, amountMinor: 7 }, final: null });
    const pricing = { type: 'regular', category: 'marketing_lite', price: { amountMicros: 51_200, currency: 'USD' } };
    await reports(outlet, message, pricing);
    expect(await priceOf(outlet, message.id)).toMatchObject({
      estimated: { kind: 'estimated', amountMicros: 70_000 },
      final: { kind: 'final', amountMicros: 51_200, amountMinor: 5, currency: 'USD', source: 'WhatsApp' },
    });
    const told = (await world.infra.outboxEvents(statusChanged, outlet.tenantId)).map(({ data }) => data);
    expect(told).toMatchObject([
      { status: 'accepted', country: 'PE', category: 'marketing' },
      { status: 'delivered', country: 'PE', category: 'marketing', pricing },
    ]);
    expect(told[0]).not.toHaveProperty('pricing');
  });

  it('is not known of what no rate card has', async () => {
    const outlet = await world.outlet();
    const message = await sent(outlet, { type: 'text', text: 'hello', to: '+16505551234' });
    await reports(outlet, message, { type: 'regular', category: 'service' });
    expect(await priceOf(outlet, message.id)).toEqual({ estimated: null, final: null });
  });
});
