import { readFileSync } from 'node:fs';
import { KeyRing } from '#service-kit';
import { asMember, eventually, startService } from '#testing';
import { service } from '../src/service.js';
import { PASSWORD, World, type Answer } from './tenant-world.js';
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
const deeds = async (id: string) =>
  (await world.infra.rows('select action from tenant.audit_log where target_id = $1 order by id', [id])).map(({ action }) => action);

describe('turning two-factor sign-in on', () => {
  it('takes the password, then a code of the app; until then nothing changes', async () => {
    const ana = await person('ana');
    expect(await ana.state()).toEqual({ enabled: false, since: null, recoveryCodesLeft: 0, requiredBy: [] });
    expect(codeOf(await ana.call('POST', '/auth/two-factor', { password: 'not the password' }))).toEqual([403, 'wrong_password']);
    expect(codeOf(await ana.call('POST', '/auth/two-factor', {}))).toEqual([400, 'validation_failed']);
    expect(codeOf(await ana.call('POST', '/auth/two-factor/confirm', { code: '000000' }))).toEqual([409, 'two_factor_not_started']);
    const started = await ana.call('POST', '/auth/two-factor', { password: PASSWORD });
    ana.secret = started.body.secret;
    expect(started.body.secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = new URL(started.body.uri);
    expect([uri.protocol, decodeURIComponent(uri.pathname)]).toEqual(['otpauth:', expect.stringContaining('Chasqui:ana@acme.example')]);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: 'Chasqui',
      secret: ana.secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(codeOf(await ana.call('POST', '/auth/two-factor/confirm', { code: ana.code(5) }))).toEqual([403, 'wrong_code']);
    expect((await ana.signIn()).status).toBe(200);
    const { status, body } = await ana.call('POST', '/auth/two-factor/confirm', { code: ana.code() });
    expect(status).toBe(200);
    expect(new Set(body.recoveryCodes).size).toBe(10);
    for (const code of body.recoveryCodes) expect(code).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
    expect(await ana.state()).toMatchObject({ enabled: true, since: expect.stringMatching(/Z$/), recoveryCodesLeft: 10 });
    expect((await ana.call('GET', '/auth/me')).body).toMatchObject({ twoFactor: true });
    expect(codeOf(await ana.call('POST', '/auth/two-factor', { password: PASSWORD }))).toEqual([409, 'two_factor_on']);
    expect(await deeds(ana.id)).toEqual(expect.arrayContaining(['user.code_refused', 'user.two_factor_on']));
    await eventually(() => expect(world.mails().at(-1)).toMatchObject({ to: ana.email, subject: 'Two-factor sign-in is on' }));
  });

  it('keeps no secret and no recovery code that could be read', async () => {
    const ben = await (await person('ben')).enrol();
    const stored = JSON.stringify([
      await world.infra.rows('select * from tenant.second_factors where user_id = $1', [ben.id]),
      await world.infra.rows('select * from tenant.recovery_codes where user_id = $1', [ben.id]),
      await world.infra.rows('select * from tenant.audit_log where target_id = $1', [ben.id]),
    ]);
    for (const secret of [ben.secret, ...ben.recoveryCodes, ...ben.recoveryCodes.map((code) => code.replaceAll('-', ''))]) {
      expect(stored).not.toContain(secret);
    }
    // Sealed for this row: a secret that was copied into another opens nothing.
    const cleo = await (await person('cleo')).enrol();
    await world.infra.rows(
      `update tenant.second_factors set secret_sealed = (select secret_sealed from tenant.second_factors where user_id = $1) where user_id = $2`,
      [ben.id, cleo.id],
    );
    expect((await cleo.signIn(ben.code())).status).toBe(500);
  });

  it('ends every other sign-in, and the one that did it goes on', async () => {
    const dan = await person('dan');
    const [mine, other] = [await dan.signIn(), await dan.signIn()];
    await dan.enrol(claimsOf(mine).sid);
    expect([await refresh(other.body.refreshToken), await refresh(mine.body.refreshToken)]).toEqual([401, 200]);
    expect(await world.infra.rows('select kept_session from tenant.access_cuts_v2 where user_id = $1', [dan.id])).toEqual([
      { kept_session: claimsOf(mine).sid },
    ]);
  });

  it('is not for an address that nobody has confirmed', async () => {
    const fred = await person('fred');
    const confirmed = (is: boolean) => world.infra.rows('update tenant.users set email_confirmed = $2 where id = $1', [fred.id, is]);
    await confirmed(false);
    const begun = () => fred.call('POST', '/auth/two-factor', { password: PASSWORD });
    expect(codeOf(await begun())).toEqual([403, 'email_not_confirmed']);
    await confirmed(true);
    await fred.start();
    await confirmed(false);
    expect(codeOf(await fred.call('POST', '/auth/two-factor/confirm', { code: fred.code() }))).toEqual([403, 'email_not_confirmed']);
    expect((await fred.state()).enabled).toBe(false);
    await confirmed(true);
    expect((await fred.call('POST', '/auth/two-factor/confirm', { code: fred.code() })).status).toBe(200);
  });

  it('has to be done within fifteen minutes of beginning, and anew once access was ended', async () => {
    const gil = await person('gil');
    const confirm = () => gil.call('POST', '/auth/two-factor/confirm', { code: gil.code() });
    const age = (minutes: number) =>
      world.infra.rows('update tenant.second_factors set created_at = now() - make_interval(mins => $2) where user_id = $1', [
        gil.id,
        minutes,
      ]);
    await gil.start();
    await age(16);
    expect(codeOf(await confirm())).toEqual([409, 'two_factor_not_started']);
    await gil.start();
    expect((await gil.call('POST', '/auth/logout-everywhere')).status).toBe(204);
    expect(codeOf(await confirm())).toEqual([409, 'two_factor_not_started']);
    await gil.start();
    await age(14);
    expect((await confirm()).status).toBe(200);
    // What counts stays, however old it is, and whatever ends.
    steps.next();
    await age(60);
    expect((await gil.call('POST', '/auth/logout-everywhere')).status).toBe(204);
    expect((await gil.signIn(gil.code())).status).toBe(200);
  });

  it('of two at once happens once, with one set of recovery codes', async () => {
    const eva = await person('eva');
    await eva.start();
    const both = () => Promise.all([0, 1].map((n) => eva.call('POST', '/auth/two-factor/confirm', { code: eva.code(n) })));
    const answers = await meanwhile(world, ['select from tenant.users where id = $1 for update', eva.id], both, 2);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await eva.state()).recoveryCodesLeft).toBe(10);
    eva.recoveryCodes = answers.find(({ status }) => status === 200)!.body.recoveryCodes;
    expect((await eva.signIn(eva.recoveryCodes[0])).status).toBe(200);
  });
});

describe('signing in with two factors', () => {
  it('asks for a code once the password is right, and only then', async () => {
    const fay = await (await person('fay')).enrol();
    expect(codeOf(await world.login(fay.email, 'not the password'))).toEqual([401, 'invalid_credentials']);
    expect(codeOf(await fay.signIn())).toEqual([401, 'two_factor_needed']);
    expect(codeOf(await fay.signIn(fay.code(3)))).toEqual([401, 'wrong_code']);
    const signedIn = await fay.signIn(fay.code());
    expect(signedIn).toMatchObject({ status: 200, body: { expiresIn: 900 } });
    expect(claimsOf(signedIn)).toMatchObject({ sub: fay.id, twoFactor: true, tenants: [{ id: tenant, role: 'agent' }] });
    expect(await refresh(signedIn.body.refreshToken)).toBe(200);
  });

  it('changes nothing for who has none: neither the answer nor the token', async () => {
    const gus = await person('gus');
    const signedIn = await gus.signIn('123456');
    expect(signedIn.status).toBe(200);
    expect(Object.keys(signedIn.body).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken']);
    expect(Object.keys(claimsOf(signedIn)).sort()).toEqual(
      ['aud', 'at', 'email', 'exp', 'iat', 'iss', 'sid', 'sub', 'superadmin', 'tenants'].sort(),
    );
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('a clock that is %i steps off: %i', async (drift, status) => {
    const hal = await (await person(`hal${drift + 2}`)).enrol();
    steps.next(5);
    expect((await hal.signIn(hal.code(drift))).status).toBe(status);
  });

  it('a code works once, and none of an earlier step after it', async () => {
    const ivy = await person('ivy');
    await ivy.start();
    // The code that turned it on is used up too.
    await ivy.call('POST', '/auth/two-factor/confirm', { code: ivy.code() });
    expect(codeOf(await ivy.signIn(ivy.code()))).toEqual([401, 'wrong_code']);
    steps.next(2);
    expect((await ivy.signIn(`${ivy.code().slice(0, 3)} ${ivy.code().slice(3)}`)).status).toBe(200);
    expect(codeOf(await ivy.signIn(ivy.code()))).toEqual([401, 'wrong_code']);
    expect(codeOf(await ivy.signIn(ivy.code(-1)))).toEqual([401, 'wrong_code']);
    steps.next();
    expect((await ivy.signIn(ivy.code())).status).toBe(200);
  });

  it('of two whose code was right at the same instant one gets in, and so with a recovery code', async () => {
    const jon = await (await person('jon')).enrol();
    const held: [string, ...unknown[]] = ['select from tenant.users where id = $1 for update', jon.id];
    for (const code of [jon.code(), jon.recoveryCodes[3]!]) {
      const answers = await meanwhile(world, held, () => Promise.all([jon.signIn(code), jon.signIn(code)]), 2);
      expect(answers.map(codeOf).sort()).toEqual([
        [200, undefined],
        [401, 'wrong_code'],
      ]);
    }
  });

  it('a recovery code works once, however it is typed, and is in the log', async () => {
    const kim = await (await person('kim')).enrol();
    const [first, second] = kim.recoveryCodes as [string, string];
    expect((await kim.signIn(first)).status).toBe(200);
    expect(codeOf(await kim.signIn(first))).toEqual([401, 'wrong_code']);
    expect((await kim.signIn(` ${second.toUpperCase().replaceAll('-', ' ')}`)).status).toBe(200);
    expect((await kim.state()).recoveryCodesLeft).toBe(8);
    const used = (await world.audit('user.recovery_code_used')).filter(({ target_id: id }) => id === kim.id);
    expect(used.map(({ after }) => after)).toEqual([{ recoveryCodesLeft: 9 }, { recoveryCodesLeft: 8 }]);
    // Nobody else's opens anything.
    const lia = await (await person('lia')).enrol();
    expect(codeOf(await lia.signIn(kim.recoveryCodes[2]))).toEqual([401, 'wrong_code']);
  });

  it('other recovery codes take a code, and end the former ones', async () => {
    const mia = await (await person('mia')).enrol();
    expect(codeOf(await mia.call('POST', '/auth/two-factor/recovery-codes', { code: '12' }))).toEqual([403, 'wrong_code']);
    const { body } = await mia.call('POST', '/auth/two-factor/recovery-codes', { code: mia.code() });
    expect(body.recoveryCodes).toHaveLength(10);
    expect(codeOf(await mia.signIn(mia.recoveryCodes[0]))).toEqual([401, 'wrong_code']);
    expect((await mia.signIn(body.recoveryCodes[0])).status).toBe(200);
  });

  it('is asked for by a sign-in whose password was checked before it was turned on', async () => {
    const ned = await person('ned');
    const turnOn: [string, ...unknown[]] = ['update tenant.users set two_factor_since = now() where id = $1', ned.id];
    expect(codeOf(await meanwhile(world, turnOn, () => ned.signIn()))).toEqual([401, 'two_factor_needed']);
  });
});

describe('guessing at codes', () => {
  it('must wait after five failures, with the right code too, and the password is not to blame', async () => {
    const [oda, stranger] = [await (await person('oda')).enrol(), world.from()];
    for (let n = 0; n < 5; n++) expect((await oda.signIn(String(n).repeat(6), stranger)).status).toBe(401);
    const refused = await oda.signIn(oda.code(), stranger);
    expect(codeOf(refused)).toEqual([429, 'too_many_attempts']);
    expect(Number(refused.headers.get('retry-after'))).toBe(1);
    expect((await world.login(oda.email, PASSWORD, stranger)).body.code).toBe('two_factor_needed');
    expect((await deeds(oda.id)).filter((action) => action === 'user.code_refused')).toHaveLength(5);
    await eventually(async () => expect((await oda.signIn(oda.code(), stranger)).status).toBe(200), { everyMs: 100 });
  });

  it('from many addresses locks the account for all of them but where it is known', async () => {
    const pia = await (await person('pia')).enrol();
    const home = world.from();
    expect((await pia.signIn(pia.code(), home)).status).toBe(200);
    steps.next();
    for (let n = 0; n < 10; n++) expect((await pia.signIn('000000')).status).toBe(401);
    expect((await pia.signIn(pia.code())).status).toBe(429);
    expect((await pia.signIn(pia.code(), home)).status).toBe(200);
  });

  it('from an address that was known before it was turned on is guessing of a stranger', async () => {
    const [hal, before, here] = [await person('hal'), world.from(), world.from()];
    for (const from of [before, here]) expect((await hal.signIn(undefined, from)).status).toBe(200);
    await hal.start();
    const confirmed = { ...asMember(world.infra, tenant, 'agent', hal.id), ...here };
    expect((await world.call('POST', '/auth/two-factor/confirm', confirmed, { code: hal.code() })).status).toBe(200);
    steps.next();
    for (let n = 0; n < 10; n++) expect((await hal.signIn('000000')).status).toBe(401);
    expect((await hal.signIn(hal.code(), before)).status).toBe(429);
    expect((await hal.signIn(hal.code(), here)).status).toBe(200);
  });

  it('from known addresses locks the account for these too, after fifty', async () => {
    const ida = await (await person('ida')).enrol();
    const known = Array.from({ length: 11 }, () => world.from());
    await world.infra.rows('insert into tenant.known_addresses (user_id, block) select $1, unnest($2::text[])', [
      ida.id,
      known.map((from) => from['x-forwarded-for']),
    ]);
    const off = (from: Record<string, string>, code: string) =>
      world.call('POST', '/auth/two-factor/off', { ...asMember(world.infra, tenant, 'agent', ida.id), ...from }, { code });
    for (const from of known.slice(0, 10)) {
      for (let n = 0; n < 5; n++) expect(codeOf(await off(from, '000000'))).toEqual([403, 'wrong_code']);
    }
    expect(codeOf(await off(known[10]!, ida.code()))).toEqual([429, 'too_many_attempts']);
    // The lock begins with a second.
    await eventually(async () => expect((await off(known[10]!, ida.code())).status).toBe(204), { everyMs: 100 });
  });

  it('forty at once are not forty guesses', async () => {
    const [quin, stranger] = [await (await person('quin')).enrol(), world.from()];
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => quin.signIn(String(100_000 + n), stranger)));
    const wrong = answers.filter(({ body }) => body.code === 'wrong_code').length;
    // Five are free; a slow machine sees some locks end, each twice as long as the one before.
    expect(wrong).toBeLessThanOrEqual(12);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
  });

  it('as somebody who is signed in counts too', async () => {
    const rob = await (await person('rob')).enrol();
    const here = rob.as();
    for (let n = 0; n < 5; n++) await world.call('POST', '/auth/two-factor/off', here, { code: '000000' });
    expect(codeOf(await world.call('POST', '/auth/two-factor/off', here, { code: rob.code() }))).toEqual([429, 'too_many_attempts']);
    expect((await rob.state()).enabled).toBe(true);
  });
});

describe('no way in passes the second factor by', () => {
  it('a new password by mail does not', async () => {
    const sam = await (await person('sam')).enrol();
    await world.call('POST', '/auth/password-reset', world.from(), { email: sam.email });
    const token = await world.tokenMailedTo(sam.email);
    expect((await world.call('POST', '/auth/password-reset/confirm', world.from(), { token, password: PASSWORD })).status).toBe(204);
    expect(codeOf(await sam.signIn())).toEqual([401, 'two_factor_needed']);
    expect((await sam.signIn(sam.code())).status).toBe(200);
  });

  it('registering another company does not, and founds none', async () => {
    const tom = await (await person('tom')).enrol();
    const given = { tenantName: 'Second', slug: 'second', name: 'Tom', email: tom.email, password: PASSWORD };
    const register = (code?: string) => world.call('POST', '/auth/register', world.from(), { ...given, ...(code ? { code } : {}) });
    expect(codeOf(await register())).toEqual([401, 'two_factor_needed']);
    expect(codeOf(await register('000000'))).toEqual([401, 'wrong_code']);
    expect(await world.infra.rows(`select from tenant.tenants where slug = 'second'`)).toEqual([]);
    expect((await register(tom.code())).status).toBe(201);
  });

  it('accepting an invitation by a copied link does not, and uses up neither link nor code', async () => {
    const uma = await (await person('uma')).enrol();
    const other = await world.tenant('beta-store');
    const admin = { ...asMember(world.infra, other, 'admin'), ...world.from() };
    const { body } = await world.call('POST', `/tenants/${other}/invitations`, admin, { email: uma.email, role: 'viewer' });
    const { body: copied } = await world.call('POST', `/tenants/${other}/invitations/${body.id}/link`, admin);
    const token = new URL(copied.link).searchParams.get('token');
    const accept = (code?: string) =>
      world.call('POST', '/auth/invitations/accept', world.from(), { token, password: PASSWORD, ...(code ? { code } : {}) });
    expect(codeOf(await accept())).toEqual([401, 'two_factor_needed']);
    expect(codeOf(await accept('999999'))).toEqual([401, 'wrong_code']);
    const accepted = await accept(uma.code());
    expect(accepted).toMatchObject({ status: 200, body: { tenantId: other, session: { expiresIn: 900 } } });
  });

  it('a mailbox that proves an account to be its own takes a squatter’s second factor away with all the rest', async () => {
    const given = { tenantName: 'Squat', name: 'S', email: 'victim@acme.example', password: PASSWORD };
    const squatter = await world.call('POST', '/auth/register', world.from(), given);
    const { sub } = claimsOf(squatter);
    const headers = { ...asMember(world.infra, squatter.body.tenant.id, 'owner', sub), ...world.from() };
    // Addresses are proven before a factor is turned on; this one is of a time when they were not.
    const confirmed = (is: boolean) => world.infra.rows('update tenant.users set email_confirmed = $2 where id = $1', [sub, is]);
    await confirmed(true);
    const { body } = await world.call('POST', '/auth/two-factor', headers, { password: PASSWORD });
    const app = Object.assign(await person('spare'), { secret: body.secret as string });
    expect((await world.call('POST', '/auth/two-factor/confirm', headers, { code: app.code() })).status).toBe(200);
    await confirmed(false);
    await world.call('POST', '/auth/password-reset', world.from(), { email: given.email });
    const token = await world.tokenMailedTo(given.email);
    await world.call('POST', '/auth/password-reset/confirm', world.from(), { token, password: 'the owner’s password' });
    expect((await world.login(given.email, 'the owner’s password')).status).toBe(200);
    expect(await world.infra.rows('select from tenant.second_factors where user_id = $1', [sub])).toEqual([]);
  });
});

describe('a superadmin who has lost everything', () => {
  it('signs in with the password again after what the documentation says, and nothing of before goes on', async () => {
    const root = await (await person('lost')).enrol();
    const { body } = await root.signIn(root.code());
    const documented = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
    const [, sql = ''] = /```sql\n(.*?)```/s.exec(documented) ?? [];
    expect(sql).toContain('two_factor_since = null');
    await world.infra.owner.query(sql.replaceAll('root@chasqui.example', root.email));
    expect(await root.state()).toMatchObject({ enabled: false, recoveryCodesLeft: 0 });
    expect(await refresh(body.refreshToken)).toBe(401);
    expect((await root.signIn()).status).toBe(200);
  });
});

describe('turning it off', () => {
  it('takes a code or a recovery code, not a password, and then signing in is as before', async () => {
    const vic = await (await person('vic')).enrol();
    expect(codeOf(await vic.call('POST', '/auth/two-factor/off', { code: PASSWORD }))).toEqual([403, 'wrong_code']);
    expect((await vic.call('POST', '/auth/two-factor/off', { code: vic.recoveryCodes[0] })).status).toBe(204);
    expect(await vic.state()).toEqual({ enabled: false, since: null, recoveryCodesLeft: 0, requiredBy: [] });
    expect((await vic.signIn()).status).toBe(200);
    expect(codeOf(await vic.call('POST', '/auth/two-factor/off', { code: vic.code() }))).toEqual([409, 'two_factor_off']);
    expect(await deeds(vic.id)).toContain('user.two_factor_off');
    await eventually(() => expect(world.mails().some(({ to, subject }) => to === vic.email && /is off/.test(subject))).toBe(true));
    // Another app may be taken; its codes begin anew.
    await vic.enrol();
    expect((await vic.signIn(vic.code())).status).toBe(200);
  });
});

it('a start with a newer key seals every secret anew, and the same codes hold', async () => {
  const yan = await (await person('yan')).enrol();
  const newer = `k2:${Buffer.alloc(32, 9).toString('base64')}`;
  const ENCRYPTION_KEYS = `${newer},${world.infra.env().ENCRYPTION_KEYS}`;
  const rotated = await startService(world.infra, service, { DATA_DIR: world.infra.dir, ENCRYPTION_KEYS });
  try {
    await eventually(async () => {
      const stale = `select from tenant.second_factors where user_id = $1 and secret_sealed not like 'k2.%'`;
      expect(await world.infra.rows(stale, [yan.id])).toEqual([]);
    });
    const [row] = await world.infra.rows<{ id: string; secret_sealed: string }>('select * from tenant.second_factors where user_id = $1', [
      yan.id,
    ]);
    expect(new KeyRing(newer).open(row!.secret_sealed, row!.id)).toBe(yan.secret);
  } finally {
    await rotated.close();
  }
});
