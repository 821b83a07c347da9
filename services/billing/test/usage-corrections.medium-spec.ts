import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asMember, asSuperadmin, dayBefore, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

async function call(method: string, path: string, headers: Record<string, string>): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${running.url}/api/v1/tenants/${path}`, { method, headers });
  return { status: response.status, body: (await response.json()) as Json };
}
const [from, to] = [dayBefore(9), dayBefore(2)];
const correct = (tenant: string, query = `?from=${from}&to=${to}`) =>
  call('POST', `${tenant}/usage/corrections${query}`, asSuperadmin(infra));
const charges = async (tenant: string) =>
  (await call('GET', `${tenant}/usage/stats?from=${from}&to=${to}`, asMember(infra, tenant, 'viewer'))).body.charges;

/** A tenant of whom so many messages were priced on a day, and another number is shown. */
async function counted(tenant: string, day: string, category: string, facts: number, shown: number): Promise<void> {
  await infra.rows(
    `insert into billing.priced_messages (tenant_id, message_id, category, type, day) select $1, uuidv7(), $2, 'regular', $3 from generate_series(1, $4)`,
    [tenant, category, day, facts],
  );
  if (shown > 0) {
    await infra.rows(`insert into billing.charges_daily (tenant_id, day, category, type, messages) values ($1, $2, $3, 'regular', $4)`, [
      tenant,
      day,
      category,
      shown,
    ]);
  }
}

describe('corrections of usage', () => {
  it('make counts say what the messages say, each by an entry, and once however many ask', async () => {
    const tenant = v7();
    await counted(tenant, dayBefore(5), 'utility', 3, 5);
    await counted(tenant, dayBefore(4), 'marketing', 4, 0);
    await counted(tenant, dayBefore(3), 'service', 2, 2);
    await counted(tenant, dayBefore(20), 'utility', 1, 9);
    const answers = await Promise.all([correct(tenant), correct(tenant), correct(tenant)]);
    const expected = [
      { day: dayBefore(5), category: 'utility', type: 'regular', messages: -2 },
      { day: dayBefore(4), category: 'marketing', type: 'regular', messages: 4 },
    ];
    expect(answers.flatMap(({ body }) => body.items)).toEqual(expected);
    expect(await charges(tenant)).toEqual([
      { category: 'marketing', type: 'regular', messages: 4 },
      { category: 'service', type: 'regular', messages: 2 },
      { category: 'utility', type: 'regular', messages: 3 },
    ]);
    expect(
      await infra.rows(
        `select day::text as day, category, type, messages::int as messages from billing.usage_corrections where tenant_id = $1 order by day`,
        [tenant],
      ),
    ).toEqual(expected);
    expect((await correct(tenant)).body.items).toEqual([]);
  });

  it('are the superadmin’s, and of days of which the messages are kept', async () => {
    const tenant = v7();
    expect((await call('POST', `${tenant}/usage/corrections`, asMember(infra, tenant, 'owner'))).status).toBe(403);
    expect(await correct(tenant, `?from=${dayBefore(95)}&to=${to}`)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});
