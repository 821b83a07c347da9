import { decodeJwt } from 'jose';
import { asMember, asSuperadmin, eventually } from '#testing';
import { PASSWORD, World, type Answer, type Json } from './tenant-world.js';

const EVERYWHERE = '00000000-0000-0000-0000-000000000000';

let world: World;
let tenantA: string;
let tenantB: string;

beforeAll(async () => {
  world = await World.start();
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const cutsOf = (userId: string): Promise<Json[]> =>
  world.infra.rows(
    `select tenant_id as "tenantId", kept_session as kept, cut_at as "cutAt" from tenant.access_cuts_v2 where user_id = $1 order by tenant_id`,
    [userId],
  );
const refresh = (refreshToken: string): Promise<Answer> => world.call('POST', '/auth/refresh', world.from(), { refreshToken });
const register = async (name: string): Promise<Json> => {
  const given = { tenantName: name, name, email: `${name}@cuts.example`, password: PASSWORD };
  const { body } = await world.call('POST', '/auth/register', world.from(), given);
  const { sub, sid } = decodeJwt<{ sid: string }>(body.accessToken);
  return { ...body, ...given, userId: sub, session: sid, tenantId: body.tenant.id };
};
const as = (person: Json, session?: string) => ({
  ...asMember(world.infra, person.tenantId, 'owner', person.userId, session),
  ...world.from(),
});

describe('an access token', () => {
  it('names its sign-in, the same after every refresh and another for every sign-in', async () => {
    const person = await register('sid');
    const next = (await refresh(person.refreshToken)).body;
    expect(decodeJwt(next.accessToken).sid).toBe(person.session);
    expect(decodeJwt((await world.login(person.email)).body.accessToken).sid).not.toBe(person.session);
  });
});

describe('every access token of a person ends at once', () => {
  const ways: [string, (person: Json) => Promise<Answer>][] = [
    ['signs out everywhere', (person) => world.call('POST', '/auth/logout-everywhere', as(person))],
    [
      'has another password',
      (person) => world.call('PUT', '/auth/me', as(person), { currentPassword: PASSWORD, newPassword: 'another good password' }),
    ],
    [
      'sets a new password by mail',
      async (person) => {
        const mailed = world.mails().length;
        await world.call('POST', '/auth/password-reset', world.from(), { email: person.email });
        const token = await world.tokenMailedTo(person.email, mailed);
        return world.call('POST', '/auth/password-reset/confirm', world.from(), { token, password: 'another good password' });
      },
    ],
    [
      'takes over with an invitation an account whose address nobody had confirmed',
      async (person) => {
        const mailed = world.mails().length;
        const admin = { ...asMember(world.infra, tenantA, 'admin'), ...world.from() };
        await world.call('POST', `/tenants/${tenantA}/invitations`, admin, { email: person.email, role: 'viewer' });
        const token = await world.tokenMailedTo(person.email, mailed);
        return world.call('POST', '/auth/invitations/accept', world.from(), { token, password: 'another good password' });
      },
    ],
  ];

  it.each(ways)('who %s', async (_, end) => {
    const person = await register(`ends-${ways.findIndex(([, way]) => way === end)}`);
    expect(await cutsOf(person.userId)).toEqual([]);
    expect((await end(person)).status).toBeLessThan(300);
    const [cut] = (await cutsOf(person.userId)).filter(({ tenantId }) => tenantId === EVERYWHERE);
    expect(cut).toMatchObject({ kept: null });
    expect(new Date(cut!.cutAt).getTime()).toBeGreaterThanOrEqual(decodeJwt<{ at: number }>(person.accessToken).at);
    expect((await refresh(person.refreshToken)).status).toBe(401);
  });

  it('but those of the sign-in that changed the password, or that it names', async () => {
    const person = await register('keeps');
    const other = (await world.login(person.email)).body;
    const [mine, named] = [person.session, decodeJwt<{ sid: string }>(other.accessToken).sid];
    const change = { currentPassword: PASSWORD, newPassword: 'another good password' };
    expect((await world.call('PUT', '/auth/me', as(person, mine), change)).status).toBe(200);
    expect(await cutsOf(person.userId)).toMatchObject([{ tenantId: EVERYWHERE, kept: mine }]);
    expect((await refresh(other.refreshToken)).status).toBe(401);
    const next = (await refresh(person.refreshToken)).body;

    const third = (await world.login(person.email, 'another good password')).body;
    const back = { currentPassword: 'another good password', newPassword: PASSWORD, refreshToken: third.refreshToken };
    expect((await world.call('PUT', '/auth/me', as(person, mine), back)).status).toBe(200);
    expect(await cutsOf(person.userId)).toMatchObject([{ kept: decodeJwt(third.accessToken).sid }]);
    expect((await refresh(next.refreshToken)).status).toBe(401);
    expect((await refresh(third.refreshToken)).status).toBe(200);
    expect(named).not.toBe(mine);
  });

  it('and not those of anybody else, nor does another name end any', async () => {
    const [person, bystander] = [await register('alone'), await register('bystander')];
    await world.call('PUT', '/auth/me', as(person), { name: 'Another' });
    expect(await cutsOf(person.userId)).toEqual([]);
    await world.call('POST', '/auth/logout-everywhere', as(person));
    expect(await cutsOf(bystander.userId)).toEqual([]);
    expect((await refresh(bystander.refreshToken)).status).toBe(200);
  });
});

describe('what a tenant takes from a person', () => {
  it.each([
    ['a role', (path: string) => world.call('PUT', path, asMember(world.infra, tenantA), { role: 'agent' })],
    ['the membership', (path: string) => world.call('DELETE', path, asMember(world.infra, tenantA))],
    ['by being suspended', () => world.call('PUT', `/tenants/${tenantA}`, asSuperadmin(world.infra), { status: 'suspended' })],
  ])('(%s) it takes in that tenant alone', async (what, take) => {
    const email = `${what.replaceAll(' ', '-')}@both.example`;
    const userId = await world.member(tenantA, email);
    await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer')`, [tenantB, userId]);
    expect((await take(`/tenants/${tenantA}/users/${userId}`)).status).toBeLessThan(300);
    expect(await cutsOf(userId)).toMatchObject([{ tenantId: tenantA, kept: null }]);
    await world.call('PUT', `/tenants/${tenantA}`, asSuperadmin(world.infra), { status: 'active' });
  });
});

describe('a session that begins while all end', () => {
  /** Holds the person's row as the change of a password does until it commits. */
  async function whileHeld(
    userId: string,
    ask: () => Promise<Answer>,
    change: (sql: (text: string) => Promise<unknown>) => Promise<unknown>,
  ) {
    const client = await world.infra.owner.connect();
    try {
      await client.query('begin');
      await client.query('select from tenant.users where id = $1 for no key update', [userId]);
      const answer = ask();
      await eventually(async () =>
        expect(
          await world.infra.rows(`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%tenant.users%'`),
        ).not.toEqual([]),
      );
      await change((text) => client.query(text, [userId]));
      await client.query('commit');
      return await answer;
    } finally {
      client.release();
    }
  }

  it('by a refresh ends too', async () => {
    const person = await register('racing');
    const answer = await whileHeld(
      person.userId,
      () => refresh(person.refreshToken),
      (sql) => sql(`update tenant.refresh_tokens set revoked_at = now() where user_id = $1`),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
    const open = await world.infra.rows(`select from tenant.refresh_tokens where user_id = $1 and revoked_at is null and used_at is null`, [
      person.userId,
    ]);
    expect(open).toEqual([]);
  });

  it('by the old password does not begin', async () => {
    const person = await register('late');
    const answer = await whileHeld(
      person.userId,
      () => world.login(person.email),
      (sql) => sql(`update tenant.users set password_hash = 'another' where id = $1`),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  });

  it('by founding another company with the old password does not begin', async () => {
    const person = await register('founding');
    const again = { tenantName: 'Another', name: 'founding', email: person.email, password: PASSWORD };
    const answer = await whileHeld(
      person.userId,
      () => world.call('POST', '/auth/register', world.from(), again),
      (sql) => sql(`update tenant.users set password_hash = 'another' where id = $1`),
    );
    expect(answer).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    expect(await world.infra.rows(`select from tenant.tenants where name = 'Another'`)).toEqual([]);
  });
});
