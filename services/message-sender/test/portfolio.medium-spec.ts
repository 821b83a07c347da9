import { TenantDatabase } from '#database';
import { eventually, startService } from '#testing';
import { PortfoliosRepository } from '../src/persistence/rates/portfolios.repository.js';
import { service } from '../src/service.js';
import { gateActs, type Message } from './gate-acts.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;
const acts = gateActs(world);
/** A slow machine makes no answer late. */
const PATIENT = { GRAPH_TIMEOUT_MS: '30000' };

beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop(), 30_000);
afterEach(() => world.running?.close(), 30_000);

const limited = async (limit: string, of?: Outlet): Promise<Outlet> => {
  const outlet = await world.outlet(of?.tenantId);
  await world.infra.rows('update tenant.outlets set messaging_limit = $2, waba_id = coalesce($3, waba_id) where id = $1', [
    outlet.id,
    limit,
    of?.wabaId ?? null,
  ]);
  return { ...outlet, wabaId: of?.wabaId ?? outlet.wabaId };
};
const template = (name = 'news') => ({ type: 'template', template: { name, language: 'en', category: 'AUTHENTICATION' } }) as never;
const send = (outlet: Outlet, to: string, name?: string): Promise<string> =>
  world.request(outlet, '', { to, class: 'broadcast', content: template(name) });
const recipients = (outlet: Outlet): number => new Set(graph.of(outlet.phoneNumberId).map(({ body }) => body.to as string)).size;
/** Everybody but so many has been reached today. */
const leave = async (outlet: Outlet, left: number, agoHours = 1, limit = 50): Promise<void> => {
  await world.infra.rows(
    `insert into message_sender.portfolio_users (tenant_id, portfolio, user_hash, reached_at)
     select $1, $2, n, now() - make_interval(hours => $4::integer) from generate_series(1, $3::integer) n`,
    [outlet.tenantId, outlet.wabaId, limit - left, agoHours],
  );
  await world.infra.rows('insert into message_sender.portfolios (tenant_id, portfolio, users) values ($1, $2, $3)', [
    outlet.tenantId,
    outlet.wabaId,
    limit - left,
  ]);
};
const used = async (outlet: Outlet): Promise<{ counted: number; rows: number }> => {
  const [row] = await world.infra.rows<{ counted: number; rows: number }>(
    `select users as counted, (select count(*)::int from message_sender.portfolio_users u where u.tenant_id = p.tenant_id and u.portfolio = p.portfolio) as rows
     from message_sender.portfolios p where tenant_id = $1 and portfolio = $2`,
    [outlet.tenantId, outlet.wabaId],
  );
  return row!;
};

it('two processes and two numbers of an account reach no more customers than it may; what is left waits and is told', async () => {
  const outlet = await limited('TIER_50');
  const second = await limited('TIER_50', outlet);
  await leave(outlet, 7);
  await world.startService(PATIENT);
  const other = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: graph.url, ...PATIENT });
  try {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => send(n % 2 ? outlet : second, `1650553${1_000 + n}`)));
    await eventually(() => expect(recipients(outlet) + recipients(second)).toBe(7));
    await eventually(async () => {
      const { body } = await world.call('GET', '/messages/holds', outlet.tenantId);
      expect(body.items).toMatchObject([{ scope: 'template', key: `${outlet.wabaId}:news`, kind: 'wait', code: 'messaging_limit' }]);
      const until = Date.parse(body.items[0].until) - Date.now();
      expect(until).toBeGreaterThan(22 * 3_600_000);
      expect(until).toBeLessThan(30 * 3_600_000);
    });
    const { body: health } = await world.call('GET', `/outlets/${outlet.id}/health`, outlet.tenantId);
    expect(health.portfolio).toEqual({ limit: 50, usedToday: 50 });
    expect(health.advice.map(({ code }: { code: string }) => code)).toContain('limit_nearly_used');
    expect(await used(outlet)).toEqual({ counted: 50, rows: 50 });
    await eventually(async () => {
      const now = await Promise.all(ids.map(async (id) => (await world.row(id)).state));
      expect(now.filter((state) => state === 'accepted')).toHaveLength(7);
      expect(now.filter((state) => state === 'queued')).toHaveLength(13);
    });
  } finally {
    await other.close();
  }
}, 60_000);

it('a customer counts once, and again to somebody who is reached costs nothing', async () => {
  const outlet = await limited('TIER_50');
  await leave(outlet, 1);
  await world.startService(PATIENT);
  for (const name of ['first', 'second', 'third']) {
    const id = await send(outlet, '16505552001', name);
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }));
  }
  expect(await used(outlet)).toEqual({ counted: 50, rows: 50 });
  const late = await send(outlet, '16505552002', 'fourth');
  await eventually(async () => expect((await world.call('GET', '/messages/holds', outlet.tenantId)).body.items).toHaveLength(1));
  expect(await world.row(late)).toMatchObject({ state: 'queued' });
}, 30_000);

it('customers of a day ago make room, at once when it is needed and else with time', async () => {
  const [outlet, quiet] = [await limited('TIER_50'), await limited('TIER_50')];
  await world.startService(PATIENT);
  await leave(outlet, 0, 25);
  await leave(quiet, 0, 25);
  const id = await send(outlet, '16505552001');
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }));
  await eventually(async () => expect(await used(quiet)).toEqual({ counted: 0, rows: 0 }), { timeoutMs: 20_000 });
}, 40_000);

it('nothing is counted of accounts without a limit', async () => {
  const outlet = await limited('TIER_UNLIMITED');
  await world.startService(PATIENT);
  const id = await send(outlet, '16505552001');
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }));
  expect(await world.infra.rows('select from message_sender.portfolios where tenant_id = $1', [outlet.tenantId])).toEqual([]);
}, 30_000);

it('however many ask at once, the count is that of the rows and never above the limit', async () => {
  const outlet = await limited('TIER_50');
  await world.startService(PATIENT);
  const [database, portfolios] = [world.running.app.get(TenantDatabase), world.running.app.get(PortfoliosRepository, { strict: false })];
  const asked = Array.from({ length: 160 }, (_, n) => `user ${n % 80}`);
  const answers = await Promise.all(
    asked.map((user) => database.forTenant(outlet.tenantId, (tx) => portfolios.reach(tx, { portfolio: outlet.wabaId, user, limit: 50 }))),
  );
  expect(await used(outlet)).toEqual({ counted: 50, rows: 50 });
  const reached = new Set(asked.filter((_, n) => answers[n] === undefined));
  expect(reached.size).toBe(50);
}, 60_000);

it('a template to a customer whose window is open goes, however many were reached', async () => {
  const outlet = await limited('TIER_50');
  await leave(outlet, 0);
  await world.infra.rows(
    `insert into conversation.windows (tenant_id, outlet_id, phone, window_expires_at) values ($1, $2, '16505552001', now() + interval '1 hour')`,
    [outlet.tenantId, outlet.id],
  );
  await world.startService(PATIENT);
  const id = await send(outlet, '16505552001');
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted' }));
  expect(await used(outlet)).toEqual({ counted: 50, rows: 50 });
}, 30_000);

it('accounts of one portfolio share what it may, and an account whose portfolio is not known is one', async () => {
  const outlet = await limited('TIER_50');
  const sister = { ...(await world.outlet(outlet.tenantId)), portfolio: `business-${outlet.wabaId}` };
  await world.infra.rows(`update tenant.outlets set messaging_limit = 'TIER_50', portfolio_id = $2 where tenant_id = $1`, [
    outlet.tenantId,
    sister.portfolio,
  ]);
  await leave({ ...outlet, wabaId: sister.portfolio }, 5);
  await world.startService(PATIENT);
  await Promise.all(Array.from({ length: 12 }, (_, n) => send(n % 2 ? outlet : sister, `1650554${1_000 + n}`)));
  await eventually(() => expect(recipients(outlet) + recipients(sister)).toBe(5));
  await eventually(async () => expect(await used({ ...outlet, wabaId: sister.portfolio })).toEqual({ counted: 50, rows: 50 }));
  for (const { id } of [outlet, sister]) {
    expect((await world.call('GET', `/outlets/${id}/health`, outlet.tenantId)).body.portfolio).toEqual({ limit: 50, usedToday: 50 });
  }
}, 60_000);

it('whoever asks before is told that a message will wait, and until when', async () => {
  await world.startService(PATIENT);
  const outlet = await acts.account();
  await world.infra.rows(`update tenant.outlets set messaging_limit = 'TIER_50' where id = $1`, [outlet.id]);
  await leave(outlet, 1);
  const codes = async (message: Message) => {
    const { body } = await acts.check(outlet, message);
    return [body.decision, ...body.reasons.map(({ code, effect }: { code: string; effect: string }) => `${code} ${effect}`)];
  };
  expect(await codes({ template: 'parcel' })).toEqual(['allow']);
  await world.infra.rows('update message_sender.portfolios set users = 50 where tenant_id = $1', [outlet.tenantId]);
  expect(await codes({ template: 'parcel' })).toEqual(['allow', 'portfolio_limit_reached delays']);
  const { body } = await acts.check(outlet, { template: 'parcel' });
  expect(body.reasons[0].message).toMatch(/50 customers .* waits until \d{4}-/);
  await acts.written(outlet);
  expect(await codes({ template: 'parcel' })).toEqual(['allow']);
}, 60_000);
