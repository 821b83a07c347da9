import { decodeJwt } from 'jose';
import { asMember, asSuperadmin, eventually } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { PLATFORM } from '../src/domain/audit/audit.js';
import { migrations } from '../src/persistence/migrations.js';
import { PASSWORD, World, type Answer } from './tenant-world.js';

let world: World;

beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

interface Owner {
  email: string;
  tenantId: string;
  userId: string;
  headers: Record<string, string>;
}
const register = async (name: string): Promise<Owner> => {
  const email = `${name}@flores.example`;
  const { body } = await world.call('POST', '/auth/register', world.from(), { tenantName: name, name, email, password: PASSWORD });
  const userId = decodeJwt(body.accessToken).sub!;
  const headers = { ...asMember(world.infra, body.tenant.id, 'owner', userId), ...world.from() };
  return { email, tenantId: body.tenant.id, userId, headers };
};
const tokenOf = (owner: Owner, after = 0) => world.tokenMailedTo(owner.email, after, 'confirmation');
const confirm = (owner: Owner, token: string, from: Record<string, string> = {}): Promise<Answer> =>
  world.call('POST', '/auth/email-confirmation/confirm', { ...owner.headers, ...from }, { token });
const again = (owner: Owner): Promise<Answer> => world.call('POST', '/auth/email-confirmation', owner.headers);
const invite = (owner: Owner, email: string): Promise<Answer> =>
  world.call('POST', `/tenants/${owner.tenantId}/invitations`, owner.headers, { email, role: 'agent' });
const confirmed = async (owner: Owner): Promise<unknown> => (await world.call('GET', '/auth/me', owner.headers)).body.emailConfirmed;

describe('the address of a new owner', () => {
  it('is confirmed by the link of the mail that registering sends, once', async () => {
    const rosa = await register('rosa');
    expect(await confirmed(rosa)).toBe(false);
    const token = await tokenOf(rosa);
    const answers = await Promise.all([1, 2, 3].map(() => confirm(rosa, token)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 400, 400]);
    expect(answers.find((answer) => answer.status === 400)?.body).toMatchObject({
      code: 'invalid_confirmation_token',
      errors: [{ field: 'token' }],
    });
    expect(await confirmed(rosa)).toBe(true);
    expect(await world.audit('user.email_confirmed')).toMatchObject([
      { tenant_id: PLATFORM, actor_id: rosa.userId, before: { emailConfirmed: false }, after: { emailConfirmed: true } },
    ]);
  });

  it('lets its owner do everything but invite, which would write to strangers', async () => {
    const luz = await register('luz');
    expect((await world.call('PUT', `/tenants/${luz.tenantId}`, luz.headers, { name: 'Luz & Co' })).status).toBe(200);
    expect(await invite(luz, 'stranger@flores.example')).toMatchObject({ status: 403, body: { code: 'email_not_confirmed' } });
    await confirm(luz, await tokenOf(luz));
    expect((await invite(luz, 'stranger@flores.example')).status).toBe(201);
    await world.tokenMailedTo('stranger@flores.example');
    expect(world.mails().filter((mail) => mail.to.includes('stranger@'))).toHaveLength(1);
  });

  it('is not confirmed for whoever is signed in as somebody else: opening a stranger’s link gives them nothing', async () => {
    const [eve, victim] = [await register('eve'), await register('victim')];
    const token = await tokenOf(eve);
    expect(await confirm(victim, token)).toMatchObject({ status: 403, body: { code: 'other_account' } });
    expect((await world.call('POST', '/auth/email-confirmation/confirm', world.from(), { token })).status).toBe(401);
    expect([await confirmed(eve), await confirmed(victim)]).toEqual([false, false]);
    // The link is as good as before.
    expect((await confirm(eve, token)).status).toBe(204);
  });

  it('a link holds 48 hours', async () => {
    const late = await register('late');
    const token = await tokenOf(late);
    const [row] = await world.infra.rows<{ hours: number }>(
      `select extract(epoch from expires_at - created_at)::float8 / 3600 as hours from tenant.email_confirmations where hash = $1`,
      [hashSecret(token)],
    );
    expect(row!.hours).toBeCloseTo(48, 1);
    await world.infra.rows(`update tenant.email_confirmations set expires_at = now() where hash = $1`, [hashSecret(token)]);
    expect((await confirm(late, token)).body.code).toBe('invalid_confirmation_token');
    expect(await confirmed(late)).toBe(false);
  });

  it('another link may be asked for, three an hour at most, however many ask at once; the first still works', async () => {
    const flood = await register('flood');
    const first = await tokenOf(flood);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => again(flood)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 202, 429, 429, 429]);
    const refused = answers.find((answer) => answer.status === 429)!;
    expect(refused.body.code).toBe('too_many_mails');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
    await eventually(() => expect(world.mails().filter((mail) => mail.to.includes('flood@'))).toHaveLength(3));
    expect((await confirm(flood, first)).status).toBe(204);
    expect(await again(flood)).toMatchObject({ status: 409, body: { code: 'already_confirmed' } });
    const [{ open }] = (await world.infra.rows<{ open: number }>(
      `select count(*)::int as open from tenant.email_confirmations where user_id = $1 and used_at is null`,
      [flood.userId],
    )) as [{ open: number }];
    expect(open).toBe(0);
  });

  it('guessing tokens is slow', async () => {
    const guess = await register('guess');
    const from = world.from('203.0.113.60');
    for (let n = 0; n < 20; n++) expect((await confirm(guess, `ec_${n}`, from)).status).toBe(400);
    expect((await confirm(guess, 'ec_21', from)).status).toBe(429);
  });

  it('is confirmed by a new password set through its mailbox too', async () => {
    const reset = await register('reset');
    await world.call('POST', '/auth/password-reset', world.from(), { email: reset.email });
    const token = await world.tokenMailedTo(reset.email);
    await world.call('POST', '/auth/password-reset/confirm', world.from(), { token, password: 'another password' });
    expect(await confirmed(reset)).toBe(true);
  });

  it('is confirmed by the mail of an invitation too', async () => {
    const host = await register('host');
    await confirm(host, await tokenOf(host));
    await invite(host, 'guest@flores.example');
    const token = await world.tokenMailedTo('guest@flores.example');
    const given = { token, name: 'Guest', password: PASSWORD };
    const { body } = await world.call('POST', '/auth/invitations/accept', world.from(), given);
    const guest = asMember(world.infra, host.tenantId, 'agent', decodeJwt(body.session.accessToken).sub);
    expect((await world.call('GET', '/auth/me', guest)).body.emailConfirmed).toBe(true);
  });

  it('the mail says nothing that whoever registered chose', async () => {
    const spam = { tenantName: 'BUY-NOW', name: 'evil.example', email: 'spam@flores.example', password: PASSWORD };
    await world.call('POST', '/auth/register', world.from(), spam);
    await world.tokenMailedTo('spam@flores.example', 0, 'confirmation');
    const mail = world.mails().find((candidate) => candidate.to.includes('spam@'))!;
    expect(`${mail.subject} ${mail.text}`).not.toMatch(/BUY-NOW|evil/);
    expect(mail.text).toMatch(/^https:\/\/chasqui\.example\/confirm\?token=ec_[\w-]+$/m);
  });

  it('no table keeps the token', async () => {
    const tokens = world.mails().flatMap((mail) => /\/confirm\?token=([\w-]+)/.exec(mail.text)?.[1] ?? []);
    expect(tokens.length).toBeGreaterThan(5);
    const kept = JSON.stringify([
      await world.infra.rows('select * from tenant.email_confirmations'),
      await world.infra.rows('select * from tenant.audit_log'),
      await world.infra.rows(`select * from tenant.mails where sent_at is not null`),
    ]);
    for (const token of tokens) expect(kept).not.toContain(token);
  });
});

describe('an account that somebody else makes', () => {
  const add = async (caller: Record<string, string>, tenantId: string, email: string): Promise<boolean> => {
    const { body } = await world.call('POST', `/tenants/${tenantId}/users`, caller, {
      email,
      name: 'M',
      password: PASSWORD,
      role: 'agent',
    });
    const as = asMember(world.infra, tenantId, 'agent', body.id);
    return (await world.call('GET', '/auth/me', as)).body.emailConfirmed as boolean;
  };

  it('is confirmed when a superadmin makes it, and not when an admin does', async () => {
    const tenantId = await world.tenant('made-corp');
    expect(await add(asSuperadmin(world.infra), tenantId, 'super@made.example')).toBe(true);
    expect(await add(asMember(world.infra, tenantId, 'admin'), tenantId, 'admin@made.example')).toBe(false);
  });

  it('of before there were confirmations is confirmed by the migration where a superadmin made it', async () => {
    const tenantId = await world.tenant('old-corp');
    const [root, own, registered] = ['root', 'own', 'registered'].map((name) => `${name}@old.example`) as [string, string, string];
    await world.infra.rows(
      `insert into tenant.users (id, email, name, password_hash, superadmin) values ('0198c0de-0000-7000-8000-00000000ffff', $1, 'Root', '', true)`,
      [root],
    );
    const ids: Record<string, string> = {};
    for (const email of [own, registered]) {
      const person = { email, name: 'M', password: PASSWORD, role: 'agent' };
      ids[email] = (await world.call('POST', `/tenants/${tenantId}/users`, asSuperadmin(world.infra), person)).body.id;
    }
    await world.infra.rows(`update tenant.users set email_confirmed = false where email = any($1::text[])`, [[own, registered]]);
    await world.infra.rows(`update tenant.users set created_at = created_at - interval '1 day' where email = $1`, [registered]);
    const sql = migrations.migrations.find(({ name }) => name === '0005-email-confirmations')!.sql;
    await world.infra.rows(sql.slice(sql.indexOf('update tenant.users')));
    const rows = await world.infra.rows<{ email: string; confirmed: boolean }>(
      `select email, email_confirmed as confirmed from tenant.users where email = any($1::text[]) order by email`,
      [[own, registered]],
    );
    expect(rows).toEqual([
      { email: own, confirmed: true },
      { email: registered, confirmed: false },
    ]);
  });
});
