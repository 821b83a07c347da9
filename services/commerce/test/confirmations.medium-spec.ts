import { v7 } from 'uuid';
import { messageReceived, orderAnswersOf, orderMessageRequested } from '#contracts';
import { eventually } from '#testing';
import { ConfirmOrdersHandler } from '../src/handlers/orders/confirm-orders.handler.js';
import { signedWoo, wooOrder } from './shop-lives.js';
import { SECRET, Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

const HOUR_MS = 60 * 60_000;
const PHONE = '51987111000';
let world: CommerceWorld;
beforeAll(async () => {
  world = await CommerceWorld.start();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

/** A company that asks by two buttons, and waits for a day. */
const company = async (): Promise<string> => {
  const tenantId = v7();
  await world.infra.owner.query(`insert into tenant.tenants (id, slug, name) values ($1, $2, $2)`, [tenantId, `t-${tenantId}`]);
  await world.infra.owner.query(
    `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
     values ($1, $2, 'Shop', $3, 'waba', '15550000000', 'sealed', 'confirmed', now() - interval '1 hour')`,
    [tenantId, v7(), v7()],
  );
  const types = [{ type: 'awaiting_confirmation', enabled: true }];
  const set = await world.call('PUT', '/commerce/message-settings', tenantId, { confirmHours: 24, types });
  expect(set).toMatchObject({ status: 200, body: { confirmHours: 24 } });
  return tenantId;
};
const make = async (tenantId: string): Promise<Json> => {
  const items = [{ name: 'Mug', quantity: 2, unitPriceMinor: 1_250 }];
  const body = { orderNumber: '1042', phone: `+${PHONE}`, currency: 'PEN', language: 'es', items, cashOnDelivery: true };
  return (await world.call('POST', '/orders', tenantId, body)).body;
};
const get = async (tenantId: string, id: string): Promise<Json> => (await world.call('GET', `/orders/${id}`, tenantId)).body;
const asked = async (tenantId: string) => (await world.infra.outboxEvents(orderMessageRequested, tenantId)).map(({ data }) => data.message);
const press = (tenantId: string, id: string, phone = PHONE, ofTemplate = false) => {
  const raw = ofTemplate
    ? { type: 'button', button: { payload: id, text: 'x' } }
    : { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title: 'x' } } };
  const message = { wamid: v7(), type: raw.type, timestamp: new Date().toISOString(), from: { phone }, raw };
  return world.infra.publish(messageReceived, tenantId, { outletId: v7(), phoneNumberId: '1', message });
};
/** Whatever moves an order of this company from one state to another fails. */
const failingFor = (tenantId: string) =>
  world.infra.owner.query(`
    create function commerce.fail_of_spec() returns trigger language plpgsql as $$ begin raise exception 'this company cannot'; end $$;
    create trigger fails before insert on commerce.order_history for each row
      when (new.from_status is not null and new.tenant_id = '${tenantId}') execute function commerce.fail_of_spec();`);
const untilIs = (tenantId: string, id: string, status: string): Promise<Json> =>
  eventually(
    async () => {
      const order = await get(tenantId, id);
      expect(order.status).toBe(status);
      return order;
    },
    { timeoutMs: 20_000 },
  );

describe('an order that is paid at the door', () => {
  it('is confirmed or cancelled by its customer’s buttons, once, and by nobody else', async () => {
    const tenantId = await company();
    const order = await make(tenantId);
    expect(order).toMatchObject({ status: 'awaiting_confirmation', confirmBy: expect.any(String) });
    const [confirm, cancel] = orderAnswersOf(order.id);
    expect(await asked(tenantId)).toEqual([
      {
        type: 'interactive',
        interactive: {
          kind: 'button',
          body: expect.stringContaining('1042'),
          buttons: [
            { id: confirm, title: 'Confirmar' },
            { id: cancel, title: 'Cancelar' },
          ],
        },
      },
    ]);
    await press(tenantId, confirm, '16505550000');
    await press(v7(), confirm);
    const other = await make(tenantId);
    await press(tenantId, orderAnswersOf(other.id)[1], PHONE, true);
    await untilIs(tenantId, other.id, 'cancelled');
    expect(await get(tenantId, order.id)).toMatchObject({ status: 'awaiting_confirmation' });
    for (let n = 0; n < 2; n++) await press(tenantId, confirm);
    const confirmed = await untilIs(tenantId, order.id, 'confirmed');
    expect(confirmed).toMatchObject({ confirmBy: null, history: [{ to: 'awaiting_confirmation' }, { to: 'confirmed', by: 'customer' }] });
    // Whoever pressed is told what came of it.
    expect(confirmed.messages.map(({ type }: Json) => type)).toEqual(['awaiting_confirmation', 'confirmed']);
    expect((await get(tenantId, other.id)).messages.map(({ type }: Json) => type)).toEqual(['awaiting_confirmation', 'cancelled']);
    // Who answers otherwise afterwards is told that it is too late.
    await press(tenantId, cancel);
    await eventually(
      async () => expect((await get(tenantId, order.id)).messages.map(({ type }: Json) => type)).toContain('confirmation_late'),
      { timeoutMs: 20_000 },
    );
    expect(await get(tenantId, order.id)).toMatchObject({ status: 'confirmed' });
  }, 60_000);

  it('is cancelled when nobody confirms it in time, and an answer after that is told so', async () => {
    const tenantId = await company();
    const order = await make(tenantId);
    const { app } = world.running;
    await app.get(ConfirmOrdersHandler, { strict: false }).expire();
    expect(await get(tenantId, order.id)).toMatchObject({ status: 'awaiting_confirmation' });
    world.forward(25 * HOUR_MS);
    await app.get(ConfirmOrdersHandler, { strict: false }).expire();
    const ended = await untilIs(tenantId, order.id, 'cancelled');
    expect(ended.history.at(-1)).toMatchObject({ by: 'system', reason: 'Nobody confirmed it in time.' });
    await press(tenantId, orderAnswersOf(order.id)[0]);
    const told = await eventually(
      async () => {
        const messages: Json[] = (await get(tenantId, order.id)).messages;
        expect(messages.map(({ type }) => type)).toContain('confirmation_late');
        return messages;
      },
      { timeoutMs: 20_000 },
    );
    expect(told.map(({ type }) => type)).toEqual(['awaiting_confirmation', 'cancelled', 'confirmation_late']);
    expect(await get(tenantId, order.id)).toMatchObject({ status: 'cancelled' });
  }, 60_000);

  it('is cancelled in time also where more than are looked at of another company cannot be', async () => {
    const [broken, tenantId] = [await company(), await company()];
    await failingFor(broken);
    const first = await make(broken);
    await world.infra.owner.query(
      `insert into commerce.orders select (jsonb_populate_record(o, jsonb_build_object('id', uuidv7()))).*
       from commerce.orders o cross join generate_series(1, 520) where o.tenant_id = $1 and o.id = $2`,
      [broken, first.id],
    );
    const order = await make(tenantId);
    world.forward(25 * HOUR_MS);
    await expect(world.running.app.get(ConfirmOrdersHandler, { strict: false }).expire()).rejects.toThrow('this company cannot');
    expect(await get(broken, first.id)).toMatchObject({ status: 'awaiting_confirmation' });
    expect(await get(tenantId, order.id)).toMatchObject({ status: 'cancelled' });
    await world.infra.owner.query('drop trigger fails on commerce.order_history');
    await world.infra.owner.query('update commerce.orders set confirm_by = null where tenant_id = $1', [broken]);
  }, 60_000);

  it('of a shop is asked about where the company wants it, by the quick replies of a template too', async () => {
    const tenantId = await company();
    const template = { name: 'cod_confirm', language: 'es', parameters: ['{{ order.number }}'] };
    const types = [{ type: 'awaiting_confirmation', enabled: true, template }];
    await world.call('PUT', '/commerce/message-settings', tenantId, { types });
    const shops = new Shops(world);
    const connection = await shops.connect(tenantId, 'woocommerce');
    const now = new Date(world.now().getTime() + HOUR_MS).toISOString().slice(0, 19);
    const body = wooOrder(1, { status: 'processing', payment_method: 'cod', date_created_gmt: now, date_modified_gmt: now });
    await shops.send(connection, signedWoo(SECRET, 'order.created', body));
    await shops.settled(tenantId, connection.id);
    const [order] = await shops.orders(tenantId);
    expect(order).toMatchObject({ status: 'awaiting_confirmation', cashOnDelivery: true });
    const [confirm, cancel] = orderAnswersOf(order!.id);
    const reply = (payload: string, index: string) => ({
      type: 'button',
      sub_type: 'quick_reply',
      index,
      parameters: [{ type: 'payload', payload }],
    });
    expect(await asked(tenantId)).toEqual([
      {
        type: 'template',
        template: {
          name: 'cod_confirm',
          language: 'es',
          components: [{ type: 'body', parameters: [{ type: 'text', text: '1001' }] }, reply(confirm, '0'), reply(cancel, '1')],
        },
      },
    ]);
    await press(tenantId, confirm, PHONE, true);
    await untilIs(tenantId, order!.id, 'confirmed');
    // The shop has said nothing new: its word does not bring the order back.
    await shops.send(connection, signedWoo(SECRET, 'order.updated', { ...body, customer_note: 'x' }));
    await shops.settled(tenantId, connection.id);
    expect(await get(tenantId, order!.id)).toMatchObject({ status: 'confirmed' });
  }, 60_000);
});
