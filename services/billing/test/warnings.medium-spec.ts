import { v7 } from 'uuid';
import { quotaWarned, replyGenerated, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { unpackEvents } from '#messaging/publication.js';
import type { RunningService } from '#service-kit';
import { asMember, asSuperadmin, awayFromMidnight, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;
const SOON = { timeoutMs: 20_000 };

let infra: Infrastructure;
let running: RunningService;
/** Billing once more: both find and tell at the same time. */
let second: RunningService;
let makers: TenantDatabase;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  [running, second] = await Promise.all([startService(infra, service), startService(infra, service)]);
  makers = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('message_sender'), schema: 'message_sender' });
  await awayFromMidnight();
}, 90_000);
afterAll(async () => {
  await makers?.close();
  await second?.close();
  await running?.close();
  await infra?.stop();
}, 30_000);

async function call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Json> {
  const response = await fetch(`${running.url}/api/v1/billing${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, ...(text ? (JSON.parse(text) as Json) : {}) };
}
const shown = async (tenant: string): Promise<Json[]> => (await call('GET', `/tenants/${tenant}/warnings`, asMember(infra, tenant))).items;
const limit = (tenant: string, meter: string, amount: number) =>
  infra.rows(
    `insert into billing.quotas (tenant_id, meter, limit_amount) values ($1, $2, $3)
     on conflict (tenant_id, meter) do update set limit_amount = excluded.limit_amount`,
    [tenant, meter, amount],
  );
/** What left by the outbox, in its order. */
const told = async (tenant: string): Promise<Json[]> => {
  const rows = await infra.rows<{ envelope: string }>(
    `select envelope from billing.outbox where tenant_id = $1 and subject = $2 order by created_at, id`,
    [tenant, quotaWarned.subject],
  );
  return rows.flatMap(({ envelope }) => unpackEvents(envelope) as Json[]).map(({ data }) => data);
};
const levels = async (tenant: string): Promise<string[]> => (await told(tenant)).map(({ meter, level }) => `${meter} ${level}`).sort();

/** So many messages that are taken into the queue and leave, all at once. */
async function send(tenant: string, count: number): Promise<void> {
  const keys = Array.from({ length: count }, () => v7());
  await Promise.all(
    keys.map((key) =>
      makers.forTenant(tenant, (tx) => tx.query(`select from billing.reserve_v1('messages', array[$1::uuid], interval '1 day')`, [key])),
    ),
  );
  const at = new Date().toISOString();
  await Promise.all(
    keys.map((messageId) =>
      infra.publish(statusChanged, tenant, { messageId, outletId: v7(), status: 'accepted' as const, at, errors: [] }),
    ),
  );
}
const answer = (tenant: string) =>
  infra.publish(replyGenerated, tenant, {
    requestId: v7(),
    conversationId: v7(),
    outletId: v7(),
    epoch: 1,
    usage: { responder: 'model', model: 'm', promptTokens: 1, completionTokens: 1, durationMs: 1 },
    outcome: { kind: 'answer', text: 'Yes', citations: [] },
  });

describe('a limit that is near', () => {
  it('is told once at 80 % and once at 100 %, however many leave at once', async () => {
    const [tenant, other] = [v7(), v7()];
    await limit(tenant, 'messages', 50);
    await send(tenant, 39);
    await infra.settled('billing');
    expect(await shown(tenant)).toEqual([]);
    await send(tenant, 6);
    await eventually(async () => expect(await levels(tenant)).toEqual(['messages 80']), SOON);
    expect(await shown(tenant)).toEqual([{ meter: 'messages', level: 80, limit: 50, used: 45, stopped: false }]);
    await send(tenant, 10);
    await eventually(async () => expect(await levels(tenant)).toEqual(['messages 100', 'messages 80']), SOON);
    expect((await told(tenant)).at(-1)).toMatchObject({ meter: 'messages', level: 100, limit: 50, stopped: true });
    expect(await shown(tenant)).toEqual([{ meter: 'messages', level: 100, limit: 50, used: 50, stopped: true }]);
    expect(await shown(other)).toEqual([]);
    expect((await call('GET', `/tenants/${tenant}/warnings`, asMember(infra, other))).status).toBe(404);
    expect((await call('GET', `/tenants/${tenant}/warnings`, asMember(infra, tenant, 'agent'))).status).toBe(403);
  });

  it('counts answers too; what the deposit pays for is not stopped', async () => {
    const tenant = v7();
    await limit(tenant, 'aiReplies', 4);
    await infra.rows(`update billing.quotas set overage = '{"USD": 1}' where tenant_id = $1`, [tenant]);
    await call('POST', `/tenants/${tenant}/deposit`, asSuperadmin(infra), { amountMinor: 500, currency: 'USD', reference: v7() });
    await Promise.all(Array.from({ length: 6 }, () => answer(tenant)));
    await eventually(async () => expect((await levels(tenant)).at(0)).toBe('aiReplies 100'), SOON);
    expect((await told(tenant)).find(({ level }) => level === 100)).toMatchObject({ limit: 4, stopped: false });
    expect(await shown(tenant)).toMatchObject([{ meter: 'aiReplies', level: 100, used: 6, stopped: false }]);
  });

  it('is told anew under another limit and in another month, and nobody is warned by a suspension', async () => {
    const tenant = v7();
    await limit(tenant, 'messages', 10);
    await send(tenant, 8);
    await eventually(async () => expect(await levels(tenant)).toEqual(['messages 80']), SOON);
    // As a suspension does, and as it ends.
    await limit(tenant, 'messages', 0);
    await limit(tenant, 'messages', 10);
    await limit(tenant, 'messages', 100);
    expect(await shown(tenant)).toEqual([]);
    // To a plan on which it has more than it may.
    await limit(tenant, 'messages', 9);
    await eventually(async () => expect(await told(tenant)).toHaveLength(2), SOON);
    expect((await told(tenant)).map(({ level, limit: of }) => [level, of])).toEqual([
      [80, 10],
      [80, 9],
    ]);
    for (const table of ['quotas', 'quota_warnings']) {
      await infra.rows(`update billing.${table} set period_start = (period_start - interval '1 month')::date where tenant_id = $1`, [
        tenant,
      ]);
    }
    expect(await shown(tenant)).toEqual([]);
    await send(tenant, 8);
    await eventually(async () => expect(await told(tenant)).toHaveLength(3), SOON);
    expect((await told(tenant)).at(-1)).toMatchObject({ meter: 'messages', level: 80, limit: 9, used: 8 });
  });
});
