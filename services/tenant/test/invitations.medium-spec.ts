import { decodeJwt } from 'jose';
import { asApiKey, asMember, asSuperadmin } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { PASSWORD, World, type Answer } from './tenant-world.js';

let world: World;
let tenantA: string;
let tenantB: string;

beforeAll(async () => {
  world = await World.start();
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const invite = (email: string, role = 'agent', caller = asMember(world.infra, tenantA, 'admin'), tenantId = tenantA): Promise<Answer> =>
  world.call('POST', `/tenants/${tenantId}/invitations`, { ...caller, ...world.from() }, { email, role });
const accept = (body: object): Promise<Answer> => world.call('POST', '/auth/invitations/accept', world.from(), body);
const confirmAddress = (email: string) => world.infra.rows('update tenant.users set email_confirmed = true where email = $1', [email]);

describe('invitations', () => {
  it('a new person reads what it is to, makes an account and is signed in', async () => {
    const created = await invite('New@acme.example');
    expect(created).toMatchObject({ status: 201, body: { email: 'new@acme.example', role: 'agent', status: 'open' } });
    const token = await world.tokenMailedTo('new@acme.example');
    expect(created.text).not.toContain(token);
    const preview = await world.call('GET', `/auth/invitations/${token}`);
    expect(preview.body).toMatchObject({
      tenantName: 'acme-corp',
      email: 'new@acme.example',
      role: 'agent',
      passwordRequired: true,
      nameRequired: true,
    });
    expect((await accept({ token })).body.errors.map((error: { field: string }) => error.field)).toEqual(['name', 'password']);
    const accepted = await accept({ token, name: 'Nia', password: PASSWORD });
    expect(accepted).toMatchObject({ status: 200, body: { tenantId: tenantA, role: 'agent' } });
    expect(decodeJwt(accepted.body.session.accessToken).tenants).toEqual([{ id: tenantA, role: 'agent' }]);
    const team = await world.call('GET', `/tenants/${tenantA}/users?search=nia`, asMember(world.infra, tenantA));
    expect(team.body.items).toMatchObject([{ email: 'new@acme.example', name: 'Nia', role: 'agent' }]);
    // Once.
    expect((await accept({ token, name: 'Eve', password: PASSWORD })).body.code).toBe('invitation_not_found');
    expect((await world.call('GET', `/auth/invitations/${token}`)).status).toBe(404);
  });

  it('somebody who has an account just joins and keeps name and password; the link is no way to sign in', async () => {
    const userId = await world.member(tenantB, 'known@acme.example');
    await confirmAddress('known@acme.example');
    await invite('known@acme.example', 'viewer');
    const token = await world.tokenMailedTo('known@acme.example');
    expect((await world.call('GET', `/auth/invitations/${token}`)).body).toMatchObject({ passwordRequired: false, nameRequired: false });
    const accepted = await accept({ token, name: 'Other', password: 'another password' });
    expect(accepted).toMatchObject({ status: 200, body: { role: 'viewer', session: null } });
    const login = await world.login('known@acme.example');
    expect(decodeJwt(login.body.accessToken)).toMatchObject({ sub: userId, tenants: [{ id: tenantA }, { id: tenantB }] });
  });

  it('whoever registered another’s address before loses the account to the mailbox, and gets in nowhere', async () => {
    const squat = { tenantName: 'Squat', name: 'Eve', email: 'victim@acme.example', password: 'squatter password' };
    const { refreshToken } = (await world.call('POST', '/auth/register', world.from(), squat)).body;
    await world.call('POST', '/auth/password-reset', world.from(), { email: 'victim@acme.example' });
    const reset = await world.tokenMailedTo('victim@acme.example');
    const mailed = world.mails().length;
    await invite('victim@acme.example', 'admin');
    const token = await world.tokenMailedTo('victim@acme.example', mailed);
    expect((await accept({ token })).body.errors).toMatchObject([{ field: 'password' }]);
    expect((await accept({ token, password: PASSWORD })).status).toBe(200);
    expect((await world.login('victim@acme.example', 'squatter password')).status).toBe(401);
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken })).status).toBe(401);
    const late = { token: reset, password: 'squatter password' };
    expect((await world.call('POST', '/auth/password-reset/confirm', world.from(), late)).body.code).toBe('invalid_reset_token');
    expect((await world.login('victim@acme.example')).status).toBe(200);
  });

  it('of two who use one link at the same instant one joins', async () => {
    await invite('race@acme.example');
    const token = await world.tokenMailedTo('race@acme.example');
    const answers = await Promise.all([1, 2, 3].map(() => accept({ token, name: 'Race', password: PASSWORD })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await world.infra.rows(`select from tenant.users where email = 'race@acme.example'`)).toHaveLength(1);
  });

  it('an invitation again ends the one before; revoked and expired ones lead nowhere', async () => {
    await invite('twice@acme.example', 'viewer');
    const first = await world.tokenMailedTo('twice@acme.example');
    const before = world.mails().length;
    const { id } = (await invite('twice@acme.example', 'agent')).body;
    const second = await world.tokenMailedTo('twice@acme.example', before);
    expect(second).not.toBe(first);
    expect((await world.call('GET', `/auth/invitations/${first}`)).status).toBe(404);
    const admin = asMember(world.infra, tenantA, 'admin');
    const path = `/tenants/${tenantA}/invitations`;
    expect((await world.call('GET', `${path}?status=open&email=twice@acme.example`, admin)).body.items).toMatchObject([
      { id, role: 'agent' },
    ]);
    expect((await world.call('DELETE', `/tenants/${tenantB}/invitations/${id}`, asMember(world.infra, tenantB))).status).toBe(404);
    expect((await world.call('DELETE', `${path}/${id}`, admin)).status).toBe(204);
    expect((await world.call('DELETE', `${path}/${id}`, admin)).status).toBe(404);
    expect((await accept({ token: second, name: 'T', password: PASSWORD })).status).toBe(404);

    const mailed = world.mails().length;
    await invite('twice@acme.example');
    const third = await world.tokenMailedTo('twice@acme.example', mailed);
    await world.infra.rows('update tenant.invitations set expires_at = now() where token_hash = $1', [hashSecret(third)]);
    expect((await accept({ token: third, name: 'T', password: PASSWORD })).status).toBe(404);
    expect((await world.call('GET', `${path}?status=expired`, admin)).body.items).toMatchObject([{ email: 'twice@acme.example' }]);
  });

  it('an address is mailed five times an hour at most, and strangers 300 times a day, whatever is revoked in between', async () => {
    const tenantId = await world.tenant('mail-bomb');
    const owner = asMember(world.infra, tenantId, 'owner');
    const inviteHere = (email: string): Promise<Answer> => invite(email, 'agent', owner, tenantId);
    for (let n = 0; n < 5; n++) expect((await inviteHere('stranger@acme.example')).status).toBe(201);
    const sixth = await inviteHere('Stranger@acme.example');
    expect(sixth).toMatchObject({ status: 429, body: { code: 'too_many_invitations' } });
    expect(sixth.headers.get('retry-after')).toBe('3600');
    expect((await inviteHere('other@acme.example')).status).toBe(201);
    await world.infra.rows(
      `insert into tenant.invitations (tenant_id, id, email, role, token_hash, expires_at, revoked_at)
       select $1, uuidv7(), 'x' || n || '@acme.example', 'agent', 'hash' || n, now() + interval '1 day', now() from generate_series(1, 294) n`,
      [tenantId],
    );
    expect(await inviteHere('last@acme.example')).toMatchObject({ status: 429, body: { code: 'too_many_invitations' } });
    await world.infra.rows(`delete from tenant.invitations where tenant_id = $1 and email = 'x1@acme.example'`, [tenantId]);
    expect((await inviteHere('last@acme.example')).status).toBe(201);
  });

  it('nobody invites above their own role, twice, for another tenant, or as a program', async () => {
    expect((await invite('boss@acme.example', 'owner')).body.code).toBe('role_too_high');
    expect((await invite('x@acme.example', 'viewer', asMember(world.infra, tenantA, 'agent'))).status).toBe(403);
    expect((await invite('x@acme.example', 'viewer', asApiKey(world.infra, tenantA, ['*']))).body.code).toBe('role_too_high');
    expect((await invite('x@acme.example', 'viewer', asMember(world.infra, tenantB))).status).toBe(404);
    await world.member(tenantA, 'in@acme.example');
    expect(await invite('In@acme.example')).toMatchObject({ status: 409, body: { code: 'already_member', errors: [{ field: 'email' }] } });
    expect((await invite('boss@acme.example', 'owner', asSuperadmin(world.infra))).status).toBe(201);
  });

  it('the link of a suspended tenant leads nowhere', async () => {
    const tenantC = await world.tenant('gone-corp');
    await invite('c@gone.example', 'agent', asMember(world.infra, tenantC, 'admin'), tenantC);
    const token = await world.tokenMailedTo('c@gone.example');
    await world.call('PUT', `/tenants/${tenantC}`, asSuperadmin(world.infra), { status: 'suspended' });
    expect((await accept({ token, name: 'C', password: PASSWORD })).status).toBe(404);
  });

  it('keeps no token, in no table and no mail header', async () => {
    const tables = JSON.stringify([
      await world.infra.rows('select * from tenant.invitations'),
      await world.infra.rows('select * from tenant.audit_log'),
      await world.infra.rows('select * from tenant.idempotency_keys'),
      await world.infra.rows('select * from tenant.mails'),
    ]);
    const tokens = world.mails().map((mail) => /token=([\w-]+)/.exec(mail.text)![1]!);
    expect(tokens.length).toBeGreaterThan(5);
    for (const token of tokens) expect(tables).not.toContain(token);
  });
});
