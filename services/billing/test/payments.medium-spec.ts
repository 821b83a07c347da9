import fc from 'fast-check';
import { v7 } from 'uuid';
import { billingAudited, messageRecorded } from '#contracts';
import { asSuperadmin, eventually } from '#testing';
import type { StripeObject } from '#local-servers/stripe-stand-in/books.js';
import { PaymentsWorld, type Json } from './payments-world.js';

let world: PaymentsWorld;

beforeAll(async () => {
  world = await PaymentsWorld.start({ TRIAL_DAYS: '14', PAYMENT_TRIES: '3' });
}, 60_000);
afterAll(() => world?.stop(), 30_000);

const FREE = { messages: 1_000, aiReplies: 200 };
const STARTER = { messages: 10_000, aiReplies: 3_000 };
const GROWTH = { messages: 100_000, aiReplies: 30_000 };
const STOPPED = { messages: 0, aiReplies: 0 };

describe('a subscription', () => {
  it('lives: trial, paid, upgrade, a payment fails, suspended, pays, goes on, is cancelled; what customers write is counted throughout', async () => {
    const { books } = world.stripe;
    const { tenant, session } = await world.atCheckout({ plan: 'starter' });
    const customerWrites = async (): Promise<void> => {
      const message = { id: v7(), seq: 1, direction: 'inbound', author: 'customer', type: 'text', status: 'received' } as const;
      const at = new Date().toISOString();
      await world.infra.publish(messageRecorded, tenant, {
        conversationId: v7(),
        outletId: v7(),
        contactId: v7(),
        message: { ...message, at },
      });
      await world.infra.settled('billing');
    };
    const standing = async (): Promise<Json> => {
      await world.deliverAll();
      await customerWrites();
      const [{ plan, suspended }, { subscription }] = [await world.quota(tenant), await world.payments(tenant)];
      const [period] = await world.infra.rows<{ isTrial: boolean }>(
        `select is_trial as "isTrial" from billing.plan_periods where tenant_id = $1 order by from_day desc limit 1`,
        [tenant],
      );
      return { plan, suspended, status: subscription?.status ?? null, limits: await world.limits(tenant), ...period };
    };
    expect(await standing()).toMatchObject({ plan: 'free', status: null });
    const subscription = books.pay(session).subscription as string;
    expect(await standing()).toMatchObject({ plan: 'starter', status: 'trialing', isTrial: true, suspended: false, limits: STARTER });
    books.renew(subscription, true);
    expect(await standing()).toMatchObject({ plan: 'starter', status: 'active', isTrial: false, suspended: false });
    const upgraded = await world.checkout(tenant, { plan: 'growth' });
    expect(upgraded).toEqual({ status: 200, body: { url: 'https://chat.example.com/plan?checkout=done&plan=growth' } });
    expect(await standing()).toMatchObject({ plan: 'growth', status: 'active', limits: GROWTH });
    const invoice = books.renew(subscription, false);
    expect(await standing()).toMatchObject({ plan: 'growth', status: 'past_due', suspended: false, limits: GROWTH });
    books.retry(invoice.id, false);
    books.retry(invoice.id, false);
    expect(await standing()).toMatchObject({ plan: 'growth', status: 'past_due', suspended: true, limits: STOPPED });
    expect((await world.payments(tenant)).subscription).toMatchObject({ failedTries: 3 });
    books.retry(invoice.id, true);
    expect(await standing()).toMatchObject({ plan: 'growth', status: 'active', suspended: false, limits: GROWTH });
    books.cancel(subscription);
    expect(await standing()).toMatchObject({ plan: 'free', status: null, suspended: false, limits: FREE });
    const [{ written }] = (await world.infra.rows<{ written: number }>(
      `select sum(messages_in)::integer as written from billing.usage_daily where tenant_id = $1`,
      [tenant],
    )) as [{ written: number }];
    expect(written).toBe(8);
  }, 60_000);

  it('ends the same in whatever order and however often its events come, also while it goes on', async () => {
    const { books } = world.stripe;
    const steps: ((subscription: string) => unknown)[] = [
      (id) => books.renew(id, true),
      (id) => books.change(id, books.all('price').find(({ metadata }) => metadata.chasqui_plan === 'growth')!.id),
      (id) => books.renew(id, false),
      (id) => books.retry(books.find('subscription', id)!.latest_invoice, false),
      (id) => books.retry(books.find('subscription', id)!.latest_invoice, false),
    ];
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 1_000_000 })), async (numbers) => {
        const random = (below: number): number => numbers.next().value! % below;
        const begun = books.events.length;
        const { tenant, subscription } = await world.bought('starter');
        const left: StripeObject[] = [];
        let taken = begun;
        const take = (): void => {
          left.push(...books.events.slice(taken));
          taken = books.events.length;
        };
        for (const step of steps) {
          step(subscription);
          take();
          // Some come now, late and twice, while it goes on; the others at the end.
          for (let n = random(4); n > 0 && left.length > 0; n--) {
            const [event] = left.splice(random(left.length), 1);
            await world.deliver(event!);
            if (random(2) === 0) left.push(event!);
          }
        }
        while (left.length > 0) {
          const [event] = left.splice(random(left.length), 1);
          await world.deliver(event!);
          if (random(3) === 0) await world.deliver(event!);
        }
        await world.infra.settled('billing');
        expect(await world.limits(tenant)).toMatchObject(STOPPED);
        expect(await world.quota(tenant)).toMatchObject({ plan: 'growth', suspended: true });
        expect(await world.payments(tenant)).toMatchObject({
          provider: 'stripe',
          hasAccount: true,
          suspendedSince: expect.any(String),
          subscription: { plan: 'growth', status: 'past_due', failedTries: 3, endsAt: null },
        });
        expect(await world.infra.rows(`select count(*)::integer as inbox from billing.inbox where tenant_id = $1`, [tenant])).toEqual([
          { inbox: books.events.length - begun },
        ]);
      }),
      { numRuns: 50 },
    );
  }, 180_000);

  it('has one trial only, and no second subscription of the same plan', async () => {
    const { books } = world.stripe;
    const { tenant, subscription } = await world.bought('starter');
    await world.deliverAll();
    expect(await world.checkout(tenant, { plan: 'starter' })).toMatchObject({ status: 409, body: { code: 'plan_is_present' } });
    books.cancel(subscription);
    await world.deliverAll();
    const again = await world.checkout(tenant, { plan: 'starter' });
    const session = books.find('checkout.session', again.body.url.split('/').at(-1))!;
    expect(session.subscription_data).toBeUndefined();
    expect(session.customer).toBe(books.find('subscription', subscription)!.customer);
  });

  it('leaves the plan that the operator gives until the provider says something new', async () => {
    const { tenant, subscription } = await world.bought('starter');
    await world.deliverAll();
    await world.call('PUT', `/tenants/${tenant}/subscription`, asSuperadmin(world.infra), { plan: 'enterprise' });
    world.stripe.books.renew(subscription, true);
    await world.deliverAll();
    expect(await world.quota(tenant)).toMatchObject({ plan: 'enterprise' });
  });

  it('neither takes away nor suspends the plan that the operator gave in its place, however it ends', async () => {
    const { books } = world.stripe;
    const { tenant, subscription } = await world.bought('growth');
    await world.deliverAll();
    await world.call('PUT', `/tenants/${tenant}/subscription`, asSuperadmin(world.infra), { plan: 'enterprise' });
    const invoice = books.renew(subscription, false);
    for (let n = 0; n < 3; n++) books.retry(invoice.id, false);
    await world.deliverAll();
    expect((await world.payments(tenant)).subscription).toMatchObject({ status: 'unpaid' });
    expect(await world.quota(tenant)).toMatchObject({ plan: 'enterprise', suspended: false });
    expect(await world.limits(tenant)).toMatchObject({ messages: null, aiReplies: null });
    books.cancel(subscription);
    await world.deliverAll();
    expect((await world.payments(tenant)).subscription).toBeNull();
    expect(await world.quota(tenant)).toMatchObject({ plan: 'enterprise', suspended: false });
  });

  it.each(['enterprise', 'starter'])(
    'a suspended company goes on when the operator puts it on %s, also after the next failure',
    async (plan) => {
      const { books } = world.stripe;
      const { tenant, subscription } = await world.bought('starter');
      const invoice = books.renew(subscription, false);
      for (let n = 0; n < 2; n++) books.retry(invoice.id, false);
      await world.deliverAll();
      expect(await world.limits(tenant)).toMatchObject(STOPPED);
      await world.call('PUT', `/tenants/${tenant}/subscription`, asSuperadmin(world.infra), { plan });
      const limits = plan === 'starter' ? STARTER : { messages: null, aiReplies: null };
      expect(await world.limits(tenant)).toMatchObject(limits);
      books.retry(invoice.id, false);
      await world.deliverAll();
      expect((await world.payments(tenant)).subscription).toMatchObject({ status: 'unpaid' });
      expect(await world.quota(tenant)).toMatchObject({ plan, suspended: false });
      expect(await world.limits(tenant)).toMatchObject(limits);
    },
  );

  it('that owes stays suspended with a newer invoice that nobody has tried, and changes its plan when it has paid', async () => {
    const { books } = world.stripe;
    const { tenant, subscription } = await world.bought('growth');
    const invoice = books.renew(subscription, false);
    await world.deliverAll();
    const overdue = { status: 409, body: { code: 'payment_overdue' } };
    expect(await world.checkout(tenant, { plan: 'starter' })).toMatchObject(overdue);
    for (let n = 0; n < 2; n++) books.retry(invoice.id, false);
    await world.deliverAll();
    expect(await world.limits(tenant)).toMatchObject(STOPPED);
    const draft = { ...invoice, id: `${invoice.id}_next`, status: 'draft', attempt_count: 0 };
    books.objects.set(draft.id, draft);
    books.find('subscription', subscription)!.latest_invoice = draft.id;
    await world.deliver({ ...books.events.at(-1)!, id: 'evt_of_a_draft' });
    await world.infra.settled('billing');
    expect((await world.payments(tenant)).subscription).toMatchObject({ status: 'past_due', failedTries: 0 });
    expect(await world.quota(tenant)).toMatchObject({ suspended: true });
    expect(await world.checkout(tenant, { plan: 'starter' })).toMatchObject(overdue);
    books.retry(invoice.id, true);
    await world.deliverAll();
    expect(await world.limits(tenant)).toMatchObject(GROWTH);
    expect(await world.checkout(tenant, { plan: 'starter' })).toMatchObject({ status: 200 });
  });

  it('is in the audit log with each change, and the changes of nobody are the system’s', async () => {
    const { books } = world.stripe;
    const { tenant, subscription } = await world.bought('growth');
    const invoice = books.renew(subscription, false);
    await world.deliverAll();
    for (let n = 0; n < 2; n++) books.retry(invoice.id, false);
    await world.deliverAll();
    const entries = (await world.infra.outboxEvents(billingAudited, tenant)).map(({ data }) => data);
    expect(entries.map(({ action, actor }) => `${action} by ${actor.kind}`)).toEqual([
      'subscription.changed by system',
      'subscription.suspended by system',
    ]);
    expect(entries[0]!.after).toEqual({ plan: 'growth', planVersion: expect.any(Number) });
  });
});

describe('a deposit', () => {
  const deposit = async (tenant: string): Promise<number | undefined> => (await world.quota(tenant)).deposit?.balance.amountMinor;
  /** A new tenant that has paid into its deposit. */
  const paid = async (amountMinor: number): Promise<{ tenant: string; payment: string }> => {
    const { tenant, session } = await world.atCheckout({ amountMinor });
    return { tenant, payment: world.stripe.books.pay(session).payment_intent as string };
  };
  const transfers = (tenant: string) =>
    world.infra.rows<{ kind: string; amount: number }>(
      `select kind, amount_minor::integer as amount from billing.ledger_transfers where tenant_id = $1 order by id`,
      [tenant],
    );

  it('is credited once, however often every notice of it comes, and in whatever order', async () => {
    const begun = world.stripe.books.events.length;
    const { tenant } = await paid(5_000);
    const events = world.stripe.books.events.slice(begun);
    for (let n = 0; n < 5; n++) for (const event of events.toReversed()) await world.deliver({ ...event, id: `${event.id}_${n % 2}` });
    await world.infra.settled('billing');
    expect(await transfers(tenant)).toEqual([{ kind: 'top_up', amount: 5_000 }]);
    expect(await world.quota(tenant)).toMatchObject({ deposit: { balance: { amountMinor: 5_000, currency: 'USD' } }, plan: 'free' });
  });

  it('is not credited before it is paid', async () => {
    const { tenant } = await world.atCheckout({ amountMinor: 700 });
    await world.deliverAll();
    expect(await transfers(tenant)).toEqual([]);
  });

  it('goes back with a refund, once, and a second refund is another', async () => {
    const { books } = world.stripe;
    const { tenant, payment } = await paid(5_000);
    await world.deliverAll();
    for (const [amount, left] of [
      [1_500, 3_500],
      [500, 3_000],
    ] as const) {
      const begun = books.events.length;
      books.refund(payment, amount);
      for (let n = 0; n < 3; n++) for (const event of books.events.slice(begun).toReversed()) await world.deliver(event);
      await world.infra.settled('billing');
      expect(await deposit(tenant)).toBe(left);
    }
    expect((await transfers(tenant)).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['top_up', 5_000],
      ['refund', 1_500],
      ['refund', 500],
    ]);
  });

  it('is gone while it is disputed, and comes back when the dispute is won', async () => {
    const { books } = world.stripe;
    const { tenant, payment } = await paid(2_000);
    await world.deliverAll();
    const dispute = books.dispute(payment);
    await world.deliverAll();
    expect(await deposit(tenant)).toBe(0);
    books.decide(dispute.id, 'won');
    await world.deliverAll();
    expect(await deposit(tenant)).toBe(2_000);
  });

  it('that is paid in another currency than the deposit has come to be in goes back, once, and is in the audit log', async () => {
    const { books } = world.stripe;
    const { tenant, session } = await world.atCheckout({ amountMinor: 1_200 });
    const other = { amountMinor: 300, currency: 'PEN', reference: 'transfer 1' };
    expect(await world.call('POST', `/tenants/${tenant}/deposit`, asSuperadmin(world.infra), other)).toMatchObject({ status: 201 });
    const begun = books.events.length;
    const payment = books.pay(session).payment_intent as string;
    await world.deliverAll();
    await world.deliverAll();
    for (const event of books.events.slice(begun)) await world.deliver({ ...event, id: `${event.id}_again` });
    await world.infra.settled('billing');
    const refunds = books.all('refund').filter((refund) => refund.payment_intent === payment);
    expect(refunds.map(({ amount }) => amount)).toEqual([1_200]);
    expect(await transfers(tenant)).toEqual([{ kind: 'top_up', amount: 300 }]);
    expect(
      await world.infra.rows(
        `select payment_id as id, taken_back_minor::integer as back, changes from billing.top_ups where tenant_id = $1`,
        [tenant],
      ),
    ).toEqual([{ id: payment, back: 1_200, changes: 1 }]);
    const entries = (await world.infra.outboxEvents(billingAudited, tenant)).map(({ data }) => data);
    expect(entries.filter(({ action }) => action === 'deposit.refunded')).toMatchObject([
      { actor: { kind: 'system' }, after: { amountMinor: 1_200, currency: 'USD', reference: payment } },
    ]);
  });

  it('and a plan are two checkouts', async () => {
    expect(await world.checkout(v7(), { plan: 'growth', amountMinor: 5 })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
    expect(await world.checkout(v7(), { amountMinor: 0 })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});

describe('notices of the provider', () => {
  it('about customers of nobody here, and about what is of no customer, change nothing', async () => {
    const { books } = world.stripe;
    const stranger = books.customer({});
    const before = await world.infra.rows(`select count(*)::integer as n from billing.inbox`);
    await world.deliver(books.events.at(-1)!);
    await world.deliver({ ...books.events.at(-1)!, id: 'evt_of_no_one', data: { object: { id: 'po_1', object: 'payout' } } });
    await world.infra.settled('billing');
    expect(await world.infra.rows(`select count(*)::integer as n from billing.inbox`)).toEqual(before);
    expect(stranger.object).toBe('customer');
  });

  it('that were never delivered are fetched at the next start, once', async () => {
    const { tenant } = await world.bought('starter');
    expect(await world.quota(tenant)).toMatchObject({ plan: 'free' });
    const again = await world.another();
    try {
      await eventually(async () => expect(await world.quota(tenant)).toMatchObject({ plan: 'starter' }), { timeoutMs: 30_000 });
    } finally {
      await again.close();
    }
  }, 60_000);
});
