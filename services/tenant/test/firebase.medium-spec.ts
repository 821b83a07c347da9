import { decodeJwt } from 'jose';
import { asMember, FirebaseKeys, startService } from '#testing';
import { PLATFORM } from '../src/domain/audit/audit.js';
import { service } from '../src/service.js';
import { PASSWORD, World, type Answer } from './tenant-world.js';
import { Person, Steps } from './two-factor-world.js';

let keys: FirebaseKeys;
let world: World;
let tenantA: string;

beforeAll(async () => {
  keys = await FirebaseKeys.start();
  world = await World.start({ FIREBASE_PROJECT_ID: keys.projectId });
  tenantA = await world.tenant('acme-corp');
}, 60_000);
afterAll(async () => {
  await world?.stop();
  keys?.stop();
}, 30_000);

const post = (path: string, body: object): Promise<Answer> => world.call('POST', path, world.from(), body);
const signIn = (idToken: string): Promise<Answer> => post('/auth/firebase', { idToken });
const refresh = (refreshToken: string): Promise<Answer> => post('/auth/refresh', { refreshToken });
const register = (email: string, over: object = {}): Promise<Answer> =>
  post('/auth/register', { tenantName: email, name: 'Rosa', email, password: PASSWORD, ...over });
/** A member whose address somebody has shown to be theirs. */
const confirmed = async (email: string): Promise<string> => {
  const id = await world.member(tenantA, email, 'agent');
  await world.infra.rows('update tenant.users set email_confirmed = true where id = $1', [id]);
  return id;
};
const rowOf = async (email: string) => (await world.infra.rows('select * from tenant.users where email = $1', [email]))[0]!;
/** That end every access token of a person. */
const cutsOf = (userId: unknown) =>
  world.infra.rows(`select from tenant.access_cuts_v2 where user_id = $1 and tenant_id = '00000000-0000-0000-0000-000000000000'`, [userId]);
const people = () => world.infra.rows('select * from tenant.users order by id');

describe('signing in with Firebase', () => {
  it('links the account that has the verified address, keeps its password, and from then on goes by the UID', async () => {
    const id = await confirmed('ana@acme.example');
    const before = (await world.login('ana@acme.example')).body.refreshToken as string;
    const first = await signIn(await keys.token({ uid: 'uid-ana', email: 'Ana@acme.example' }));
    expect(first).toMatchObject({ status: 200, body: { expiresIn: 900 } });
    expect(decodeJwt(first.body.accessToken)).toMatchObject({ sub: id, tenants: [{ id: tenantA, role: 'agent' }] });
    expect((await refresh(first.body.refreshToken)).status).toBe(200);
    // Addresses change, the UID does not.
    const later = await signIn(await keys.token({ uid: 'uid-ana', email: 'new-address@acme.example', verified: false }));
    expect(decodeJwt(later.body.accessToken).sub).toBe(id);
    expect((await refresh(before)).status).toBe(200);
    expect((await world.login('ana@acme.example')).status).toBe(200);
    expect((await world.call('GET', '/auth/me', asMember(world.infra, tenantA, 'agent', id))).body).toMatchObject({ firebaseLinked: true });
    expect(await world.audit('user.firebase_linked')).toMatchObject([
      {
        tenant_id: PLATFORM,
        actor_kind: 'user',
        actor_id: id,
        target_id: id,
        before: { firebaseUid: null },
        after: { firebaseUid: 'uid-ana' },
      },
    ]);
  });

  it('by an unverified address, or by none, links nothing', async () => {
    await confirmed('unverified@acme.example');
    const before = await people();
    for (const claims of [{ email: 'unverified@acme.example', verified: false }, { email: 'nobody@acme.example', verified: false }, {}]) {
      const answer = await signIn(await keys.token({ uid: 'uid-unverified', ...claims }));
      expect(answer).toMatchObject({ status: 403, body: { code: 'firebase_email_unverified' } });
    }
    expect(await people()).toEqual(before);
  });

  it('with another Firebase account of the same address is refused', async () => {
    await confirmed('twice@acme.example');
    expect((await signIn(await keys.token({ uid: 'uid-first', email: 'twice@acme.example' }))).status).toBe(200);
    const other = await signIn(await keys.token({ uid: 'uid-second', email: 'twice@acme.example' }));
    expect(other).toMatchObject({ status: 409, body: { code: 'firebase_already_linked' } });
    expect((await rowOf('twice@acme.example')).firebase_uid).toBe('uid-first');
  });

  it('of two Firebase accounts at the same instant one is linked', async () => {
    await confirmed('race@acme.example');
    const tokens = await Promise.all([1, 2, 3].map((n) => keys.token({ uid: `uid-race-${n}`, email: 'race@acme.example' })));
    const answers = await Promise.all(tokens.map(signIn));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('tells somebody whom nobody knows to register or be invited, and makes no account', async () => {
    const before = await people();
    const answer = await signIn(await keys.token({ uid: 'uid-new', email: 'new@acme.example' }));
    expect(answer).toMatchObject({ status: 404, body: { code: 'firebase_no_account', detail: expect.stringContaining('invitation') } });
    expect(await people()).toEqual(before);
  });

  it('takes an account away from whoever registered the address before its owner: password, sign-ins and links to reset it end', async () => {
    const squatter = (await register('victim@acme.example', { password: 'squatter password' })).body;
    await post('/auth/password-reset', { email: 'victim@acme.example' });
    const reset = await world.tokenMailedTo('victim@acme.example');
    const owner = await signIn(await keys.token({ uid: 'uid-victim', email: 'victim@acme.example' }));
    expect(owner.status).toBe(200);
    expect((await world.login('victim@acme.example', 'squatter password')).body.code).toBe('invalid_credentials');
    expect((await refresh(squatter.refreshToken)).status).toBe(401);
    expect((await post('/auth/password-reset/confirm', { token: reset, password: PASSWORD })).body.code).toBe('invalid_reset_token');
    const squatting = asMember(world.infra, squatter.tenant.id, 'owner', decodeJwt(squatter.accessToken).sub);
    const change = { currentPassword: 'squatter password', newPassword: PASSWORD };
    expect((await world.call('PUT', '/auth/me', squatting, change)).body.code).toBe('no_password');
    expect((await refresh(owner.body.refreshToken)).status).toBe(200);
    expect(await cutsOf(decodeJwt(squatter.accessToken).sub)).toHaveLength(1);
    expect(await world.audit('user.password_removed')).toMatchObject([{ tenant_id: PLATFORM }]);
  });

  it('leaves an account that an admin had made for the address in no tenant of theirs: its owner is invited', async () => {
    const admin = { ...asMember(world.infra, tenantA, 'admin'), ...world.from() };
    const given = { email: 'made@acme.example', name: 'Made', password: 'a given password', role: 'agent' };
    await world.call('POST', `/tenants/${tenantA}/users`, admin, given);
    const mailed = world.mails().length;
    const { body } = await signIn(await keys.token({ uid: 'uid-made', email: 'made@acme.example' }));
    expect(decodeJwt(body.accessToken).tenants).toEqual([]);
    const token = await world.tokenMailedTo('made@acme.example', mailed);
    expect(await post('/auth/invitations/accept', { token })).toMatchObject({ status: 200, body: { tenantId: tenantA, role: 'agent' } });
  });

  it.each([
    [
      'of another project',
      () => keys.token({ uid: 'u', email: 'ana@acme.example' }, { projectId: 'another-project' }),
      'firebase_token_invalid',
    ],
    ['signed by others', () => keys.token({ uid: 'uid-ana' }, { signedBy: 'somebody else' }), 'firebase_token_invalid'],
    ['unsigned, without the emulator', async () => keys.unsigned({ uid: 'uid-ana' }), 'firebase_token_invalid'],
    ['expired', () => keys.token({ uid: 'uid-ana' }, { expiresInSeconds: -1 }), 'firebase_token_expired'],
    ['of our own', async () => (await world.login('ana@acme.example')).body.accessToken as string, 'firebase_token_invalid'],
  ])('refuses a token %s', async (_, token, code) => {
    expect(await signIn(await token())).toMatchObject({ status: 401, body: { code } });
  });

  it('is off where no project is set, for every way in', async () => {
    const off = await startService(world.infra, service, { DATA_DIR: world.infra.dir });
    const idToken = await keys.token({ uid: 'uid-ana', email: 'ana@acme.example' });
    const registration = { tenantName: 'Off', name: 'O', email: 'ana@acme.example', idToken };
    for (const [path, body] of Object.entries({ firebase: { idToken }, register: registration })) {
      const response = await fetch(`${off.url}/api/v1/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'firebase_off']);
    }
    await off.close();
  });
});

describe('a Firebase ID token of somebody with a second factor', () => {
  it('is one factor: it signs in, links, registers and accepts only with a code', async () => {
    const steps = new Steps(world);
    const zoe = await Person.join(world, steps, tenantA, 'zoe@acme.example');
    await zoe.enrol();
    const idToken = await keys.token({ uid: 'uid-zoe', email: zoe.email });
    const needed = { status: 401, body: { code: 'two_factor_needed' } };
    expect(await signIn(idToken)).toMatchObject(needed);
    expect((await rowOf(zoe.email)).firebase_uid).toBeNull();
    expect(await post('/auth/firebase', { idToken, code: '000000' })).toMatchObject({ status: 401, body: { code: 'wrong_code' } });
    expect((await post('/auth/firebase', { idToken, code: zoe.code() })).status).toBe(200);
    expect((await rowOf(zoe.email)).firebase_uid).toBe('uid-zoe');
    steps.next();
    expect(await signIn(idToken)).toMatchObject(needed);
    expect(await register(zoe.email, { password: undefined, idToken })).toMatchObject(needed);
    expect((await register(zoe.email, { password: undefined, idToken, code: zoe.code() })).status).toBe(201);
    steps.next();
    const other = await world.tenant('delta');
    const admin = { ...asMember(world.infra, other, 'admin'), ...world.from() };
    await world.call('POST', `/tenants/${other}/invitations`, admin, { email: zoe.email, role: 'viewer' });
    const token = await world.tokenMailedTo(zoe.email);
    expect(await post('/auth/invitations/accept', { token, idToken })).toMatchObject(needed);
    expect((await post('/auth/invitations/accept', { token, idToken, code: zoe.code() })).body.session.accessToken).toBeDefined();
  });
});

describe('a Firebase ID token in place of a password', () => {
  it('registers a company, and its owner may set a password later', async () => {
    const idToken = await keys.token({ uid: 'uid-luz', email: 'luz@flores.example' });
    const { status, body } = await register('Luz@flores.example', { password: undefined, idToken });
    expect(status).toBe(201);
    expect(decodeJwt(body.accessToken)).toMatchObject({ email: 'luz@flores.example', tenants: [{ id: body.tenant.id, role: 'owner' }] });
    expect(await rowOf('luz@flores.example')).toMatchObject({ password_hash: null, firebase_uid: 'uid-luz', email_confirmed: true });
    expect((await world.login('luz@flores.example')).body.code).toBe('invalid_credentials');
    await post('/auth/password-reset', { email: 'luz@flores.example' });
    const token = await world.tokenMailedTo('luz@flores.example');
    expect((await post('/auth/password-reset/confirm', { token, password: PASSWORD })).status).toBe(204);
    expect((await world.login('luz@flores.example')).status).toBe(200);
  });

  it('registers nobody else: not another address, an unverified one, a linked one, or beside a password', async () => {
    await confirmed('taken@acme.example');
    await signIn(await keys.token({ uid: 'uid-taken', email: 'taken@acme.example' }));
    const [before, tenants] = [await people(), await world.infra.rows('select * from tenant.tenants order by id')];
    const token = (uid: string, email: string, verified = true) => keys.token({ uid, email, verified });
    const attempts: [string, string, string][] = [
      ['victim2@acme.example', await token('uid-x', 'eve@acme.example'), 'firebase_email_differs'],
      ['eve@acme.example', await token('uid-x', 'eve@acme.example', false), 'firebase_email_unverified'],
      ['taken@acme.example', await token('uid-x', 'taken@acme.example'), 'firebase_already_linked'],
      ['eve@acme.example', await token('uid-taken', 'eve@acme.example'), 'firebase_already_linked'],
    ];
    for (const [email, idToken, code] of attempts) {
      expect({ email, code: (await register(email, { password: undefined, idToken })).body.code }).toEqual({ email, code });
    }
    const both = await register('eve@acme.example', { idToken: await token('uid-x', 'eve@acme.example') });
    expect(both.body.errors).toMatchObject([{ field: 'password' }]);
    expect((await register('eve@acme.example', { password: undefined })).body.errors).toMatchObject([{ field: 'password' }]);
    expect(await people()).toEqual(before);
    expect(await world.infra.rows('select * from tenant.tenants order by id')).toEqual(tenants);
  });

  it('accepts an invitation to the same address, and no other', async () => {
    const admin = { ...asMember(world.infra, tenantA, 'admin'), ...world.from() };
    await world.call('POST', `/tenants/${tenantA}/invitations`, admin, { email: 'guest@acme.example', role: 'viewer' });
    const token = await world.tokenMailedTo('guest@acme.example');
    const accept = (body: object) => post('/auth/invitations/accept', { token, ...body });
    const foreign = await keys.token({ uid: 'uid-guest', email: 'other@acme.example' });
    expect((await accept({ name: 'G', idToken: foreign })).body.code).toBe('firebase_email_differs');
    const idToken = await keys.token({ uid: 'uid-guest', email: 'guest@acme.example' });
    expect((await accept({ idToken })).body.errors).toMatchObject([{ field: 'name' }]);
    const accepted = await accept({ name: 'Guest', idToken });
    expect(accepted).toMatchObject({ status: 200, body: { tenantId: tenantA, role: 'viewer' } });
    expect(decodeJwt(accepted.body.session.accessToken).tenants).toEqual([{ id: tenantA, role: 'viewer' }]);
    expect((await signIn(idToken)).status).toBe(200);
  });

  it('accepts an invitation for somebody who has an account, who is linked and signed in', async () => {
    await confirmed('here@acme.example');
    const tenantB = await world.tenant('beta-store');
    const admin = { ...asMember(world.infra, tenantB, 'admin'), ...world.from() };
    await world.call('POST', `/tenants/${tenantB}/invitations`, admin, { email: 'here@acme.example', role: 'viewer' });
    const token = await world.tokenMailedTo('here@acme.example');
    const idToken = await keys.token({ uid: 'uid-here', email: 'here@acme.example' });
    const { body } = await post('/auth/invitations/accept', { token, idToken });
    expect(decodeJwt<{ tenants: unknown[] }>(body.session.accessToken).tenants).toHaveLength(2);
    expect((await rowOf('here@acme.example')).firebase_uid).toBe('uid-here');
    expect((await world.login('here@acme.example')).status).toBe(200);
  });
});

describe('unlinking', () => {
  const unlink = (id: string): Promise<Answer> => world.call('DELETE', '/auth/firebase', asMember(world.infra, tenantA, 'agent', id));

  it('ends every sign-in and is in the log; signing in with Firebase again links again', async () => {
    const id = await confirmed('leaves@acme.example');
    const token = await keys.token({ uid: 'uid-leaves', email: 'leaves@acme.example' });
    const { refreshToken } = (await signIn(token)).body;
    expect((await unlink(id)).status).toBe(204);
    expect((await rowOf('leaves@acme.example')).firebase_uid).toBeNull();
    expect((await refresh(refreshToken)).status).toBe(401);
    expect(await cutsOf(id)).toHaveLength(1);
    expect((await unlink(id)).body.code).toBe('firebase_not_linked');
    expect(await world.audit('user.firebase_unlinked')).toMatchObject([{ target_id: id, before: { firebaseUid: 'uid-leaves' } }]);
    expect((await world.login('leaves@acme.example')).status).toBe(200);
    expect((await signIn(token)).status).toBe(200);
  });

  it('is refused to somebody who would have no password left', async () => {
    const { id } = await rowOf('guest@acme.example');
    expect(await unlink(id as string)).toMatchObject({ status: 409, body: { code: 'password_needed' } });
    expect((await rowOf('guest@acme.example')).firebase_uid).toBe('uid-guest');
  });
});
