import pg from 'pg';
import { v7 } from 'uuid';
import { billingAudited } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, asSuperadmin, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${running.url}/api/v1/billing${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Json) : {} };
}
const subscribe = (tenant: string, plan: string) => call('PUT', `/tenants/${tenant}/subscription`, asSuperadmin(infra), { plan });
const quota = async (tenant: string) => (await call('GET', `/tenants/${tenant}/quota`, asMember(infra, tenant))).body;
const change = (plan: string, body: object) => call('PUT', `/plans/${plan}`, asSuperadmin(infra), body);
const versions = async (plan: string, query = '') => (await call('GET', `/plans/${plan}/versions${query}`, asSuperadmin(infra))).body;
const move = (plan: string, version: number, body: object = {}) =>
  call('POST', `/plans/${plan}/versions/${version}/move`, asSuperadmin(infra), body);
const bound = async (tenant: string): Promise<Record<string, number | null>> =>
  Object.fromEntries(
    (
      await infra.rows<{ meter: string; limit: number | null }>(
        `select meter, limit_amount::int as "limit" from billing.quotas where tenant_id = $1`,
        [tenant],
      )
    ).map(({ meter, limit }) => [meter, limit]),
  );

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('versions of plans', () => {
  it('tell how many are on each, and tenants are moved to the latest; who pays for an older one keeps it', async () => {
    const [a, b, pays, other] = [v7(), v7(), v7(), v7()];
    for (const tenant of [a, b, pays]) await subscribe(tenant, 'starter');
    await infra.rows(
      `insert into billing.payment_accounts (tenant_id, provider, customer_id, subscription_id, status, plan, plan_version)
       values ($1, 'stripe', 'cus_1', 'sub_1', 'active', 'starter', 1)`,
      [pays],
    );
    await infra.rows(`update billing.plan_periods set is_trial = true where tenant_id = $1`, [a]);
    await change('starter', { limits: { outlets: 9 }, trialDays: 30 });
    await change('starter', { limits: { users: 11 } });
    await subscribe(other, 'starter');
    const { items } = await versions('starter');
    expect(items.map(({ version, tenants, trialDays, limits }: Json) => [version, tenants, trialDays, limits.outlets])).toEqual([
      [3, 1, 30, 9],
      [2, 0, 30, 9],
      [1, 3, null, 2],
    ]);
    const first = await versions('starter', '?limit=2');
    expect(first.items).toHaveLength(2);
    expect((await versions('starter', `?cursor=${first.nextCursor}`)).items).toEqual([items[2]]);
    expect((await move('starter', 1)).body).toEqual({ moved: 2, kept: 1, next: null });
    expect((await move('starter', 1)).body).toEqual({ moved: 0, kept: 1, next: null });
    expect((await move('starter', 3)).body).toEqual({ moved: 0, kept: 0, next: null });
    expect(await quota(a)).toMatchObject({ planVersion: 3, limits: { outlets: 9, users: 11 } });
    const trials = `select tenant_id from billing.plan_periods where is_trial and plan_version = 3`;
    expect(await infra.rows(trials)).toEqual([{ tenant_id: a }]);
    expect(await bound(b)).toMatchObject({ outlets: 9, users: 11 });
    expect(await quota(pays)).toMatchObject({ planVersion: 1, limits: { outlets: 2 } });
    expect((await versions('starter')).items.map(({ tenants }: Json) => tenants)).toEqual([3, 0, 1]);
  });

  it('are moved a hundred at a time', async () => {
    const tenants = Array.from({ length: 101 }, () => v7()).sort();
    await infra.rows(
      `insert into billing.subscriptions (tenant_id, plan, plan_version, enforced_since) select t, 'growth', 1, now() from unnest($1::uuid[]) t`,
      [tenants],
    );
    await change('growth', { limits: { users: 60 } });
    const first = (await move('growth', 1)).body;
    expect(first).toEqual({ moved: 100, kept: 0, next: tenants[99] });
    expect((await move('growth', 1, { after: first.next })).body).toEqual({ moved: 1, kept: 0, next: null });
    expect(await infra.rows(`select from billing.subscriptions where plan = 'growth' and plan_version = 1`)).toEqual([]);
  });

  it('are for superadmins alone', async () => {
    const owner = asMember(infra, v7(), 'owner');
    expect((await call('GET', '/plans/free/versions', owner)).status).toBe(403);
    expect((await call('POST', '/plans/free/versions/1/move', owner, {})).status).toBe(403);
    expect((await move('gold', 1)).status).toBe(404);
    for (const version of [0, 77, 3_000_000_000]) expect((await move('free', version)).status).toBe(404);
    expect((await move('free', 1, { after: 'somebody' })).body.code).toBe('validation_failed');
    for (const trialDays of [-1, 366, 1.5]) expect((await change('free', { trialDays })).body.code).toBe('validation_failed');
  });
});

describe('features of plans', () => {
  /** What another service sees of a tenant. */
  const missing = async (schema: string, tenant: string): Promise<string[]> => {
    const client = new pg.Client({ connectionString: infra.roleUrl(schema, 'tenant') });
    await client.connect();
    try {
      await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
      const { rows } = await client.query(`select feature from billing.missing_features_v1 order by feature`);
      return rows.map(({ feature }) => feature as string);
    } finally {
      await client.end();
    }
  };

  it('are off for who is put on a version without them, in the eyes of whoever makes them, and for nobody else', async () => {
    const [tenant, other, before] = [v7(), v7(), v7()];
    await subscribe(before, 'free');
    expect((await change('free', { features: { webhooks: false } })).body).toMatchObject({ features: { webhooks: false, branding: true } });
    expect((await change('free', { features: { branding: false } })).body).toMatchObject({
      features: { webhooks: false, branding: false },
    });
    expect((await change('free', { limits: { users: 3 } })).body).toMatchObject({ features: { webhooks: false, branding: false } });
    await subscribe(tenant, 'free');
    for (const schema of ['tenant', 'outgoing_webhooks']) {
      expect(await missing(schema, tenant)).toEqual(['branding', 'webhooks']);
      expect(await missing(schema, other)).toEqual([]);
      // Who is on the version before keeps it.
      expect(await missing(schema, before)).toEqual([]);
    }
    await subscribe(tenant, 'enterprise');
    expect(await missing('tenant', tenant)).toEqual([]);
    for (const features of [{ lamps: true }, { webhooks: 'no' }, 3])
      expect((await change('free', { features })).body.code).toBe('validation_failed');
    await change('free', { features: { webhooks: true, branding: true } });
  });
});

describe('what a tenant may use beyond its plan', () => {
  const set = (tenant: string, addons: object) => call('PUT', `/tenants/${tenant}/addons`, asSuperadmin(infra), addons);

  it('is added to the limits of whichever plan it is on, at once, and the log says so', async () => {
    const tenant = v7();
    await subscribe(tenant, 'free');
    const { limits } = await quota(tenant);
    expect((await set(tenant, { outlets: 2, messages: 500, users: 0 })).body).toEqual({ outlets: 2, messages: 500 });
    expect(await quota(tenant)).toMatchObject({
      addons: { outlets: 2, messages: 500 },
      limits: { ...limits, outlets: limits.outlets + 2, messages: limits.messages + 500 },
      messages: { limit: limits.messages + 500 },
    });
    expect(await bound(tenant)).toMatchObject({ outlets: limits.outlets + 2, messages: limits.messages + 500, users: limits.users });
    await subscribe(tenant, 'starter');
    const starter = (await quota(tenant)).limits.outlets;
    expect(await bound(tenant)).toMatchObject({ outlets: starter });
    await subscribe(tenant, 'enterprise');
    expect(await bound(tenant)).toMatchObject({ outlets: null, messages: null });
    await subscribe(tenant, 'free');
    expect((await set(tenant, { outlets: 1 })).body).toEqual({ outlets: 1 });
    expect(await bound(tenant)).toMatchObject({ outlets: limits.outlets + 1, messages: limits.messages });
    const told = (await infra.outboxEvents(billingAudited, tenant))
      .map(({ data }) => data)
      .filter(({ action }) => action === 'addons.changed');
    expect(told).toMatchObject([
      { before: {}, after: { outlets: 2, messages: 500 } },
      { before: { outlets: 2, messages: 500 }, after: { outlets: 1 } },
    ]);
  });

  it('binds nobody who was never put on a plan, and is set by superadmins alone', async () => {
    const tenant = v7();
    expect((await set(tenant, { documents: 5 })).status).toBe(200);
    expect(await bound(tenant)).toEqual({});
    await subscribe(tenant, 'free');
    expect(await bound(tenant)).toMatchObject({ documents: 25 });
    expect((await call('PUT', `/tenants/${tenant}/addons`, asMember(infra, tenant, 'owner'), { outlets: 9 })).status).toBe(403);
    for (const wrong of [{ outlets: -1 }, { lamps: 1 }, { users: 1.5 }])
      expect((await set(tenant, wrong)).body.code).toBe('validation_failed');
  });
});
