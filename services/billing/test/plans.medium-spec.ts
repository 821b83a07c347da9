import fc from 'fast-check';
import pg from 'pg';
import { v7 } from 'uuid';
import { messageRecorded, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import {
  asApiKey,
  asMember,
  asSuperadmin,
  awayFromMidnight,
  dayBefore,
  eventually,
  startInfrastructure,
  startService,
  type Infrastructure,
} from '#testing';
import { QuotasRepository } from '../src/persistence/plans/quotas.repository.js';
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
const outbound = (at: string) => ({
  conversationId: v7(),
  outletId: v7(),
  contactId: v7(),
  message: { id: v7(), seq: 1, direction: 'outbound' as const, author: 'agent' as const, type: 'text', status: 'accepted', at },
});
const left = (messageId: string) => ({
  messageId,
  outletId: v7(),
  status: 'accepted' as const,
  at: new Date().toISOString(),
  errors: [],
});
/** As the sender reserves messages. */
async function reserved(tenant: string, count: number): Promise<{ key: string; granted: boolean }[]> {
  const client = new pg.Client({ connectionString: infra.roleUrl('message_sender', 'tenant') });
  await client.connect();
  try {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    const ids = Array.from({ length: count }, () => v7());
    return (await client.query(`select * from billing.reserve_v1('messages', $1, interval '1 day')`, [ids])).rows;
  } finally {
    await client.end();
  }
}
/** What another service sees of a tenant. */
async function seenBy(schema: string, tenant: string): Promise<Record<string, [number | null, number]>> {
  const client = new pg.Client({ connectionString: infra.roleUrl(schema, 'tenant') });
  await client.connect();
  try {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    const { rows } = await client.query(`select meter, limit_amount as limit, used_amount as used from billing.quotas_v1 order by meter`);
    return Object.fromEntries(rows.map(({ meter, limit, used }) => [meter, [limit === null ? null : Number(limit), Number(used)]]));
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

describe('plans', () => {
  it('a change makes a new version; who is on the plan keeps theirs until they are moved', async () => {
    const [old, fresh] = [v7(), v7()];
    await subscribe(old, 'starter');
    const before = (await call('GET', '/plans', asMember(infra, old, 'viewer'))).body.items.find((plan: Json) => plan.name === 'starter');
    const changed = await call('PUT', '/plans/starter', asSuperadmin(infra), { limits: { outlets: 7, contacts: null } });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'starter', version: before.version + 1, limits: { ...before.limits, outlets: 7, contacts: null } },
    });
    await subscribe(fresh, 'starter');
    expect(await quota(old)).toMatchObject({ planVersion: before.version, limits: before.limits });
    expect(await quota(fresh)).toMatchObject({ planVersion: before.version + 1, limits: { outlets: 7, contacts: null } });
    await subscribe(old, 'starter');
    expect(await quota(old)).toMatchObject({ planVersion: before.version + 1, limits: { outlets: 7 } });
    expect((await call('GET', '/plans', asApiKey(infra, old, ['billing:read']))).body.items.map((plan: Json) => plan.name)).toEqual([
      'free',
      'starter',
      'growth',
      'enterprise',
    ]);
  });

  it('many changes at once are as many versions', async () => {
    const version = async () =>
      (await call('GET', '/plans', asSuperadmin(infra))).body.items.find((plan: Json) => plan.name === 'growth').version;
    const before = await version();
    const made = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((users) => call('PUT', '/plans/growth', asSuperadmin(infra), { limits: { users } })),
    );
    expect(made.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6].map((n) => before + n));
    expect(await version()).toBe(before + 6);
  });

  it('binds nobody who was never put on a plan, and everybody from then on, in the eyes of every service that asks', async () => {
    await awayFromMidnight();
    const [tenant, other] = [v7(), v7()];
    await infra.publish(messageRecorded, tenant, outbound(new Date().toISOString()));
    await infra.settled('billing');
    expect(await quota(tenant)).toMatchObject({ plan: 'free', enforced: false, suspended: false, limits: { outlets: 1 } });
    expect(await seenBy('message_sender', tenant)).toEqual({ messages: [null, 1] });
    expect((await subscribe(tenant, 'free')).status).toBe(204);
    expect(await quota(tenant)).toMatchObject({ enforced: true, messages: { limit: 1_000, used: 1, remaining: 999 } });
    for (const schema of ['message_sender', 'tenant', 'knowledge', 'conversation', 'llm_orchestration']) {
      expect(await seenBy(schema, tenant)).toMatchObject({ messages: [1_000, 1], aiReplies: [200, 0], outlets: [1, 0], users: [3, 0] });
      expect(await seenBy(schema, other)).toEqual({});
    }
    await subscribe(tenant, 'enterprise');
    expect(await seenBy('message_sender', tenant)).toMatchObject({ messages: [null, 1], outlets: [null, 0] });
  });

  it('shows how many outlets, people and documents there are', async () => {
    const [tenant, other] = [v7(), v7()];
    for (const [index, id] of [tenant, other].entries()) {
      await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, 'Shop')`, [id, `counted-${index}`]);
      for (const status of ['active', 'disabled', 'deleted']) {
        await infra.rows(
          `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, status)
           values ($1, $2, 'Shop', $3, '1', '+1', '', $4)`,
          [id, v7(), `${index}${status}`, status],
        );
      }
    }
    const [user, base] = [v7(), v7()];
    await infra.rows(`insert into tenant.users (id, email, name, password_hash) values ($1, 'counted@shop.example', 'Ana', 'x')`, [user]);
    await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'owner')`, [tenant, user]);
    for (const [address, days] of [
      ['open', 1],
      ['expired', -1],
    ] as const) {
      await infra.rows(
        `insert into tenant.invitations (tenant_id, id, email, role, token_hash, expires_at)
         values ($1, $2, $3 || '@shop.example', 'viewer', $3, now() + make_interval(days => $4))`,
        [tenant, v7(), address, days],
      );
    }
    await infra.rows(
      `insert into knowledge.knowledge_bases (tenant_id, id, name, description, language, search_configuration) values ($1, $2, 'G', '', 'en', 'english')`,
      [tenant, base],
    );
    for (const [title, deleted] of [
      ['here', null],
      ['gone', new Date()],
    ] as const) {
      await infra.rows(
        `insert into knowledge.documents (tenant_id, id, base_id, title, content_type, status, bytes, sha256, is_quick, deleted_at)
         values ($1, $2, $3, $4, 'text/plain', 'ready', 1, $4, true, $5)`,
        [tenant, v7(), base, title, deleted],
      );
    }
    await subscribe(tenant, 'growth');
    const used = async (id: string) => Object.fromEntries((await quota(id)).meters.map((each: Json) => [each.meter, each.used]));
    expect(await used(tenant)).toMatchObject({ outlets: 2, users: 2, documents: 1, messages: 0 });
    expect(await used(other)).toMatchObject({ outlets: 2, users: 0, documents: 0 });
  });

  it('nothing more leaves once the month’s messages are used, and the next month begins at 0', async () => {
    await awayFromMidnight();
    const tenant = v7();
    await call('PUT', '/plans/free', asSuperadmin(infra), { limits: { messages: 3 } });
    await subscribe(tenant, 'free');
    const units = await reserved(tenant, 4);
    expect(units.map(({ granted }) => granted)).toEqual([true, true, true, false]);
    for (const { key } of units) await infra.publish(statusChanged, tenant, left(key));
    // What is recorded was reserved when it was to leave: it is not counted again.
    await infra.publish(messageRecorded, tenant, outbound(new Date().toISOString()));
    await infra.publish(messageRecorded, tenant, outbound(`${dayBefore(40)}T10:00:00.000Z`));
    await infra.settled('billing');
    expect(await quota(tenant)).toMatchObject({
      suspended: true,
      messages: { limit: 3, used: 3, remaining: 0 },
      meters: expect.arrayContaining([{ meter: 'messages', limit: 3, used: 3, remaining: 0, reserved: 0 }]),
    });
    await infra.rows(`update billing.quotas set period_start = (period_start - interval '1 day')::date where tenant_id = $1`, [tenant]);
    expect(await seenBy('message_sender', tenant)).toMatchObject({ messages: [3, 0] });
    expect(await quota(tenant)).toMatchObject({ suspended: false });
    await infra.publish(statusChanged, tenant, left((await reserved(tenant, 1))[0]!.key));
    await infra.settled('billing');
    expect(await seenBy('message_sender', tenant)).toMatchObject({ messages: [3, 1] });
    await call('PUT', '/plans/free', asSuperadmin(infra), { limits: { messages: 1_000 } });
  });

  it('any order of months ends in the sum of the last', async () => {
    const database = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('billing'), schema: 'billing' });
    const quotas = new QuotasRepository();
    const months = ['2031-01-01', '2031-02-01', '2031-03-01'];
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -3, max: 9 })), { minLength: 1, maxLength: 12 }),
          async (steps) => {
            const tenant = v7();
            for (const [month, amount] of steps) {
              await database.forTenant(tenant, (tx) => quotas.grow(tx, months[month]!, [{ meter: 'messages', amount }]));
            }
            const last = Math.max(...steps.map(([month]) => month));
            const expected = steps.filter(([month]) => month === last).reduce((sum, [, amount]) => sum + amount, 0);
            expect(
              await infra.rows(`select period_start::text as month, used_amount as used from billing.quotas where tenant_id = $1`, [
                tenant,
              ]),
            ).toEqual([{ month: months[last], used: expected }]);
          },
        ),
        { numRuns: 40 },
      );
    } finally {
      await database.close();
    }
  });

  it('keeps which plan a company was on from which day on: of a day with several changes the last', async () => {
    await awayFromMidnight();
    const tenant = v7();
    await subscribe(tenant, 'starter');
    await infra.rows('update billing.plan_periods set from_day = from_day - 3 where tenant_id = $1', [tenant]);
    for (const plan of ['growth', 'enterprise']) await subscribe(tenant, plan);
    expect(
      await infra.rows('select from_day::text as day, plan from billing.plan_periods where tenant_id = $1 order by 1', [tenant]),
    ).toEqual([
      { day: dayBefore(3), plan: 'starter' },
      { day: dayBefore(0), plan: 'enterprise' },
    ]);
  });

  it('only a superadmin changes plans and subscriptions, and the log says so', async () => {
    const tenant = v7();
    const limits = { limits: { users: 2 } };
    expect((await call('PUT', '/plans/starter', asMember(infra, tenant, 'owner'), limits)).status).toBe(403);
    expect((await call('PUT', '/plans/gold', asSuperadmin(infra), limits)).status).toBe(404);
    for (const wrong of [{}, { limits: { users: -1 } }, { limits: { users: 1.5 } }, { limits: { lamps: 1 } }, { limits: 3 }]) {
      expect((await call('PUT', '/plans/starter', asSuperadmin(infra), wrong)).body.code).toBe('validation_failed');
    }
    await subscribe(tenant, 'growth');
    await eventually(async () =>
      expect(
        await infra.rows(`select envelope::jsonb -> 'data' -> 'after' ->> 'plan' as plan from billing.outbox where tenant_id = $1`, [
          tenant,
        ]),
      ).toEqual([{ plan: 'growth' }]),
    );
  });
});
