import { v7 } from 'uuid';
import { billingCompanyDeleted, companyDeletionDue } from '#contracts';
import { asApiKey, asMember, asSuperadmin, eventually } from '#testing';
import { PaymentsWorld } from './payments-world.js';

let world: PaymentsWorld;

beforeAll(async () => {
  world = await PaymentsWorld.start({ TRIAL_DAYS: '14' });
}, 60_000);
afterAll(() => world?.stop(), 30_000);

describe('a checkout', () => {
  it('is refused for a plan without a price, and for what is no plan', async () => {
    const tenant = v7();
    expect(await world.checkout(tenant, { plan: 'enterprise' })).toMatchObject({ status: 409, body: { code: 'plan_not_for_sale' } });
    expect(await world.checkout(tenant, { plan: 'gold' })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await world.checkout(tenant, {})).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('twice at once is one customer', async () => {
    const tenant = v7();
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.checkout(tenant, { plan: 'growth' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(world.stripe.books.all('customer').filter(({ metadata }) => metadata.chasqui_tenant === tenant)).toHaveLength(1);
  });

  it('is for owners of the company; a payment method is there after the first', async () => {
    const tenant = v7();
    const { infra } = world;
    const post = (what: string, headers: Record<string, string>) =>
      world.call('POST', `/tenants/${tenant}/${what}`, headers, { plan: 'growth' });
    expect((await post('checkout', asMember(infra, tenant, 'admin'))).status).toBe(403);
    expect((await post('checkout', asMember(infra, v7(), 'owner'))).status).toBe(404);
    expect((await post('checkout', asApiKey(infra, tenant, ['billing:read']))).status).toBe(403);
    expect((await post('checkout', asApiKey(infra, tenant, ['billing:write']))).status).toBe(200);
    const other = v7();
    expect(await world.call('POST', `/tenants/${other}/portal`, world.asOwner(other))).toMatchObject({
      status: 409,
      body: { code: 'no_payment_account' },
    });
    const portal = await world.call('POST', `/tenants/${tenant}/portal`, world.asOwner(tenant));
    expect(portal.body.url).toContain(`${world.stripe.url}/portal/`);
  });
});

describe('of two checkouts of plans', () => {
  const ofTenant = (tenant: string, object: string) => {
    const { books } = world.stripe;
    const customer = books.all('customer').find(({ metadata }) => metadata.chasqui_tenant === tenant)!;
    return books.all(object).filter((each) => each.customer === customer.id);
  };

  it('one is open, the last', async () => {
    const { tenant } = await world.atCheckout({ plan: 'starter' });
    await world.checkout(tenant, { amountMinor: 500 });
    await world.checkout(tenant, { plan: 'growth' });
    expect(ofTenant(tenant, 'checkout.session').map(({ mode, status }) => [mode, status])).toEqual([
      ['subscription', 'expired'],
      ['payment', 'open'],
      ['subscription', 'open'],
    ]);
  });

  it('the second changes the plan, also while nobody has told of the first', async () => {
    const { tenant, subscription } = await world.bought('starter');
    expect(await world.payments(tenant)).toMatchObject({ subscription: null });
    expect(await world.checkout(tenant, { plan: 'starter' })).toMatchObject({ status: 409, body: { code: 'plan_is_present' } });
    expect(await world.checkout(tenant, { plan: 'growth' })).toMatchObject({ status: 200, body: { url: expect.stringContaining('done') } });
    expect(ofTenant(tenant, 'subscription').map(({ id }) => id)).toEqual([subscription]);
    await world.deliverAll();
    expect(await world.quota(tenant)).toMatchObject({ plan: 'growth' });
  });
});

describe('checkouts of plans of one company at once', () => {
  const customerOf = (tenant: string) => world.stripe.books.all('customer').find(({ metadata }) => metadata.chasqui_tenant === tenant)!.id;
  const sessions = (tenant: string) => world.stripe.books.all('checkout.session').filter(({ customer }) => customer === customerOf(tenant));
  const subscriptions = (tenant: string) =>
    world.stripe.books.all('subscription').filter(({ customer }) => customer === customerOf(tenant));
  /** Everybody who has an address of a checkout pays there. */
  const payAll = (tenant: string) => sessions(tenant).forEach(({ id }) => world.stripe.books.pay(id));

  it('are one that can be paid, and whoever asked is sent to one', async () => {
    const tenant = v7();
    const plans = ['growth', 'starter', 'growth', 'starter', 'growth', 'starter'];
    const answers = await Promise.all(plans.map((plan) => world.checkout(tenant, { plan })));
    expect(answers.map(({ status }) => status)).toEqual(plans.map(() => 200));
    const open = sessions(tenant).filter(({ status }) => status === 'open');
    expect(open).toHaveLength(1);
    expect(answers.map(({ body }) => body.url)).toContain(open[0]!.url);
    payAll(tenant);
    expect(subscriptions(tenant)).toHaveLength(1);
  }, 60_000);

  it.each([
    ['another plan', 'starter', 200],
    ['the same plan', 'growth', 409],
  ])(
    'are one subscription where another one, of %s, is made and paid while one is made',
    async (_, other, status) => {
      const { books } = world.stripe;
      const { tenant, session } = await world.atCheckout({ plan: other });
      const open = books.open.bind(books);
      books.open = (object, fields) => {
        // The other one comes after the looks of this one, and is paid before this one is made.
        const faster = open(object, { ...fields, line_items: books.find('checkout.session', session)!.line_items });
        books.pay(faster.id);
        return open(object, fields);
      };
      const answer = await world.checkout(tenant, { plan: 'growth' }).finally(() => (books.open = open));
      expect(answer).toMatchObject(
        status === 200 ? { status, body: { url: expect.stringContaining('done') } } : { status, body: { code: 'plan_is_present' } },
      );
      expect(sessions(tenant).map((each) => each.status)).toEqual(['expired', 'complete', 'expired']);
      payAll(tenant);
      expect(subscriptions(tenant)).toHaveLength(1);
      await world.deliverAll();
      expect(await world.quota(tenant)).toMatchObject({ plan: 'growth' });
    },
    60_000,
  );
});

describe('the end of a company', () => {
  const end = async (tenant: string, round: number): Promise<void> => {
    const deletionId = v7();
    await world.infra.publish(companyDeletionDue, tenant, { deletionId, round });
    await eventually(
      async () => expect((await world.infra.events(billingCompanyDeleted)).map(({ data }) => data)).toContainEqual({ deletionId, round }),
      { timeoutMs: 30_000 },
    );
  };

  it('ends what it pays: its subscription and its open checkouts; and again is the same', async () => {
    const { books } = world.stripe;
    const { tenant, subscription } = await world.bought('growth');
    await world.deliverAll();
    const deposit = (await world.checkout(tenant, { amountMinor: 500 })).body.url.split('/').at(-1);
    const other = await world.bought('starter');
    await end(tenant, 1);
    expect(books.find('subscription', subscription)).toMatchObject({ status: 'canceled' });
    expect(books.find('checkout.session', deposit)).toMatchObject({ status: 'expired' });
    expect(await world.infra.rows(`select from billing.payment_accounts where tenant_id = $1`, [tenant])).toEqual([]);
    expect(books.find('subscription', other.subscription)).toMatchObject({ status: 'trialing' });
    await end(tenant, 2);
    await world.deliverAll();
    expect(await world.infra.rows(`select from billing.subscriptions where tenant_id = $1`, [tenant])).toEqual([]);
  }, 60_000);

  it('goes on where the provider knows the customer no more', async () => {
    const { books } = world.stripe;
    const { tenant, subscription } = await world.bought('growth');
    books.objects.delete(books.find('subscription', subscription)!.customer);
    await end(tenant, 1);
    expect(await world.infra.rows(`select from billing.payment_accounts where tenant_id = $1`, [tenant])).toEqual([]);
  }, 60_000);
});

describe('a trial', () => {
  it('is as long as the version of the plan says, and else as the installation says', async () => {
    const { books } = world.stripe;
    const days = async (): Promise<number | undefined> => {
      const { session } = await world.atCheckout({ plan: 'growth' });
      return books.find('checkout.session', session)!.subscription_data?.trial_period_days;
    };
    const set = (trialDays: number | null) => world.call('PUT', '/plans/growth', asSuperadmin(world.infra), { trialDays });
    expect(Number(await days())).toBe(14);
    await set(30);
    expect(Number(await days())).toBe(30);
    await set(0);
    expect(await days()).toBeUndefined();
    await set(null);
    expect(Number(await days())).toBe(14);
  }, 60_000);
});
