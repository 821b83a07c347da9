import { decodeJwt } from 'jose';
import { asMember } from '#testing';
import { PASSWORD, World, type Json } from './tenant-world.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1';

let world: World;
let tenant: string;

beforeAll(async () => {
  world = await World.start();
  tenant = await world.tenant('acme-corp');
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

async function person(name: string) {
  const email = `${name}@acme.example`;
  const id = await world.member(tenant, email, 'agent');
  const signIn = async (agent: string, address: string): Promise<Json & { id: string }> => {
    const { body } = await world.login(email, PASSWORD, { ...world.from(address), 'user-agent': agent });
    return { ...body, id: decodeJwt<{ sid: string }>(body.accessToken).sid };
  };
  const as = (session?: string) => ({ ...asMember(world.infra, tenant, 'agent', id, session), ...world.from() });
  const list = async (session?: string): Promise<Json[]> => (await world.call('GET', '/auth/sessions', as(session))).body.items as Json[];
  return { email, id, signIn, as, list };
}
const refresh = async (refreshToken: string, headers = world.from()) =>
  (await world.call('POST', '/auth/refresh', headers, { refreshToken })).status;
const cut = (id: string) => world.infra.rows('select from tenant.access_cuts_v2 where user_id = $1', [id]);

describe('the sign-ins of a person', () => {
  it('are listed with device, address and times, the last used first, and nobody else’s among them', async () => {
    const [ana, ben] = [await person('ana'), await person('ben')];
    const desk = await ana.signIn(FIREFOX, '203.0.113.1');
    const phone = await ana.signIn(PHONE, '203.0.113.2');
    await ben.signIn(FIREFOX, '203.0.113.3');
    const items = await ana.list(desk.id);
    expect(items).toMatchObject([
      { id: phone.id, current: false, browser: 'Safari', system: 'iPhone', address: '203.0.113.2' },
      { id: desk.id, current: true, browser: 'Firefox', system: 'Linux', address: '203.0.113.1' },
    ]);
    await world.infra.rows(
      `update tenant.sessions set began_at = began_at - interval '1 day', last_used_at = last_used_at - interval '1 hour'`,
    );
    const before = (await ana.list()).find(({ id }) => id === desk.id)!;
    expect(await refresh(desk.refreshToken, { ...world.from('203.0.113.9'), 'user-agent': FIREFOX })).toBe(200);
    const [first] = await ana.list(desk.id);
    expect(first).toMatchObject({ id: desk.id, address: '203.0.113.9', startedAt: before.startedAt });
    expect(Date.parse(first!.lastUsedAt)).toBeGreaterThan(Date.parse(before.lastUsedAt));
  });

  it('end one by one: refresh token and access tokens of that one, and it leaves the list', async () => {
    const [cleo, dan] = [await person('cleo'), await person('dan')];
    const [kept, lost, foreign] = [
      await cleo.signIn(FIREFOX, '203.0.113.1'),
      await cleo.signIn(PHONE, '203.0.113.2'),
      await dan.signIn(PHONE, '203.0.113.3'),
    ];
    const end = (id: string) => world.call('DELETE', `/auth/sessions/${id}`, cleo.as(kept.id));
    expect((await end(lost.id)).status).toBe(204);
    expect((await cleo.list(kept.id)).map(({ id }) => id)).toEqual([kept.id]);
    expect(await cut(lost.id)).toHaveLength(1);
    expect([await refresh(lost.refreshToken), await refresh(kept.refreshToken)]).toEqual([401, 200]);
    expect([(await end(lost.id)).status, (await end(foreign.id)).status]).toEqual([404, 404]);
    expect(await refresh(foreign.refreshToken)).toBe(200);
    const events = await world.call('GET', '/auth/me/events', cleo.as());
    expect(events.body.items).toMatchObject([{ action: 'user.session_ended', before: { session: lost.id } }]);
  });

  it('all end but the one that asks', async () => {
    const eva = await person('eva');
    const [mine, ...others] = [
      await eva.signIn(FIREFOX, '203.0.113.1'),
      await eva.signIn(PHONE, '203.0.113.2'),
      await eva.signIn('curl/8.5.0', '203.0.113.3'),
    ];
    expect((await world.call('DELETE', '/auth/sessions', eva.as(mine!.id))).status).toBe(204);
    expect(await eva.list(mine!.id)).toMatchObject([{ id: mine!.id, current: true }]);
    for (const { refreshToken } of others) expect(await refresh(refreshToken)).toBe(401);
    expect(await refresh(mine!.refreshToken)).toBe(200);
    expect(await world.infra.rows('select kept_session from tenant.access_cuts_v2 where user_id = $1', [eva.id])).toEqual([
      { kept_session: mine!.id },
    ]);
  });

  it('end with signing out, access tokens included', async () => {
    const fay = await person('fay');
    const { id, refreshToken } = await fay.signIn(FIREFOX, '203.0.113.1');
    await world.call('POST', '/auth/logout', world.from(), { refreshToken });
    expect([await fay.list(), (await cut(id)).length]).toEqual([[], 1]);
  });
});

it('the team sees who was here when, and who never', async () => {
  const [gus, hal] = [await person('gus'), await person('hal')];
  const before = Date.now();
  await gus.signIn(FIREFOX, '203.0.113.1');
  const members = (await world.call('GET', `/tenants/${tenant}/users?limit=100`, gus.as())).body.items as Json[];
  const seen = (id: string) => members.find((member) => member.id === id)!.lastSeenAt as string | null;
  expect(Date.parse(seen(gus.id)!)).toBeGreaterThanOrEqual(before - 1_000);
  expect(seen(hal.id)).toBeNull();
});
