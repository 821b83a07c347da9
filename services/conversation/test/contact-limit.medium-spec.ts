import { v7 } from 'uuid';
import { messageReceived } from '#contracts';
import { migrate } from '#database';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { FoldContactCountsHandler } from '../src/handlers/contacts/fold-contact-counts.handler.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;
const WAIT = { timeoutMs: 30_000 };

let infra: Infrastructure;
let running: RunningService;
/** The same service once more: the limit holds over processes. */
let second: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  await infra.nats();
  [running, second] = await Promise.all([startService(infra, service), startService(infra, service)]);
}, 120_000);
afterAll(async () => {
  await second?.close();
  await running?.close();
  await infra?.stop();
}, 60_000);

async function call(tenant: string, method: string, path: string, body?: unknown, at = running): Promise<{ status: number; body: Json }> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${at.url}/api/v1/contacts${path}`, {
    method,
    headers: { ...asMember(infra, tenant, 'owner'), ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : { text } };
}
const limit = (tenant: string, amount: number | null) =>
  infra.rows(
    `insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, 'contacts', $2)
     on conflict (tenant_id, meter) do update set limit_amount = excluded.limit_amount`,
    [tenant, amount],
  );
const phone = (n: number): string => `+5198700${String(n).padStart(4, '0')}`;
const add = (tenant: string, n: number, at = running) => call(tenant, 'POST', '', { phone: phone(n) }, at);
/** What the counter says, and what there is. */
const counted = async (tenant: string): Promise<[number, number]> => {
  const [row] = await infra.rows<{ counter: number; rows: number }>(
    `select coalesce((select amount from conversation.contact_totals_v1 where tenant_id = $1), 0)::int as counter,
       (select count(*) from conversation.contacts where tenant_id = $1 and merged_into is null and group_id is null)::int as rows`,
    [tenant],
  );
  return [row!.counter, row!.rows];
};
const fold = () => running.app.get(FoldContactCountsHandler, { strict: false }).execute();

async function imported(tenant: string, numbers: readonly number[]): Promise<Json> {
  const data = new FormData();
  data.append('file', new Blob([`phone\n${numbers.map(phone).join('\n')}\n`], { type: 'text/csv' }), 'customers.csv');
  data.append('consent', JSON.stringify({ marketing: 'unknown' }));
  const { status, body } = await call(tenant, 'POST', '/imports', data);
  expect([status, body.code]).toEqual([202, undefined]);
  return eventually(async () => {
    const { body: run } = await call(tenant, 'GET', `/imports/${body.id}`);
    expect(run.status).toBe('done');
    return run;
  }, WAIT);
}

describe('what a plan allows of contacts', () => {
  it('people and programs add no more than that, also 50 at once over two processes', async () => {
    const [tenant, other] = [v7(), v7()];
    await limit(tenant, 10);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => add(tenant, n, n % 2 ? running : second)));
    expect([201, 402].map((code) => answers.filter(({ status }) => status === code).length)).toEqual([10, 40]);
    expect((await add(tenant, 99)).body).toMatchObject({ code: 'quota_exceeded', meter: 'contacts', limit: 10, used: 10 });
    expect(await counted(tenant)).toEqual([10, 10]);
    await fold();
    expect((await add(tenant, 99)).status).toBe(402);
    expect((await add(other, 99)).status).toBe(201);
    const warned = await infra.rows(`select level from billing.quota_warnings where tenant_id = $1 and meter = 'contacts' order by level`, [
      tenant,
    ]);
    expect(warned).toEqual([{ level: 80 }, { level: 100 }]);
    await limit(tenant, 11);
    expect((await add(tenant, 99)).status).toBe(201);
    await limit(tenant, null);
    expect((await add(tenant, 100)).status).toBe(201);
  }, 60_000);

  it('a customer who writes is taken beyond it, and shown', async () => {
    const tenant = v7();
    await limit(tenant, 1);
    expect((await add(tenant, 1)).status).toBe(201);
    await infra.publish(messageReceived, tenant, {
      outletId: v7(),
      phoneNumberId: 'pn',
      message: {
        wamid: `wamid.${tenant}`,
        type: 'text',
        timestamp: new Date().toISOString(),
        from: { waId: '51987111001', phone: '51987111001', name: 'Rosa' },
        text: 'Hello',
        raw: { type: 'text', text: { body: 'Hello' } },
      },
    });
    await eventually(async () => expect(await counted(tenant)).toEqual([2, 2]), WAIT);
    const { body } = await call(tenant, 'GET', '');
    expect(JSON.stringify(body.items)).toContain('51987111001');
    expect((await add(tenant, 2)).body).toMatchObject({ code: 'quota_exceeded', limit: 1, used: 2 });
  }, 60_000);

  it('of a file the first ones come in, who is there is changed, and the others are refused row by row', async () => {
    const tenant = v7();
    await limit(tenant, 4);
    expect((await add(tenant, 1)).status).toBe(201);
    const run = await imported(tenant, [1, 2, 3, 4, 5, 6, 6]);
    expect(run).toMatchObject({ rows: 7, created: 3, updated: 1, rejected: 3 });
    const { body } = await call(tenant, 'GET', `/imports/${run.id}/errors`);
    expect(body.text.match(/the plan allows no more/g)).toHaveLength(3);
    expect(body.text).toMatch(/^6,row,/m);
    expect(await counted(tenant)).toEqual([4, 4]);
    // Who takes the import back has room again.
    await call(tenant, 'POST', `/imports/${run.id}/undo`);
    await eventually(async () => expect(await counted(tenant)).toEqual([1, 1]), WAIT);
    expect((await add(tenant, 7)).status).toBe(201);
  }, 90_000);

  it('counts of two who are one only one, and no groups', async () => {
    const tenant = v7();
    await limit(tenant, 2);
    const [one, two] = [await add(tenant, 1), await call(tenant, 'POST', '', { userId: 'PE.77' })];
    await infra.rows(`insert into conversation.contacts (tenant_id, id, group_id) values ($1, $2, 'g1')`, [tenant, v7()]);
    expect(await counted(tenant)).toEqual([2, 2]);
    expect((await call(tenant, 'POST', `/${one.body.id}/merge`, { contactId: two.body.id })).status).toBeLessThan(300);
    await fold();
    expect(await counted(tenant)).toEqual([1, 1]);
    expect((await add(tenant, 3)).status).toBe(201);
  }, 60_000);
});

describe('an installation that has contacts already', () => {
  it('gets its numbers with the migration', async () => {
    const isBefore = ({ name }: { name: string }): boolean => name < '0050';
    const before = MODULES.map((one) => (one.schema === 'conversation' ? { ...one, migrations: one.migrations.filter(isBefore) } : one));
    const old = await startInfrastructure({ modules: before });
    try {
      await old.rows(
        `insert into conversation.contacts (tenant_id, id, user_id)
         select ('0198c0de-0000-7000-8000-00000000000' || n % 3)::uuid, uuidv7(), n::text from generate_series(1, 10) n`,
      );
      await migrate({ ownerUrl: old.ownerUrl, roleSecret: old.roleSecret, modules: MODULES });
      const rows = await old.rows(`select amount::int as amount from conversation.contact_totals_v1 order by tenant_id`);
      expect(rows).toEqual([{ amount: 3 }, { amount: 4 }, { amount: 3 }]);
    } finally {
      await old.stop();
    }
  }, 120_000);
});
