import { v7 } from 'uuid';
import { customerOrders, type ReplyOf } from '#contracts';
import { CommerceWorld } from './world.js';

const TENANT = v7();
const OTHER_TENANT = v7();
const DAY_MS = 86_400_000;

describe('the orders that the assistant may tell a customer of', () => {
  let world: CommerceWorld;

  beforeAll(async () => {
    world = await CommerceWorld.start();
  }, 120_000);
  afterAll(async () => {
    await world?.stop();
  }, 60_000);

  const ask = async (contactId: string, tenantId = TENANT): Promise<ReplyOf<typeof customerOrders>['orders']> => {
    const nats = await world.infra.nats();
    const message = await nats.request(customerOrders.subject, JSON.stringify({ tenantId, request: { contactId } }), { timeout: 20_000 });
    const answered = message.json<{ ok: boolean; reply: unknown }>();
    expect(answered).toMatchObject({ ok: true });
    return customerOrders.reply.parse(answered.reply).orders;
  };
  const numbers = async (contactId: string, tenantId = TENANT): Promise<string[]> =>
    (await ask(contactId, tenantId)).map(({ number }) => number);
  const order = async (number: string, of: { contactId?: string; phone?: string }, tenantId = TENANT): Promise<string> => {
    const made = await world.call('POST', '/orders', tenantId, {
      orderNumber: number,
      ...of,
      currency: 'PEN',
      items: [{ name: 'Mug', quantity: 1, unitPriceMinor: 2_500 }],
    });
    expect({ number, status: made.status }).toEqual({ number, status: 201 });
    return made.body.id as string;
  };
  const move = async (id: string, body: object): Promise<void> => {
    expect((await world.call('PUT', `/orders/${id}`, TENANT, body)).status).toBe(200);
  };

  it('are those of the contact, and of its number where no contact was known, with how they stand and the way to follow them', async () => {
    const early = await order('A-1', { phone: '51987111001' });
    const rosa = await world.contact(TENANT, '51987111001');
    const late = await order('A-2', { contactId: rosa });
    await move(late, { status: 'confirmed' });
    await move(late, { status: 'shipped', trackingUrl: 'https://track.example.com/A2', trackingNumber: 'RR2' });
    await order('B-1', { phone: '51987111002' });
    expect(await ask(rosa)).toMatchObject([
      {
        number: 'A-2',
        status: 'shipped',
        isOpen: true,
        totalMinor: 2_500,
        currency: 'PEN',
        trackingUrl: 'https://track.example.com/A2',
        trackingNumber: 'RR2',
      },
      { number: 'A-1', isOpen: true },
    ]);
    await move(early, { status: 'cancelled' });
    expect((await ask(rosa)).map(({ number, isOpen }) => [number, isOpen])).toEqual([
      ['A-2', true],
      ['A-1', false],
    ]);
  }, 60_000);

  it('are not those of whoever had the number before, of another company, or of nobody', async () => {
    const former = await world.contact(TENANT, '51987111003', 'Former');
    await order('C-1', { contactId: former });
    await world.infra.owner.query(`update conversation.contacts set phone = '51987111004' where tenant_id = $1 and id = $2`, [
      TENANT,
      former,
    ]);
    const present = await world.contact(TENANT, '51987111003', 'Present');
    expect(await numbers(present)).toEqual([]);
    expect(await numbers(former)).toEqual(['C-1']);
    const stranger = await world.contact(OTHER_TENANT, '51987111004', 'Stranger');
    expect(await numbers(stranger, OTHER_TENANT)).toEqual([]);
    expect(await numbers(former, OTHER_TENANT)).toEqual([]);
    expect(await numbers(v7())).toEqual([]);
  }, 60_000);

  it('go with a contact that is merged into another, in the list of the inbox too', async () => {
    const [first, second, third] = [
      await world.contact(TENANT, '51987111011'),
      await world.contact(TENANT, '51987111012'),
      await world.contact(TENANT, '51987111013'),
    ];
    await order('E-1', { contactId: first });
    await order('E-2', { contactId: second });
    const merge = `update conversation.contacts set phone = null, user_id = null, merged_into = $3 where tenant_id = $1 and id = $2`;
    await world.infra.owner.query(merge, [TENANT, first, second]);
    await world.infra.owner.query(merge, [TENANT, second, third]);
    expect(await numbers(third)).toEqual(['E-2', 'E-1']);
    const { body } = await world.call('GET', `/orders?contactId=${third}`, TENANT);
    expect(body.items.map(({ orderNumber }: { orderNumber: string }) => orderNumber)).toEqual(['E-2', 'E-1']);
    expect(await numbers(await world.contact(TENANT, '51987111011'))).toEqual([]);
  }, 60_000);

  it('by the number alone only while it cannot have passed to somebody else, and done ones only for a month', async () => {
    const lone = await world.contact(TENANT, '51987111005');
    const done = await order('D-1', { contactId: lone });
    await order('D-2', { phone: '51987111006' });
    await move(done, { status: 'cancelled' });
    const other = await world.contact(TENANT, '51987111006');
    expect([await numbers(lone), await numbers(other)]).toEqual([['D-1'], ['D-2']]);
    world.forward(31 * DAY_MS);
    expect([await numbers(lone), await numbers(other)]).toEqual([[], ['D-2']]);
    world.forward(15 * DAY_MS);
    expect(await numbers(other)).toEqual([]);
  }, 60_000);
});
