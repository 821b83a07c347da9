import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { asMember, awayFromMidnight, eventually } from '#testing';
import { StripePayments } from '../src/clients/payments/stripe.client.js';
import { PaymentsWorld, type Json } from './payments-world.js';

const SOON = { timeoutMs: 30_000 };
const RULE = { isOn: true, belowMinor: 500, amountMinor: 2_000, maxDaily: 1 };

let world: PaymentsWorld;
/** Both fill up at the same time. */
let second: RunningService;
let makers: TenantDatabase;

beforeAll(async () => {
  world = await PaymentsWorld.start();
  second = await world.another();
  const { infra } = world;
  makers = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('message_sender'), schema: 'message_sender' });
  await awayFromMidnight();
}, 120_000);
afterAll(async () => {
  await makers?.close();
  await second?.close();
  await world?.stop();
}, 30_000);

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const put = (tenant: string, rule: object = RULE) => world.call('PUT', `/tenants/${tenant}/automatic-top-up`, world.asOwner(tenant), rule);
const read = async (tenant: string): Promise<Json> =>
  (await world.call('GET', `/tenants/${tenant}/automatic-top-up`, world.asOwner(tenant))).body;
const balance = async (tenant: string): Promise<number> => (await world.quota(tenant)).deposit.balance.amountMinor;
const rowOf = async (tenant: string): Promise<Json> =>
  (await world.infra.rows<Json>(`select * from billing.automatic_top_ups where tenant_id = $1`, [tenant]))[0]!;
const failed = (tenant: string) =>
  world.infra.rows<Json>(
    `select envelope::jsonb -> 'data' as data from billing.outbox where tenant_id = $1 and subject like '%top-up-failed%' order by created_at`,
    [tenant],
  );
const paymentsOf = (customer: string) => world.stripe.books.all('payment_intent').filter((payment) => payment.customer === customer);

/** A company that has paid 25.00 by a checkout, and pays 1.00 for each message. */
async function prepaid(): Promise<{ tenant: string; customer: string }> {
  const { tenant, session } = await world.atCheckout({ amountMinor: 2_500 });
  const { customer } = world.stripe.books.pay(session);
  await world.deliverAll();
  await eventually(async () => expect(await balance(tenant)).toBe(2_500), SOON);
  await world.infra.rows(
    `insert into billing.quotas (tenant_id, meter, limit_amount, overage) values ($1, 'messages', 0, '{"USD": 100}')`,
    [tenant],
  );
  return { tenant, customer };
}
/** Promises so many dollars of the deposit to messages. */
const use = (tenant: string, units: number) =>
  makers.forTenant(tenant, (tx) =>
    tx.query(`select from billing.reserve_v1('messages', $1::uuid[], interval '1 day')`, [Array.from({ length: units }, () => v7())]),
  );
const lookAgain = (tenant: string) =>
  world.infra.rows(`update billing.automatic_top_ups set due_at = now() where tenant_id = $1`, [tenant]);

describe('an automatic top-up', () => {
  it('charges the card that is kept once the deposit is below, once however many look, no more than so often a day, and is credited once', async () => {
    const { tenant, customer } = await prepaid();
    expect(await put(tenant)).toMatchObject({ status: 200, body: { ...RULE, failures: 0, lastCharge: null } });
    await use(tenant, 20);
    await eventually(async () => expect((await rowOf(tenant)).due_at).toBeNull(), SOON);
    expect(paymentsOf(customer)).toHaveLength(1);
    // 4.00 are free then.
    await use(tenant, 1);
    await eventually(async () => expect(await balance(tenant)).toBe(4_500), SOON);
    await eventually(
      async () => expect(await read(tenant)).toMatchObject({ lastCharge: { state: 'paid', amount: usd(2_000), error: null } }),
      SOON,
    );
    expect(paymentsOf(customer)).toHaveLength(2);
    await world.deliverAll();
    expect(await balance(tenant)).toBe(4_500);
    // Below again on the same day: it waits for the next.
    await use(tenant, 22);
    await eventually(async () => expect(Date.parse((await rowOf(tenant)).due_at)).toBeGreaterThan(Date.now() + 60_000), SOON);
    expect(paymentsOf(customer)).toHaveLength(2);
    const { items } = (await world.call('GET', `/tenants/${tenant}/ledger`, world.asOwner(tenant))).body;
    expect(items.filter(({ kind }: Json) => kind === 'top_up').map(({ amount }: Json) => amount)).toEqual([usd(2_000), usd(2_500)]);
  }, 120_000);

  it('that fails is told and tried later, and after the third time it is off until somebody switches it on', async () => {
    const { tenant, customer } = await prepaid();
    await put(tenant, { ...RULE, maxDaily: 5 });
    world.stripe.books.declineCards(customer, true);
    await use(tenant, 21);
    for (const times of [1, 2]) {
      await eventually(async () => expect(await rowOf(tenant)).toMatchObject({ failures: times, is_on: true }), SOON);
      expect(Date.parse((await rowOf(tenant)).due_at)).toBeGreaterThan(Date.now() + 30 * 60_000);
      await lookAgain(tenant);
    }
    await eventually(async () => expect(await read(tenant)).toMatchObject({ isOn: false, failures: 3 }), SOON);
    expect((await read(tenant)).lastCharge).toMatchObject({ state: 'failed', error: 'Your card was declined.' });
    expect((await failed(tenant)).map(({ data }) => [data.failures, data.isOff, data.reason])).toEqual([
      [1, false, 'Your card was declined.'],
      [2, false, 'Your card was declined.'],
      [3, true, 'Your card was declined.'],
    ]);
    expect(await balance(tenant)).toBe(2_500);
    world.stripe.books.declineCards(customer, false);
    await put(tenant, { ...RULE, maxDaily: 5 });
    await eventually(async () => expect(await balance(tenant)).toBe(4_500), SOON);
    expect(await read(tenant)).toMatchObject({ isOn: true, failures: 0 });
  }, 120_000);

  it('is not missed where the deposit falls while somebody looks at it', async () => {
    const { tenant } = await prepaid();
    await put(tenant);
    await eventually(async () => expect((await rowOf(tenant)).due_at).toBeNull(), SOON);
    const waits = async (): Promise<boolean> =>
      (await world.infra.rows(`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%reserve_v1%'`)).length > 0;
    let used: Promise<unknown> | undefined;
    let isUsed = false;
    await world.billing.app.get(TenantDatabase).forTenant(tenant, async (tx) => {
      await tx.execute(`update billing.automatic_top_ups set due_at = now() - interval '1 second' where tenant_id = $1`, [tenant]);
    });
    await world.billing.app.get(TenantDatabase).forTenant(tenant, async (tx) => {
      await tx.execute(`select from billing.automatic_top_ups where tenant_id = $1 for update`, [tenant]);
      used = use(tenant, 21).then(() => (isUsed = true));
      await eventually(async () => expect(isUsed || (await waits())).toBe(true), SOON);
      await tx.execute(`update billing.automatic_top_ups set due_at = null where tenant_id = $1`, [tenant]);
    });
    await used;
    await eventually(async () => expect(await balance(tenant)).toBe(4_500), SOON);
  }, 120_000);

  it('of which nobody knows what became of it is asked for again by its key, and charged once', async () => {
    const { tenant, customer } = await prepaid();
    await put(tenant);
    // The process died between the charge and its note.
    const id = v7();
    const provider = new StripePayments('sk_test_0', world.stripe.url);
    const order = { customerId: customer, methodId: (await provider.methodOf(customer))!, money: usd(700), key: `automatic top-up ${id}` };
    const { paymentId } = await provider.charge(order);
    await world.infra.rows(
      `insert into billing.automatic_charges (tenant_id, id, amount_minor, currency, state) values ($1, $2, 700, 'USD', 'open')`,
      [tenant, id],
    );
    await lookAgain(tenant);
    await eventually(async () => expect(await balance(tenant)).toBe(3_200), SOON);
    await eventually(async () => expect((await read(tenant)).lastCharge).toMatchObject({ state: 'paid' }), SOON);
    expect(paymentsOf(customer).map((payment) => payment.id)).toContain(paymentId);
    expect(paymentsOf(customer)).toHaveLength(2);
    await world.deliverAll();
    expect(await balance(tenant)).toBe(3_200);
  }, 120_000);

  it('that Stripe refuses for another reason than the card is neither counted nor told, and is charged later to the card that it began with', async () => {
    const { tenant, customer } = await prepaid();
    await put(tenant);
    const { books } = world.stripe;
    const [card] = books.methodsOf(customer);
    books.objects.set('pm_newer', { ...card!, id: 'pm_newer', is_declined: true });
    const id = v7();
    await world.infra.rows(
      `insert into billing.automatic_charges (tenant_id, id, amount_minor, currency, state, method_id) values ($1, $2, 700, 'USD', 'open', 'pm_gone')`,
      [tenant, id],
    );
    await lookAgain(tenant);
    // Stripe answers 404.
    await eventually(async () => {
      const waitMs = Date.parse((await rowOf(tenant)).due_at) - Date.now();
      expect(waitMs > 1_000 && waitMs <= 60_000).toBe(true);
    }, SOON);
    expect(await read(tenant)).toMatchObject({ failures: 0, lastCharge: { state: 'open' } });
    expect(await failed(tenant)).toEqual([]);
    await world.infra.rows(`update billing.automatic_charges set method_id = $2 where id = $1`, [id, card!.id]);
    await lookAgain(tenant);
    await eventually(async () => expect(await read(tenant)).toMatchObject({ failures: 0, lastCharge: { state: 'paid' } }), SOON);
    expect(await balance(tenant)).toBe(3_200);
  }, 120_000);

  it('that Stripe refuses again and again for another reason than the card is given up after five times, and told', async () => {
    const { tenant } = await prepaid();
    await put(tenant);
    const id = v7();
    await world.infra.rows(
      `insert into billing.automatic_charges (tenant_id, id, amount_minor, currency, state, method_id) values ($1, $2, 700, 'USD', 'open', 'pm_gone')`,
      [tenant, id],
    );
    const refusals = async (): Promise<number> =>
      (await world.infra.rows<Json>(`select refusals from billing.automatic_charges where id = $1`, [id]))[0]!.refusals;
    for (const times of [1, 2, 3, 4]) {
      await lookAgain(tenant);
      await eventually(async () => {
        expect(await refusals()).toBe(times);
        // Each time it waits twice as long as the time before.
        const waitMs = Date.parse((await rowOf(tenant)).due_at) - Date.now();
        const mostMs = 60_000 * 2 ** (times - 1);
        expect(waitMs > mostMs / 2 && waitMs <= mostMs).toBe(true);
      }, SOON);
      expect(await read(tenant)).toMatchObject({ failures: 0, lastCharge: { state: 'open' } });
    }
    await lookAgain(tenant);
    await eventually(async () => expect(await read(tenant)).toMatchObject({ failures: 1, lastCharge: { state: 'failed' } }), SOON);
    expect((await read(tenant)).lastCharge.error).toContain('not because of the card');
    expect(await failed(tenant)).toMatchObject([{ data: { failures: 1, isOff: false } }]);
    expect(await balance(tenant)).toBe(2_500);
  }, 120_000);

  it('is chosen by owners who have paid once, and is off for everybody else', async () => {
    const tenant = v7();
    expect(await read(tenant)).toMatchObject({ isOn: false, lastCharge: null });
    expect(await put(tenant)).toMatchObject({ status: 409, body: { code: 'payment_method_needed' } });
    expect((await put(tenant, { ...RULE, isOn: false })).status).toBe(200);
    for (const wrong of [{ maxDaily: 0 }, { maxDaily: 11 }, { belowMinor: 0 }, { amountMinor: 1.5 }, { isOn: 'yes' }]) {
      expect((await put(tenant, { ...RULE, ...wrong })).body.code).toBe('validation_failed');
    }
    const path = `/tenants/${tenant}/automatic-top-up`;
    expect((await world.call('PUT', path, asMember(world.infra, tenant, 'admin'), RULE)).status).toBe(403);
    expect((await world.call('GET', path, asMember(world.infra, v7(), 'owner'))).status).toBe(404);
  });
});
