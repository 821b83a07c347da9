import { asMember, asSuperadmin } from '#testing';
import { PASSWORD, World, type Answer } from './tenant-world.js';

let world: World;
let numbers = 0;

beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const limit = (tenantId: string, meter: string, amount: number | null) =>
  world.infra.rows(
    `insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, $2, $3)
     on conflict (tenant_id, meter) do update set limit_amount = excluded.limit_amount`,
    [tenantId, meter, amount],
  );
const connect = (tenantId: string): Promise<Answer> => {
  const digits = String(990_000_000_000 + ++numbers);
  return world.call('POST', '/outlets', asMember(world.infra, tenantId), {
    name: `Shop ${numbers}`,
    phoneNumberId: digits,
    wabaId: '880000000001',
    displayPhoneNumber: `+1 555 ${digits}`,
    accessToken: 'EAAGplanlimits',
  });
};
const statuses = (answers: Answer[]): Record<number, number> =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, of]) => [status, of.length]));

describe('what a plan allows of numbers and people', () => {
  it('no more outlets than the plan allows, however many are connected at once; a place that was left is free', async () => {
    const [tenant, other] = [await world.tenant('limits-outlets'), await world.tenant('limits-none')];
    await limit(tenant, 'outlets', 3);
    const made = await Promise.all(Array.from({ length: 8 }, () => connect(tenant)));
    expect(statuses(made)).toEqual({ 201: 3, 402: 5 });
    const asked = world.graph.asked.length;
    expect(await connect(tenant)).toMatchObject({
      status: 402,
      body: { code: 'quota_exceeded', meter: 'outlets', limit: 3, used: 3, detail: expect.stringContaining('larger plan') },
    });
    // WhatsApp is not asked about a number for which there is no room.
    expect(world.graph.asked.length).toBe(asked);
    expect(statuses(await Promise.all([connect(other), connect(other), connect(other), connect(other)]))).toEqual({ 201: 4 });
    const [gone] = made.filter(({ status }) => status === 201);
    expect((await world.call('DELETE', `/outlets/${gone!.body.id}`, asMember(world.infra, tenant))).status).toBe(204);
    expect((await connect(tenant)).status).toBe(201);
    expect((await connect(tenant)).status).toBe(402);
    await limit(tenant, 'outlets', null);
    expect((await connect(tenant)).status).toBe(201);
  });

  it('whoever comes near a limit, or meets it, is warned once of each, however many come at once', async () => {
    const tenant = await world.tenant('limits-warned');
    await limit(tenant, 'outlets', 5);
    await limit(tenant, 'users', 1);
    const found = () =>
      world.infra.rows(`select meter, level, used_amount::int as used, told_at is null as waits from billing.quota_warnings
        where tenant_id = '${tenant}' order by meter, level`);
    for (let n = 0; n < 3; n++) expect((await connect(tenant)).status).toBe(201);
    expect(await found()).toEqual([]);
    await Promise.all(Array.from({ length: 6 }, () => connect(tenant)));
    // An account is made under a role that has no tenant set.
    await world.call('POST', `/tenants/${tenant}/users`, asSuperadmin(world.infra), {
      email: 'warned@limits.example',
      name: 'Somebody',
      password: PASSWORD,
      role: 'viewer',
    });
    expect(await found()).toEqual([
      { meter: 'outlets', level: 80, used: 4, waits: true },
      { meter: 'outlets', level: 100, used: 5, waits: true },
      { meter: 'users', level: 80, used: 1, waits: false },
      { meter: 'users', level: 100, used: 1, waits: true },
    ]);
  });

  it('after a change to a smaller plan everything stays, and says how much there is', async () => {
    const tenant = await world.tenant('limits-smaller');
    for (let n = 0; n < 3; n++) expect((await connect(tenant)).status).toBe(201);
    await limit(tenant, 'outlets', 1);
    expect((await connect(tenant)).body).toMatchObject({ limit: 1, used: 3 });
    expect((await world.call('GET', '/outlets', asMember(world.infra, tenant))).body.items).toHaveLength(3);
  });

  it('people and open invitations are one number, whichever way they come', async () => {
    const tenant = await world.tenant('limits-people');
    await limit(tenant, 'users', 4);
    await world.member(tenant, 'first@limits.example', 'owner');
    const headers = (): Record<string, string> => ({ ...asMember(world.infra, tenant, 'owner'), ...world.from() });
    const invite = (email: string) => world.call('POST', `/tenants/${tenant}/invitations`, headers(), { email, role: 'viewer' });
    const add = (email: string) =>
      world.call('POST', `/tenants/${tenant}/users`, asSuperadmin(world.infra), {
        email,
        name: 'Somebody',
        password: PASSWORD,
        role: 'viewer',
      });
    const answers = await Promise.all([
      ...[1, 2, 3, 4].map((n) => invite(`invited${n}@limits.example`)),
      ...[1, 2, 3, 4].map((n) => add(`added${n}@limits.example`)),
    ]);
    expect(statuses(answers)).toEqual({ 201: 3, 402: 5 });
    expect((await invite('late@limits.example')).body).toMatchObject({ code: 'quota_exceeded', meter: 'users', limit: 4, used: 4 });
    const { body } = await world.call('GET', `/tenants/${tenant}/invitations?status=open`, headers());
    // Whoever is invited already can be invited again, and whoever is asked no more leaves a place.
    for (const { email } of body.items.slice(0, 1)) expect((await invite(email)).status).toBe(201);
    const [first] = (await world.call('GET', `/tenants/${tenant}/invitations?status=open`, headers())).body.items;
    if (first) {
      expect((await world.call('DELETE', `/tenants/${tenant}/invitations/${first.id}`, headers())).status).toBe(204);
      expect((await invite('next@limits.example')).status).toBe(201);
    }
  });
});

describe('what a plan has beside amounts', () => {
  it('who has no branding in the plan keeps the one that there is, and cannot change it', async () => {
    const [tenant, other] = [await world.tenant('plain-plan'), await world.tenant('other-plan')];
    const put = (id: string, productName: string): Promise<Answer> =>
      world.call('PUT', `/tenants/${id}/branding`, asMember(world.infra, id, 'admin'), { productName });
    expect((await put(tenant, 'Before')).status).toBe(200);
    await world.infra.rows(`insert into billing.missing_features (tenant_id, feature) values ($1, 'branding'), ($1, 'webhooks')`, [tenant]);
    expect(await put(tenant, 'After')).toMatchObject({
      status: 402,
      body: { code: 'feature_not_in_plan', feature: 'branding', detail: expect.stringContaining('larger plan') },
    });
    expect((await world.call('GET', `/tenants/${tenant}/branding`, asMember(world.infra, tenant))).body).toMatchObject({
      productName: 'Before',
    });
    expect((await put(other, 'Free to')).status).toBe(200);
    await world.infra.rows(`delete from billing.missing_features where tenant_id = $1`, [tenant]);
    expect((await put(tenant, 'After')).status).toBe(200);
  });
});
