import { extractText, getDocumentProxy } from 'unpdf';
import { v7 } from 'uuid';
import { orderMessageRequested } from '#contracts';
import { StripeStandIn } from '#local-servers/stripe-stand-in/stripe-stand-in.js';
import { asMember, eventually, seeded } from '#testing';
import { StripeAccount, StripeProblem } from '../src/clients/payments/stripe-account.client.js';
import { EndCheckoutsHandler } from '../src/handlers/payments/end-checkouts.handler.js';
import { SendRemindersHandler } from '../src/handlers/invoices/send-reminders.handler.js';
import { Shops } from './shops.js';
import { CommerceWorld, type Json } from './world.js';

const SECRET = 'whsec_of_the_shop';

let world: CommerceWorld;
let shops: Shops;
let stripe: StripeStandIn;
beforeAll(async () => {
  stripe = await StripeStandIn.start({ webhookSecret: SECRET, webhookUrl: null, apiKey: 'sk_test_shop' });
  world = await CommerceWorld.start({ STRIPE_API_URL: stripe.url });
  shops = new Shops(world);
}, 120_000);
afterAll(async () => {
  await world?.stop();
  await stripe?.stop();
}, 60_000);

const connect = (tenantId: string): Promise<Json> =>
  shops.connect(tenantId, 'stripe', { secret: SECRET, credentials: { apiKey: 'sk_test_shop' } });

/** An invoice that was sent. */
const invoice = async (tenantId: string, over: Json = {}): Promise<Json> => {
  const lines = [{ description: 'Mug', quantity: 1, unitPriceMinor: 10_000 }];
  const made = await world.call('POST', '/invoices', tenantId, { phone: '+51987111000', currency: 'PEN', lines, ...over });
  const sent = await world.call('PUT', `/invoices/${made.body.id}`, tenantId, { status: 'sent' });
  expect(sent).toMatchObject({ status: 200, body: { status: 'sent' } });
  return sent.body;
};
const get = async (tenantId: string, id: string): Promise<Json> => (await world.call('GET', `/invoices/${id}`, tenantId)).body;
const link = (tenantId: string, id: string) => world.call('POST', `/invoices/${id}/payment-link`, tenantId);

/** What a customer finds who follows a link. */
const follow = async (url: string) => {
  const answer = await fetch(`${world.running.url}${new URL(url).pathname}${new URL(url).search}`, { redirect: 'manual' });
  return { status: answer.status, to: answer.headers.get('location'), html: await answer.text() };
};
const sessionOf = (to: string | null): string => new URL(to!).pathname.split('/').at(-1)!;

/** Events of the account from this one on. */
const since = (from: number): Json[] => stripe.books.events.slice(from);
const tell = async (connection: Json, event: Json): Promise<number> => {
  const { body, signature } = stripe.signed(event as Parameters<StripeStandIn['signed']>[0]);
  return (await shops.send(connection, { body, headers: { 'stripe-signature': signature } })).status;
};

describe('a link to pay', () => {
  it('leads to a checkout of what is due; the notice makes the invoice paid, once', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId);
    const { id } = await invoice(tenantId);
    const made = await link(tenantId, id);
    expect(made).toMatchObject({ status: 200, body: { amountMinor: 10_000, currency: 'PEN' } });
    expect(made.body.url).toMatch(/\/pay\/[\w-]{32}$/);
    expect((await link(tenantId, id)).body.url).toBe(made.body.url);
    const sent = await follow(made.body.url);
    expect(sent).toMatchObject({ status: 303, to: expect.stringContaining(stripe.url) });
    expect((await follow(made.body.url)).to).toBe(sent.to);
    const from = stripe.books.events.length;
    const session = stripe.books.pay(sessionOf(sent.to));
    expect(session).toMatchObject({ amount_total: 10_000, client_reference_id: id });
    expect((await follow(`${made.body.url}?back=paid`)).html).toContain('Thank you');
    for (const event of [...since(from), ...since(from)]) expect(await tell(connection, event)).toBe(200);
    await shops.settled(tenantId, connection.id);
    expect(await get(tenantId, id)).toMatchObject({
      status: 'paid',
      paidMinor: 10_000,
      payments: [{ kind: 'payment', amountMinor: 10_000, reference: session.payment_intent }],
    });
    expect(await follow(made.body.url)).toMatchObject({ status: 200, html: expect.stringContaining('This invoice is paid') });
    expect(await link(tenantId, id)).toMatchObject({ status: 409, body: { code: 'invoice_not_payable' } });
  }, 60_000);

  it('needs an account whose key works, and an invoice of this company', async () => {
    const tenantId = v7();
    const { id } = await invoice(tenantId);
    expect(await link(tenantId, id)).toMatchObject({ status: 409, body: { code: 'stripe_not_connected' } });
    expect(await link(v7(), id)).toMatchObject({ status: 404 });
    const wrong = { platform: 'stripe', name: 'Ours', secret: SECRET, credentials: { apiKey: 'sk_test_wrong' } };
    expect(await world.call('POST', '/commerce/connections', tenantId, wrong)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'credentials.apiKey' }] },
    });
    expect(await world.call('POST', '/commerce/connections', tenantId, { ...wrong, credentials: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'credentials.apiKey' }] },
    });
    expect(await follow(`http://x/pay/${'a'.repeat(32)}`)).toMatchObject({ status: 404, html: expect.stringContaining('leads nowhere') });
    expect(await follow('http://x/pay/short')).toMatchObject({ status: 404 });
  }, 60_000);

  it('never takes more than is due: the checkout of the older sum is ended, and the next one is of the rest', async () => {
    const tenantId = v7();
    await connect(tenantId);
    const { id } = await invoice(tenantId, { language: 'es' });
    const { url } = (await link(tenantId, id)).body;
    const first = sessionOf((await follow(url)).to);
    await world.call('POST', `/invoices/${id}/payments`, tenantId, { amountMinor: 4_000, reference: 'cash' });
    await eventually(async () => expect(stripe.books.find('checkout.session', first)).toMatchObject({ status: 'expired' }));
    const second = sessionOf((await follow(url)).to);
    expect(stripe.books.find('checkout.session', second)).toMatchObject({ status: 'open', amount_total: 6_000 });
    expect((await follow(`${url}?back=later`)).html).toMatch(/Aún no está pagada.*Pagar/s);
    await world.call('POST', `/invoices/${id}/refunds`, tenantId, {
      amountMinor: 4_000,
      reference: 'cash',
      reason: 'x',
      isOwedAgain: true,
    });
    expect(await world.call('PUT', `/invoices/${id}`, tenantId, { status: 'void' })).toMatchObject({ status: 200 });
    expect((await follow(url)).html).toContain('no se tiene que pagar');
    await eventually(async () => expect(stripe.books.find('checkout.session', second)).toMatchObject({ status: 'expired' }));
    const [row] = await world.infra.rows<{ n: number }>(
      `select count(*)::int n from commerce.pay_sessions where tenant_id = $1 and state = 'open' and end_at is null`,
      [tenantId],
    );
    expect(row).toEqual({ n: 0 });
  }, 60_000);

  it('that is paid when nothing is due any more is recorded all the same, as the customer’s credit', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId);
    const { id } = await invoice(tenantId);
    const session = sessionOf((await follow((await link(tenantId, id)).body.url)).to);
    const from = stripe.books.events.length;
    stripe.books.pay(session);
    await world.call('POST', `/invoices/${id}/payments`, tenantId, { amountMinor: 10_000, reference: 'cash' });
    for (const event of since(from)) await tell(connection, event);
    await shops.settled(tenantId, connection.id);
    expect(await get(tenantId, id)).toMatchObject({ status: 'paid', paidMinor: 20_000, dueMinor: 0 });
  }, 60_000);

  it('counts currencies as Stripe does, and says that a payment of days is on its way', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId);
    const { id } = await invoice(tenantId, { currency: 'ISK', lines: [{ description: 'x', quantity: 1, unitPriceMinor: 500 }] });
    const { url, amountMinor } = (await link(tenantId, id)).body;
    expect(amountMinor).toBe(500);
    const session = sessionOf((await follow(url)).to);
    expect(stripe.books.find('checkout.session', session)).toMatchObject({ amount_total: 50_000, currency: 'isk' });
    let from = stripe.books.events.length;
    stripe.books.pay(session, true);
    for (const event of since(from)) await tell(connection, event);
    await shops.settled(tenantId, connection.id);
    expect((await follow(url)).html).toContain('on its way');
    expect(await get(tenantId, id)).toMatchObject({ status: 'sent' });
    from = stripe.books.events.length;
    stripe.books.arrive(session, true);
    for (const event of since(from)) await tell(connection, event);
    await shops.settled(tenantId, connection.id);
    expect(await get(tenantId, id)).toMatchObject({ status: 'paid', paidMinor: 500 });
    const dinar = await invoice(tenantId, { currency: 'KWD', lines: [{ description: 'x', quantity: 1, unitPriceMinor: 1_239 }] });
    expect((await link(tenantId, dinar.id)).body).toMatchObject({ amountMinor: 1_230 });
  }, 60_000);

  it('whose older checkout cannot be ended while Stripe is away ends it later', async () => {
    const tenantId = v7();
    await connect(tenantId);
    const { id } = await invoice(tenantId);
    const { url } = (await link(tenantId, id)).body;
    const first = sessionOf((await follow(url)).to);
    const account = world.running.app.get(StripeAccount, { strict: false });
    const { end } = account;
    let asked = 0;
    account.end = () => {
      asked++;
      return Promise.reject(new StripeProblem('unreachable', 'Stripe could not be reached (error).'));
    };
    try {
      await world.call('POST', `/invoices/${id}/payments`, tenantId, { amountMinor: 4_000, reference: 'cash' });
      const later = `select end_at > $2::timestamptz + interval '90 seconds' as later from commerce.pay_sessions where tenant_id = $1`;
      await eventually(async () => expect(await world.infra.rows(later, [tenantId, world.now().toISOString()])).toEqual([{ later: true }]));
      expect(asked).toBe(1);
    } finally {
      account.end = end;
    }
    expect(stripe.books.find('checkout.session', first)).toMatchObject({ status: 'open' });
    world.forward(121_000);
    await eventually(() => expect(stripe.books.find('checkout.session', first)).toMatchObject({ status: 'expired' }));
  }, 60_000);

  it('is forgotten with what came of it after a month', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId);
    const { id } = await invoice(tenantId);
    await link(tenantId, id);
    const refund = { type: 'refund.created', data: { object: { id: 're_1', amount: 5, payment_intent: 'pi_other', status: 'succeeded' } } };
    await tell(connection, { id: 'evt_other', object: 'event', ...refund });
    expect(await shops.settled(tenantId, connection.id)).toMatchObject([{ outcome: 'waiting' }]);
    const old = `now() - interval '31 days'`;
    await world.infra.owner.query(`update commerce.pay_sessions set created_at = ${old} where tenant_id = $1`, [tenantId]);
    await world.infra.owner.query(`update commerce.stripe_payments set updated_at = ${old} where tenant_id = $1`, [tenantId]);
    await world.running.app.get(EndCheckoutsHandler, { strict: false }).forget();
    const counts = `select (select count(*) from commerce.pay_sessions where tenant_id = $1)::int + (select count(*) from commerce.stripe_payments where tenant_id = $1)::int n`;
    expect(await world.infra.rows(counts, [tenantId])).toEqual([{ n: 0 }]);
  }, 60_000);
});

describe('the life of a payment at Stripe', () => {
  type Life = { refunds: number[]; dispute?: 'won' | 'lost' | 'open' };
  const LIVES: Life[] = [
    { refunds: [] },
    { refunds: [2_500, 1_500] },
    { refunds: [10_000] },
    { refunds: [], dispute: 'lost' },
    { refunds: [], dispute: 'won' },
    { refunds: [3_000], dispute: 'open' },
    { refunds: [3_000], dispute: 'won' },
  ];

  /** @returns the events of it, the first one being that of the checkout */
  const live = (session: string, { refunds, dispute }: Life): Json[] => {
    const from = stripe.books.events.length;
    const { payment_intent: payment } = stripe.books.pay(session);
    for (const amount of refunds) stripe.books.refund(payment, amount);
    if (dispute) {
      const { id } = stripe.books.dispute(payment);
      if (dispute !== 'open') stripe.books.decide(id, dispute);
    }
    return since(from);
  };

  it('ends at the same state, in whatever order and however often it is told', async () => {
    const tenantId = v7();
    const connection = await connect(tenantId);
    const random = seeded(16);
    const told: Json[] = [];
    const expected = new Map<string, Json>();
    for (let round = 0; round < 28; round++) {
      const life = LIVES[round % LIVES.length]!;
      const { id } = await invoice(tenantId);
      const events = live(sessionOf((await follow((await link(tenantId, id)).body.url)).to), life);
      told.push(...events, ...events.filter(() => random() < 0.5));
      const back = life.refunds.reduce((sum, each) => sum + each, 0);
      const isLost = life.dispute === 'lost';
      expected.set(id, {
        paidMinor: isLost ? 0 : 10_000 - back,
        creditedMinor: back,
        dueMinor: isLost ? 10_000 : 0,
        status: isLost ? 'sent' : back === 10_000 ? 'void' : 'paid',
        stopped: life.dispute === 'lost' || life.dispute === 'open' ? 'disputed' : null,
      });
    }
    for (let at = told.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [told[at], told[other]] = [told[other]!, told[at]!];
    }
    for (const event of told) expect(await tell(connection, event)).toBe(200);
    await eventually(
      async () => {
        const waiting = `select count(*)::int n from commerce.connection_events where tenant_id = $1 and due_at is not null`;
        expect(await world.infra.rows(waiting, [tenantId])).toEqual([{ n: 0 }]);
      },
      { timeoutMs: 60_000 },
    );
    for (const [id, { stopped, ...state }] of expected) {
      expect(await get(tenantId, id)).toMatchObject(state);
      expect((await world.call('GET', `/invoices/${id}/reminders`, tenantId)).body).toMatchObject({ stopped });
    }
  }, 180_000);
});

describe('the link of an invoice', () => {
  it('stands under the document, in the PDF and in reminders; without an account there is none', async () => {
    const tenantId = v7();
    await world.outlet(tenantId);
    const asked = async () =>
      (await world.infra.outboxEvents(orderMessageRequested, tenantId)).map(({ data }) => JSON.stringify(data.message));
    await invoice(tenantId, { language: 'en' });
    const connection = await connect(tenantId);
    const { id } = await invoice(tenantId, { language: 'en' });
    const { url } = (await link(tenantId, id)).body;
    const [without, caption] = await asked();
    expect(without).not.toContain('/pay/');
    expect(caption).toContain(`To pay: ${url}`);
    const bytes = await fetch(`${world.running.url}/api/v1/invoices/${id}/pdf`, { headers: asMember(world.infra, tenantId, 'viewer') });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await bytes.arrayBuffer())), { mergePages: true });
    expect(text.replaceAll(/\s/g, '')).toContain(url);

    const always = { enabled: false, steps: [], weekdays: [1, 2, 3, 4, 5, 6, 7], fromTime: '00:00', toTime: '23:59' };
    expect(await world.call('PUT', '/commerce/reminder-policy', tenantId, always)).toMatchObject({ status: 200 });
    for (const [days, messageTemplate] of [
      [1, 'Here: {{ paymentLink }}'],
      [2, undefined],
    ] as const) {
      const planned = { reminderType: 'overdue', days, messageTemplate };
      expect(await world.call('POST', `/invoices/${id}/reminders`, tenantId, planned)).toMatchObject({ status: 201 });
    }
    world.forward(20 * 86_400_000);
    const send = world.running.app.get(SendRemindersHandler, { strict: false });
    await send.execute();
    const reminders = async () => (await asked()).slice(2);
    await eventually(async () => expect(await reminders()).toHaveLength(2));
    expect(await reminders()).toEqual(
      expect.arrayContaining([expect.stringContaining(`Here: ${url}`), expect.stringContaining(`To pay: ${url}`)]),
    );
    expect(await world.call('DELETE', `/commerce/connections/${connection.id}`, tenantId)).toMatchObject({ status: 204 });
    expect((await follow(url)).html).toContain('cannot be paid here right now');
  }, 60_000);
});
