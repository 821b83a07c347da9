import { IDENTITY_HEADER, signIdentity } from '#service-kit';
import { asApiKey, asSuperadmin, eventually } from '#testing';
import { World, type Answer } from './tenant-world.js';
import { claimsOf, meanwhile, Person, Steps } from './two-factor-world.js';

let world: World;
let steps: Steps;
let tenant: string;

beforeAll(async () => {
  world = await World.start();
  steps = new Steps(world);
  tenant = await world.tenant('acme-corp');
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const person = (name: string, role?: Person['role']) => Person.join(world, steps, tenant, `${name}@acme.example`, role);
const refresh = async (refreshToken: string) => (await world.call('POST', '/auth/refresh', world.from(), { refreshToken })).status;
const codeOf = ({ status, body }: Answer) => [status, body.code as string | undefined];

describe('an admin', () => {
  const reset = (admin: Person, of: string) => admin.call('DELETE', `/tenants/${tenant}/users/${of}/two-factor`);

  it('resets a member’s, who is signed out and told by mail; nobody sees a secret', async () => {
    const [boss, wes] = [await person('boss', 'admin'), await (await person('wes')).enrol()];
    const { body } = await wes.signIn(wes.code());
    expect(codeOf(await reset(wes, boss.id))).toEqual([403, 'forbidden']);
    const answer = await reset(boss, wes.id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await refresh(body.refreshToken)).toBe(401);
    expect((await wes.signIn()).status).toBe(200);
    expect(codeOf(await reset(boss, wes.id))).toEqual([409, 'two_factor_off']);
    expect(await world.audit('user.two_factor_reset')).toMatchObject([
      { tenant_id: tenant, actor_id: boss.id, target_id: wes.id },
      { actor_id: boss.id, target_id: wes.id },
    ]);
    await eventually(() => expect(world.mails().some(({ to, subject }) => to === wes.email && /was reset/.test(subject))).toBe(true));
  });

  it('resets nobody above them, not themselves, nobody of another tenant, and nobody who belongs to others too', async () => {
    const [boss, owner] = [await (await person('boss2', 'admin')).enrol(), await (await person('own', 'owner')).enrol()];
    expect(codeOf(await reset(boss, owner.id))).toEqual([403, 'role_too_high']);
    expect(codeOf(await reset(boss, boss.id))).toEqual([403, 'forbidden']);
    const gamma = await world.tenant('gamma');
    const stranger = await Person.join(world, steps, gamma, 'far@gamma.example');
    expect((await reset(boss, stranger.id)).status).toBe(404);
    const both = await (await person('both')).enrol();
    await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer')`, [gamma, both.id]);
    expect(codeOf(await reset(boss, both.id))).toEqual([409, 'two_factor_shared']);
    expect((await both.state()).enabled).toBe(true);
    const platform = { ...asSuperadmin(world.infra), ...world.from() };
    expect((await world.call('DELETE', `/tenants/${tenant}/users/${both.id}/two-factor`, platform)).status).toBe(204);
  });

  it('is a person: no API key resets anybody', async () => {
    const yan = await (await person('yan')).enrol();
    const key = { ...asApiKey(world.infra, tenant, ['*']), ...world.from() };
    expect(codeOf(await world.call('DELETE', `/tenants/${tenant}/users/${yan.id}/two-factor`, key))).toEqual([403, 'forbidden']);
    expect((await yan.state()).enabled).toBe(true);
  });

  it('sees in the team who has it; the others do not', async () => {
    const [boss, xia] = [await person('boss3', 'admin'), await (await person('xia')).enrol()];
    const seen = async (by: Person) =>
      (await by.call('GET', `/tenants/${tenant}/users?search=xia`)).body.items.map((each: object) =>
        'twoFactor' in each ? each.twoFactor : 'hidden',
      );
    expect([await seen(boss), await seen(xia)]).toEqual([[true], ['hidden']]);
    expect((await boss.call('GET', `/users/${xia.id}`)).body.twoFactor).toBe(true);
    expect((await xia.call('GET', `/users/${boss.id}`)).body).not.toHaveProperty('twoFactor');
  });
});

describe('a tenant that asks for it', () => {
  const ask = (by: Person, tenantId: string, required: boolean) => by.call('PUT', `/tenants/${tenantId}/two-factor`, { required });
  const cutsOf = async (id: string, tenantId: string) =>
    (await world.infra.rows('select from tenant.access_cuts_v2 where user_id = $1 and tenant_id = $2', [id, tenantId])).length;

  it('lets in, from that moment, only who has it, and the others again once they have', async () => {
    const strict = await world.tenant('strict');
    const of = (name: string, role?: Person['role']) => Person.join(world, steps, strict, `${name}@strict.example`, role);
    const [owner, armed, plain] = [await of('owner', 'owner'), await of('armed'), await of('plain')];
    expect(codeOf(await ask(owner, strict, true))).toEqual([409, 'two_factor_off']);
    await owner.enrol();
    await armed.enrol();
    const session = await plain.signIn();
    expect(claimsOf(session).tenants).toEqual([{ id: strict, role: 'agent' }]);
    expect(await cutsOf(plain.id, strict)).toBe(0);

    expect(await ask(owner, strict, true)).toMatchObject({ status: 200, body: { twoFactorRequired: true } });
    expect([await cutsOf(plain.id, strict), await cutsOf(armed.id, strict)]).toEqual([1, 0]);
    const renewed = await world.call('POST', '/auth/refresh', world.from(), { refreshToken: session.body.refreshToken });
    expect(claimsOf(renewed)).toMatchObject({ tenants: [], twoFactorNeeded: [strict] });
    const again = await plain.signIn();
    expect(claimsOf(again)).toMatchObject({ tenants: [], twoFactorNeeded: [strict] });
    const me = await plain.call('GET', '/auth/me');
    expect(me.body).toMatchObject({ twoFactor: false, tenants: [{ id: strict, twoFactorNeeded: true }] });
    // As the gateway says of who they are: they act for no tenant.
    const identity = { kind: 'user', subject: plain.id, superadmin: false, locked: true } as const;
    const key = world.infra.env().IDENTITY_KEY!;
    const locked = { ...world.from(), [IDENTITY_HEADER]: signIdentity(identity, key) };
    expect(codeOf(await world.call('GET', `/tenants/${strict}`, locked))).toEqual([403, 'two_factor_required']);
    expect((await world.call('GET', '/tenants', locked)).body.items).toEqual([]);
    expect((await world.call('GET', '/tenants/slug/strict', locked)).status).toBe(404);

    await plain.enrol(claimsOf(again).sid);
    const inside = await world.call('POST', '/auth/refresh', world.from(), { refreshToken: again.body.refreshToken });
    expect(claimsOf(inside)).toMatchObject({ tenants: [{ id: strict, role: 'agent' }], twoFactor: true });
    expect((await plain.call('GET', '/auth/me')).body.tenants).toMatchObject([{ twoFactorNeeded: false }]);
    expect(codeOf(await plain.call('POST', '/auth/two-factor/off', { code: plain.code() }))).toEqual([409, 'two_factor_must_stay']);
    expect(await plain.state()).toMatchObject({ enabled: true, requiredBy: ['strict'] });
    const changes = (await world.audit('tenant.changed')).filter(({ tenant_id: id }) => id === strict);
    expect(changes).toMatchObject([{ before: { twoFactorRequired: false }, after: { twoFactorRequired: true } }]);

    expect((await ask(owner, strict, false)).status).toBe(200);
    expect((await plain.call('POST', '/auth/two-factor/off', { code: plain.code() })).status).toBe(204);
  });

  it('asks nothing of API keys, and nothing of people in other tenants', async () => {
    const picky = await world.tenant('picky');
    const owner = await (await Person.join(world, steps, picky, 'owner@picky.example', 'owner')).enrol();
    const both = await Person.join(world, steps, picky, 'both@picky.example');
    await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer')`, [tenant, both.id]);
    const key = await owner.call('POST', `/tenants/${picky}/api-keys`, { name: 'k', scopes: ['tenant:read'] });
    await ask(owner, picky, true);
    expect(claimsOf(await both.signIn())).toMatchObject({ tenants: [{ id: tenant, role: 'viewer' }], twoFactorNeeded: [picky] });
    expect(await world.infra.rows('select from tenant.api_keys_v1 where id = $1', [key.body.id])).toHaveLength(1);
  });

  it('is made so by people, not API keys, and its owners hear by mail when it no longer is', async () => {
    const loose = await world.tenant('loose');
    const of = (name: string, role?: Person['role']) => Person.join(world, steps, loose, `${name}@loose.example`, role);
    const [owner, second, admin] = [
      await (await of('o1', 'owner')).enrol(),
      await of('o2', 'owner'),
      await (await of('a', 'admin')).enrol(),
    ];
    const key = { ...asApiKey(world.infra, loose, ['*']), ...world.from() };
    const byKey = async (required: boolean) => codeOf(await world.call('PUT', `/tenants/${loose}/two-factor`, key, { required }));
    expect(await byKey(true)).toEqual([403, 'forbidden']);
    expect((await ask(owner, loose, true)).status).toBe(200);
    expect(await byKey(false)).toEqual([403, 'forbidden']);
    expect((await owner.call('GET', `/tenants/${loose}`)).body.twoFactorRequired).toBe(true);
    const told = () => world.mails().filter(({ subject, text }) => /no longer asked for/.test(subject) && text.includes('"loose"'));
    expect(told()).toEqual([]);
    for (let n = 0; n < 2; n++) expect((await ask(admin, loose, false)).status).toBe(200);
    await eventually(() =>
      expect(
        told()
          .map(({ to }) => to)
          .sort(),
      ).toEqual([owner.email, second.email].sort()),
    );
  });

  it('is heard by whoever is just turning theirs off', async () => {
    const hasty = await world.tenant('hasty');
    const member = await (await Person.join(world, steps, hasty, 'm@hasty.example')).enrol();
    const require: [string, ...unknown[]] = ['update tenant.tenants set two_factor_required = true where id = $1', hasty];
    const off = await meanwhile(world, require, () => member.call('POST', '/auth/two-factor/off', { code: member.code() }));
    expect(codeOf(off)).toEqual([409, 'two_factor_must_stay']);
    expect((await member.state()).enabled).toBe(true);
    // A refusal uses no code up.
    expect((await member.signIn(member.code())).status).toBe(200);
  });
});
