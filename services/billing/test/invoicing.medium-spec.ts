import { v7 } from 'uuid';
import { invoiceDue, messageRecorded } from '#contracts';
import { asMember, asSuperadmin } from '#testing';
import { InvoiceClock } from '../src/handlers/invoices/invoice-clock.state.js';
import { RunInvoicingHandler } from '../src/handlers/invoicing/run-invoicing.handler.js';
import { PaymentsWorld, type Json } from './payments-world.js';

const DAY_MS = 86_400_000;

let world: PaymentsWorld;
/** What the clock of billing shows. */
let now: Date;

beforeAll(async () => {
  world = await PaymentsWorld.start();
  world.billing.app.get(InvoiceClock).now = () => now;
  const settings = {
    name: 'Operator',
    address: '',
    taxId: null,
    email: null,
    series: 'INV',
    creditSeries: 'CN',
    taxName: '',
    taxRate: 0,
    note: '',
  };
  const terms = { dueDays: 14, remindDays: 3, graceDays: 7 };
  expect((await world.call('PUT', '/invoice-settings', asSuperadmin(world.infra), { ...settings, ...terms })).status).toBe(200);
}, 60_000);
afterAll(async () => {
  await world?.stop();
}, 30_000);

const root = () => asSuperadmin(world.infra);
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const path = (tenant: string, rest: string) => `/tenants/${tenant}/${rest}`;
const put = (tenant: string, body: object) => world.call('PUT', path(tenant, 'invoicing'), root(), body);
const invoicing = async (tenant: string): Promise<Json> =>
  (await world.call('GET', path(tenant, 'invoicing'), world.asOwner(tenant))).body.subscription;
const invoices = async (tenant: string): Promise<Json[]> =>
  (await world.call('GET', path(tenant, 'invoices'), world.asOwner(tenant))).body.items;
const linesOf = async (tenant: string, id: string): Promise<Json[]> =>
  (await world.call('GET', path(tenant, `invoices/${id}`), world.asOwner(tenant))).body.lines;
const pay = (tenant: string, id: string, reference: string) =>
  world.call('POST', path(tenant, `invoices/${id}/payment`), root(), { reference });
const run = () => world.billing.app.get(RunInvoicingHandler).execute();

/** Goes on to an instant, day by day, as the job would: it looks several times a day, and in two processes. */
async function until(at: string): Promise<void> {
  const end = new Date(at);
  while (now < end) {
    now = new Date(Math.min(end.getTime(), now.getTime() + DAY_MS / 2));
    await Promise.all([run(), run()]);
  }
}

/** A company with a zone of its own. */
async function company(timezone = 'UTC'): Promise<string> {
  const tenant = v7();
  await world.infra.rows(`insert into tenant.tenants (id, name, slug, settings) values ($1, 'Acme', $2, $3)`, [
    tenant,
    `t-${tenant}`,
    JSON.stringify({ timezone }),
  ]);
  return tenant;
}

/** When a company was reminded of an invoice. */
const reminded = async (tenant: string, id: string): Promise<string | undefined> =>
  (
    await world.infra.rows<{ day: string | null }>(
      `select (reminded_at at time zone 'utc')::date::text as day from billing.invoice_payments where tenant_id = $1 and invoice_id = $2`,
      [tenant, id],
    )
  )[0]?.day ?? undefined;

describe('a plan that is paid by invoices', () => {
  it('lives for months: trial, paid, larger plan in mid-cycle, late, suspended, paid, smaller plan, the end; what customers write is taken throughout', async () => {
    const tenant = await company();
    let inbound = 0;
    const customerWrites = async (): Promise<void> => {
      const message = { conversationId: v7(), messageId: v7(), outletId: v7(), contactId: v7(), seq: 1 };
      await world.infra.publish(messageRecorded, tenant, {
        ...messageRecorded.example,
        ...message,
        direction: 'inbound',
        at: new Date().toISOString(),
      } as never);
      await world.infra.settled('billing');
      const { body } = await fetch(`${world.billing.url}/api/v1/tenants/${tenant}/usage/stats`, { headers: world.asOwner(tenant) }).then(
        async (answer) => ({ body: (await answer.json()) as Json }),
      );
      expect(body.messagesIn).toBe(++inbound);
    };

    now = new Date('2027-01-17T09:00:00Z');
    expect((await put(tenant, { plan: 'starter', trialDays: 14 })).body.subscription).toEqual({
      plan: 'starter',
      planVersion: 2,
      inTrial: true,
      periodFrom: '2027-01-17',
      periodTo: '2027-01-30',
      credit: usd(0),
      ends: false,
      suspended: false,
    });
    expect(await world.quota(tenant)).toMatchObject({ plan: 'starter', enforced: true });
    await customerWrites();
    await until('2027-01-30T23:00:00Z');
    expect(await invoices(tenant)).toEqual([]);

    // The trial is over: the first month costs, from the 31st on.
    await until('2027-01-31T12:00:00Z');
    const [first] = (await invoices(tenant)) as [Json];
    expect(first).toMatchObject({ state: 'open', total: usd(1_900), periodFrom: '2027-01-31', periodTo: '2027-02-27' });
    expect(first.dueAt.slice(0, 10)).toBe('2027-02-14');
    expect(await invoicing(tenant)).toMatchObject({ inTrial: false, periodTo: '2027-02-27' });
    expect((await pay(tenant, first.id, 'transfer 1')).body).toMatchObject({ state: 'paid', paymentReference: 'transfer 1' });
    expect((await pay(tenant, first.id, 'transfer 1')).status).toBe(200);
    expect(await pay(tenant, first.id, 'transfer 2')).toMatchObject({ status: 409, body: { code: 'invoice_not_open' } });

    // A larger plan in mid-cycle: 14 of 28 days are left of a month at 19.00, and cost 49.00 a month from now on.
    await until('2027-02-14T10:00:00Z');
    expect((await put(tenant, { plan: 'growth' })).body.subscription).toMatchObject({
      plan: 'growth',
      periodTo: '2027-02-27',
      credit: usd(0),
    });
    expect((await put(tenant, { plan: 'growth' })).status).toBe(200);
    const [change, ...before] = await invoices(tenant);
    expect(before).toHaveLength(1);
    expect(change).toMatchObject({ state: 'open', total: usd(1_500), periodFrom: '2027-02-14', periodTo: '2027-02-27' });
    expect((await linesOf(tenant, change!.id)).map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['proration', -950],
      ['proration', 2_450],
    ]);
    expect(await world.quota(tenant)).toMatchObject({ plan: 'growth', suspended: false });

    // Nobody pays: reminded three days before it is due, overdue, and suspended a week after.
    await until('2027-02-25T09:59:00Z');
    expect(await reminded(tenant, change!.id)).toBeUndefined();
    await until('2027-02-25T10:00:00Z');
    expect(await reminded(tenant, change!.id)).toBe('2027-02-25');
    await until('2027-02-28T12:00:00Z');
    expect((await invoices(tenant)).map(({ state, total }) => [state, total.amountMinor])).toEqual([
      ['open', 4_900],
      ['overdue', 1_500],
      ['paid', 1_900],
    ]);
    expect(await world.quota(tenant)).toMatchObject({ suspended: false });
    await until('2027-03-07T12:00:00Z');
    expect(await invoicing(tenant)).toMatchObject({ suspended: true });
    expect(await world.quota(tenant)).toMatchObject({ plan: 'growth', suspended: true });
    expect(await world.limits(tenant)).toMatchObject({ messages: 0, aiReplies: 0 });
    await customerWrites();

    // What is late is paid; what is merely open does not stop anybody.
    expect((await pay(tenant, change!.id, 'transfer 3')).status).toBe(200);
    expect(await invoicing(tenant)).toMatchObject({ suspended: false });
    expect(await world.quota(tenant)).toMatchObject({ suspended: false });
    expect((await world.limits(tenant)).messages).toBe(100_000);
    await pay(tenant, (await invoices(tenant))[0]!.id, 'transfer 4');
    await until('2027-03-15T10:00:00Z');

    // A smaller plan, below what is there: what there is stays, and there comes no more. 16 of 31 days are left.
    await world.infra.rows(
      `update billing.quotas set used_amount = 50000, period_start = date_trunc('month', now()) where tenant_id = $1 and meter = 'messages'`,
      [tenant],
    );
    const moved = (await put(tenant, { plan: 'starter' })).body.subscription;
    expect(moved).toMatchObject({ plan: 'starter', credit: usd(Math.round((4_900 * 16) / 31) - Math.round((1_900 * 16) / 31)) });
    expect((await world.quota(tenant)).messages).toMatchObject({ limit: 10_000, used: 50_000, remaining: 0 });
    await customerWrites();
    await until('2027-03-31T12:00:00Z');
    const [april] = await invoices(tenant);
    expect(april).toMatchObject({ total: usd(1_900 - moved.credit.amountMinor), periodFrom: '2027-03-31', periodTo: '2027-04-29' });
    expect((await linesOf(tenant, april!.id)).map(({ kind }) => kind)).toEqual(['plan', 'credit']);
    expect(await invoicing(tenant)).toMatchObject({ credit: usd(0) });
    await pay(tenant, april!.id, 'transfer 5');

    // Cancelled: it holds until the end of what is invoiced.
    expect((await world.call('DELETE', path(tenant, 'invoicing'), root())).status).toBe(204);
    await until('2027-04-29T23:00:00Z');
    expect(await invoicing(tenant)).toMatchObject({ plan: 'starter', ends: true });
    await until('2027-04-30T12:00:00Z');
    expect(await invoicing(tenant)).toBeNull();
    expect(await world.quota(tenant)).toMatchObject({ plan: 'free' });
    expect(await world.payments(tenant)).toMatchObject({ suspendedSince: null });
    const count = (await invoices(tenant)).length;
    await until('2027-06-15T12:00:00Z');
    expect(await invoices(tenant)).toHaveLength(count);
    await customerWrites();
  }, 120_000);

  it('begins its months at midnight of the company’s zone, over leap days and changes of clocks', async () => {
    const tenant = await company('Pacific/Kiritimati');
    // It is the 31st there, 14 hours ahead.
    now = new Date('2028-01-30T12:00:00Z');
    expect((await put(tenant, { plan: 'starter' })).body.subscription).toMatchObject({ periodFrom: '2028-01-31', periodTo: '2028-02-28' });
    now = new Date('2028-02-28T09:59:59Z');
    await run();
    expect(await invoices(tenant)).toHaveLength(1);
    now = new Date('2028-02-28T10:00:00Z');
    await run();
    expect((await invoices(tenant))[0]).toMatchObject({ periodFrom: '2028-02-29', periodTo: '2028-03-30' });
  });

  it('costs what the version costs to which the operator has moved the company, from the next month on', async () => {
    const tenant = await company();
    now = new Date('2027-01-01T00:00:00Z');
    await put(tenant, { plan: 'starter' });
    await world.infra.rows(
      `insert into billing.plans (name, version, limits, price_minor, price_currency) values ('starter', 99, '{"messages": 5}', 2500, 'USD')`,
    );
    await world.infra.rows(`update billing.subscriptions set plan_version = 99 where tenant_id = $1`, [tenant]);
    await until('2027-02-01T12:00:00Z');
    expect((await invoices(tenant))[0]).toMatchObject({ total: usd(2_500), periodFrom: '2027-02-01' });
    await until('2027-02-23T12:00:00Z');
    expect(await world.quota(tenant)).toMatchObject({ planVersion: 99, suspended: true });
    await world.infra.rows(`delete from billing.invoiced_subscriptions where tenant_id = $1`, [tenant]);
    await world.infra.rows(`update billing.subscriptions set plan_version = 2 where tenant_id = $1`, [tenant]);
    await world.infra.rows(`delete from billing.plan_periods where tenant_id = $1`, [tenant]);
    await world.infra.rows(`delete from billing.plans where name = 'starter' and version = 99`);
  });

  it('catches up after a time away, each month once', async () => {
    const tenant = await company();
    now = new Date('2027-01-01T00:00:00Z');
    await put(tenant, { plan: 'starter' });
    now = new Date('2027-05-10T00:00:00Z');
    await Promise.all([run(), run(), run()]);
    expect((await invoices(tenant)).map(({ periodFrom }) => periodFrom).sort()).toEqual([
      '2027-01-01',
      '2027-02-01',
      '2027-03-01',
      '2027-04-01',
      '2027-05-01',
    ]);
  });

  it('is told when it is issued, when it is soon due, and when who has not paid is suspended, each once', async () => {
    const tenant = await company();
    now = new Date('2027-01-01T00:00:00Z');
    await put(tenant, { plan: 'starter' });
    const [{ id }] = (await invoices(tenant)) as [Json];
    await until('2027-01-26T00:00:00Z');
    const told = (await world.infra.outboxEvents(invoiceDue)).filter((event) => event.data.invoiceId === id);
    expect(told.map(({ data }) => [data.what, data.total, data.dueAt.slice(0, 10)])).toEqual(
      ['issued', 'reminder', 'suspended'].map((what) => [what, usd(1_900), '2027-01-15']),
    );
  });

  it('lets a company go on whose late invoice is taken back whole', async () => {
    const tenant = await company();
    now = new Date('2027-01-01T00:00:00Z');
    await put(tenant, { plan: 'starter' });
    await until('2027-01-25T00:00:00Z');
    expect(await world.quota(tenant)).toMatchObject({ suspended: true });
    const [{ id }] = (await invoices(tenant)) as [Json];
    const body = { amountMinor: 1_900, reason: 'By mistake', reference: 'ticket 1' };
    expect((await world.call('POST', path(tenant, `invoices/${id}/credit-notes`), root(), body)).status).toBe(201);
    expect(await world.quota(tenant)).toMatchObject({ suspended: false });
    expect((await invoices(tenant)).find((each) => each.id === id)).toMatchObject({ state: 'cancelled' });
    expect(await pay(tenant, id, 'x')).toMatchObject({ status: 409, body: { code: 'invoice_not_open' } });
  });

  it('is left by a debtor neither for a plan that the operator gives nor for a version at another price, and suspends whoever was let go on', async () => {
    const tenant = await company();
    now = new Date('2027-01-01T00:00:00Z');
    await put(tenant, { plan: 'starter' });
    await until('2027-01-26T00:00:00Z');
    const given = await world.call('PUT', path(tenant, 'subscription'), root(), { plan: 'enterprise' });
    expect(given).toMatchObject({ status: 409, body: { code: 'subscription_elsewhere' } });
    await world.infra.rows(`update billing.subscriptions set suspended_since = null where tenant_id = $1`, [tenant]);
    await until('2027-02-02T00:00:00Z');
    expect(await world.quota(tenant)).toMatchObject({ plan: 'starter', suspended: true });
    await world.infra.rows(`insert into billing.plans (name, version, limits) values ('starter', 99, '{}')`);
    const move = await world.call('POST', '/plans/starter/versions/2/move', root(), {});
    expect(move.body.kept).toBeGreaterThan(0);
    expect(await world.quota(tenant)).toMatchObject({ planVersion: 2 });
    // Whoever is not invoiced was moved.
    await world.infra.rows(`update billing.subscriptions set plan_version = 2 where plan_version = 99`);
    await world.infra.rows(`delete from billing.plan_periods where plan_version = 99`);
    await world.infra.rows(`delete from billing.plans where name = 'starter' and version = 99`);
  });

  it('is not sold beside a checkout: one that is open ends, and one that is paid stays', async () => {
    now = new Date();
    const { tenant, session } = await world.atCheckout({ plan: 'starter' });
    expect((await put(tenant, { plan: 'starter' })).status).toBe(200);
    expect(world.stripe.books.find('checkout.session', session)).toMatchObject({ status: 'expired' });
    // Nothing of it was told yet.
    const { tenant: paying } = await world.bought('starter');
    expect(await put(paying, { plan: 'starter' })).toMatchObject({ status: 409, body: { code: 'subscription_elsewhere' } });
    expect(await invoices(paying)).toEqual([]);
  });

  it('gives what is left of a credit into the deposit at its end', async () => {
    const tenant = await company();
    now = new Date('2027-01-01T00:00:00Z');
    await put(tenant, { plan: 'growth' });
    await pay(tenant, (await invoices(tenant))[0]!.id, 'transfer');
    const { credit } = (await put(tenant, { plan: 'starter' })).body.subscription;
    expect(credit).toEqual(usd(3_000));
    await world.call('DELETE', path(tenant, 'invoicing'), root());
    await until('2027-02-01T12:00:00Z');
    expect(await invoicing(tenant)).toBeNull();
    expect((await world.quota(tenant)).deposit.balance).toEqual(usd(3_000));
  });

  it('is refused where the plan has no price, is paid at the provider, or is asked by others; and so is a checkout beside it', async () => {
    const tenant = await company();
    now = new Date();
    expect(await put(tenant, { plan: 'enterprise' })).toMatchObject({ status: 409, body: { code: 'plan_not_for_sale' } });
    expect((await world.call('DELETE', path(tenant, 'invoicing'), root())).status).toBe(404);
    expect((await world.call('PUT', path(tenant, 'invoicing'), world.asOwner(tenant), { plan: 'starter' })).status).toBe(403);
    expect((await world.call('GET', path(tenant, 'invoicing'), asMember(world.infra, v7(), 'owner'))).status).toBe(404);
    expect((await put(tenant, { plan: 'starter' })).status).toBe(200);
    expect(await world.checkout(tenant, { plan: 'growth' })).toMatchObject({ status: 409, body: { code: 'subscription_elsewhere' } });
    const { tenant: paying } = await world.bought('starter');
    await world.deliverAll();
    expect(await put(paying, { plan: 'growth' })).toMatchObject({ status: 409, body: { code: 'subscription_elsewhere' } });
  }, 60_000);
});
