import { decodeJwt } from 'jose';
import { KeyRing, Logger } from '#service-kit';
import { asMember, eventually, startService } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { PLATFORM } from '../src/domain/audit/audit.js';
import { service } from '../src/service.js';
import { PASSWORD, World, type Answer } from './tenant-world.js';

let world: World;

/** Everything that the service says, at every level. */
const logged: unknown[][] = [];
const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'verbose'] as const;
const originals = Object.fromEntries(METHODS.map((method) => [method, Logger.prototype[method]]));

beforeAll(async () => {
  for (const method of METHODS) Logger.prototype[method] = (...said: unknown[]) => void logged.push(said);
  world = await World.start();
}, 60_000);

afterAll(async () => {
  await world?.stop();
  Object.assign(Logger.prototype, originals);
}, 30_000);

const register = (over: object = {}, headers = world.from()): Promise<Answer> =>
  world.call('POST', '/auth/register', headers, {
    tenantName: 'Flores del Río',
    name: 'Rosa',
    email: 'rosa@flores.example',
    password: PASSWORD,
    ...over,
  });

describe('registering a company', () => {
  it('makes tenant, owner and sign-in at once, and a slug from the name', async () => {
    const { status, body } = await register();
    expect(status).toBe(201);
    expect(body.tenant).toMatchObject({ slug: 'flores-del-rio', name: 'Flores del Río', status: 'active', plan: 'free', version: 1 });
    expect(decodeJwt(body.accessToken)).toMatchObject({
      email: 'rosa@flores.example',
      superadmin: false,
      tenants: [{ id: body.tenant.id, role: 'owner' }],
    });
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: body.refreshToken })).status).toBe(200);
    expect((await world.login('rosa@flores.example')).status).toBe(200);
  });

  it('a name that is taken gives a slug of its own; a slug that was asked for is refused beside its field', async () => {
    const again = await register({ email: 'luz@flores.example' });
    expect(again.body.tenant.slug).toMatch(/^flores-del-rio-[0-9a-f]{6}$/);
    const taken = await register({ email: 'sol@flores.example', slug: 'flores-del-rio' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'slug_taken', errors: [{ field: 'slug' }] } });
    // Nothing is left of what failed.
    expect(await world.infra.rows(`select from tenant.users where email = 'sol@flores.example'`)).toEqual([]);
  });

  it.each([
    ['short', 'at least 10 characters'],
    ['aaaaaaaaaaaaaaaa', 'four different characters'],
    ['weak@flores.example', 'must not be the e-mail address'],
    ['password123456', 'easy to guess'],
  ])('says what is wrong with the password %s', async (password, message) => {
    const { status, body } = await register({ email: 'weak@flores.example', password });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'password', message: expect.stringContaining(message) }] });
  });

  it('an address that has an account founds another company with its own password alone', async () => {
    await register({ email: 'iris@flores.example', tenantName: 'Iris One' });
    const wrong = await register({ email: 'Iris@flores.example', tenantName: 'Iris Two', password: 'not her password' });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    const right = await register({ email: 'Iris@flores.example', tenantName: 'Iris Two' });
    expect(decodeJwt<{ tenants: unknown[] }>(right.body.accessToken).tenants).toHaveLength(2);
  });

  it('two registrations of one address at the same instant make one account', async () => {
    const answers = await Promise.all([1, 2, 3].map((n) => register({ email: 'once@flores.example', tenantName: `Once ${n}` })));
    const made = answers.filter((answer) => answer.status === 201).length;
    expect(await world.infra.rows(`select from tenant.users where email = 'once@flores.example'`)).toHaveLength(1);
    expect(await world.infra.rows(`select from tenant.tenants where name like 'Once %'`)).toHaveLength(made);
  });
});

describe('signing out', () => {
  it('ends the whole sign-in and no other, and tells nobody whether the token was known', async () => {
    await register({ email: 'out@flores.example', tenantName: 'Out' });
    const first = (await world.login('out@flores.example')).body.refreshToken as string;
    const other = (await world.login('out@flores.example')).body.refreshToken as string;
    const second = (await world.call('POST', '/auth/refresh', {}, { refreshToken: first })).body.refreshToken as string;
    expect((await world.call('POST', '/auth/logout', {}, { refreshToken: second })).status).toBe(204);
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: second })).status).toBe(401);
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: other })).status).toBe(200);
    expect((await world.call('POST', '/auth/logout', {}, { refreshToken: 'rt_nobody' })).status).toBe(204);
  });
});

describe('a stolen refresh token', () => {
  it('ends its sign-in, and the log says so of its owner and to no tenant', async () => {
    const { body } = await register({ email: 'theft@flores.example', tenantName: 'Theft' });
    const { refreshToken } = (await world.call('POST', '/auth/refresh', {}, { refreshToken: body.refreshToken })).body;
    await world.call('POST', '/auth/refresh', {}, { refreshToken });
    expect((await world.call('POST', '/auth/refresh', world.from('203.0.113.9'), { refreshToken: body.refreshToken })).status).toBe(401);
    const rows = await world.audit('session.reuse_detected');
    expect(rows).toMatchObject([{ tenant_id: PLATFORM, actor_kind: 'anonymous', address: '203.0.113.9', target_type: 'user' }]);
  });
});

describe('a forgotten password', () => {
  const ask = (email: string) => world.call('POST', '/auth/password-reset', world.from(), { email });
  const confirm = (token: string, password: string, headers = world.from()) =>
    world.call('POST', '/auth/password-reset/confirm', headers, { token, password });

  it('is set anew with the link of the mail, once, and every sign-in ends', async () => {
    await register({ email: 'forgot@flores.example', tenantName: 'Forgot' });
    const { refreshToken } = (await world.login('forgot@flores.example')).body;
    for (let n = 0; n < 5; n++) await world.login('forgot@flores.example', 'a wrong password');
    expect((await ask('Forgot@flores.example')).status).toBe(202);
    const token = await world.tokenMailedTo('forgot@flores.example');

    expect((await confirm(token, 'short')).body.errors[0].field).toBe('password');
    const answers = await Promise.all([1, 2, 3].map((n) => confirm(token, `a new password ${n}`)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 400, 400]);
    expect(answers.find((answer) => answer.status === 400)?.body.code).toBe('invalid_reset_token');
    const worked = answers.findIndex((answer) => answer.status === 204) + 1;

    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken })).status).toBe(401);
    // Whoever proved that the mailbox is theirs is locked out no longer.
    expect((await world.login('forgot@flores.example', `a new password ${worked}`)).status).toBe(200);
    expect((await world.login('forgot@flores.example')).status).toBe(401);
    const [row] = await world.audit('user.password_reset');
    expect(row).toMatchObject({ actor_kind: 'user', actor_email: 'forgot@flores.example', target_type: 'user', before: null, after: null });
  });

  it('asks answer alike for an address that nobody has, and send it nothing', async () => {
    await register({ email: 'known@flores.example', tenantName: 'Known' });
    const [known, unknown] = [await ask('known@flores.example'), await ask('nobody@flores.example')];
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    await world.tokenMailedTo('known@flores.example');
    expect(world.mails().filter((mail) => mail.to.includes('nobody@'))).toEqual([]);
  });

  it('a link that is older than 30 minutes does nothing', async () => {
    await register({ email: 'late@flores.example', tenantName: 'Late' });
    await ask('late@flores.example');
    const token = await world.tokenMailedTo('late@flores.example');
    const [{ minutes }] = (await world.infra.rows<{ minutes: number }>(
      `select extract(epoch from expires_at - created_at)::float8 / 60 as minutes from tenant.password_resets where hash = $1`,
      [hashSecret(token)],
    )) as [{ minutes: number }];
    expect(minutes).toBeCloseTo(30, 0);
    await world.infra.rows(`update tenant.password_resets set expires_at = now() where hash = $1`, [hashSecret(token)]);
    expect((await confirm(token, 'a new password')).body.code).toBe('invalid_reset_token');
    expect((await world.login('late@flores.example')).status).toBe(200);
  });

  it('nobody’s mailbox is filled through us', async () => {
    await register({ email: 'flood@flores.example', tenantName: 'Flood' });
    for (let n = 0; n < 10; n++) expect((await ask('flood@flores.example')).status).toBe(202);
    await eventually(() =>
      expect(world.mails().filter((mail) => mail.to.includes('flood@') && mail.text.includes('/reset?'))).toHaveLength(3),
    );
    // A mail is there before it is written down that it left.
    await eventually(async () => expect(await world.infra.rows(`select from tenant.mails where sent_at is null`)).toEqual([]));
  });
});

describe('one’s own account', () => {
  it('takes another name, and another password for the right one only', async () => {
    const { body } = await register({ email: 'me@flores.example', tenantName: 'Me' });
    const me = asMember(world.infra, body.tenant.id, 'owner', decodeJwt(body.accessToken).sub);
    const put = (change: object) => world.call('PUT', '/auth/me', { ...me, ...world.from() }, change);
    const other = (await world.login('me@flores.example')).body.refreshToken as string;

    expect((await put({ name: 'Rosa María' })).body).toMatchObject({ name: 'Rosa María', tenants: [{ role: 'owner', slug: 'me' }] });
    expect((await put({ newPassword: 'another password' })).body.errors).toMatchObject([{ field: 'currentPassword' }]);
    expect(await put({ newPassword: 'another password', currentPassword: 'a wrong password' })).toMatchObject({
      status: 403,
      body: { code: 'wrong_password', errors: [{ field: 'currentPassword' }] },
    });
    expect((await put({ newPassword: 'tiny', currentPassword: PASSWORD })).body.errors).toMatchObject([{ field: 'newPassword' }]);
    await world.call('POST', '/auth/password-reset', world.from(), { email: 'me@flores.example' });
    const link = await world.tokenMailedTo('me@flores.example');
    const kept = { newPassword: 'another password', currentPassword: PASSWORD, refreshToken: body.refreshToken };
    expect((await put(kept)).status).toBe(200);

    const late = { token: link, password: 'a third password' };
    expect((await world.call('POST', '/auth/password-reset/confirm', world.from(), late)).body.code).toBe('invalid_reset_token');
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: other })).status).toBe(401);
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: body.refreshToken })).status).toBe(200);
    expect((await world.login('me@flores.example', 'another password')).status).toBe(200);
    expect(await world.audit('user.renamed')).toMatchObject([{ before: { name: 'Rosa' }, after: { name: 'Rosa María' } }]);
    expect(await world.audit('user.password_changed')).toHaveLength(1);
  });
});

describe('signing out everywhere', () => {
  it('ends every sign-in of the person and nobody else’s', async () => {
    const { body } = await register({ email: 'all@flores.example', tenantName: 'All' });
    const bystander = (await register({ email: 'by@flores.example', tenantName: 'By' })).body.refreshToken;
    const other = (await world.login('all@flores.example')).body.refreshToken as string;
    const me = asMember(world.infra, body.tenant.id, 'owner', decodeJwt(body.accessToken).sub);
    await world.call('POST', '/auth/password-reset', world.from(), { email: 'all@flores.example' });
    const link = await world.tokenMailedTo('all@flores.example');
    expect((await world.call('POST', '/auth/logout-everywhere', { ...me, ...world.from() })).status).toBe(204);
    const late = { token: link, password: 'another password' };
    expect((await world.call('POST', '/auth/password-reset/confirm', world.from(), late)).body.code).toBe('invalid_reset_token');
    for (const refreshToken of [body.refreshToken, other]) {
      expect((await world.call('POST', '/auth/refresh', {}, { refreshToken })).status).toBe(401);
    }
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken: bystander })).status).toBe(200);
    expect((await world.login('all@flores.example')).status).toBe(200);
    expect(await world.audit('user.signed_out_everywhere')).toMatchObject([{ tenant_id: PLATFORM, actor_kind: 'user' }]);
  });
});

describe('mails', () => {
  it('are files that only their user may read, with a link of the public address', () => {
    const mails = world.mails();
    expect(mails.length).toBeGreaterThan(0);
    for (const mail of mails)
      expect(mail).toMatchObject({ mode: 0o600, text: expect.stringMatching(/^https:\/\/chasqui\.example\/(reset|confirm)\?token=/m) });
  });

  it('rest sealed until they leave, and not at all after', async () => {
    const rows = await world.infra.rows<{ sealed: string }>('select sealed from tenant.mails where sent_at is not null');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.sealed).toBe('');
    const tokens = world.mails().map((mail) => /token=([\w-]+)/.exec(mail.text)![1]!);
    const kept = JSON.stringify([
      await world.infra.rows('select * from tenant.password_resets'),
      await world.infra.rows('select * from tenant.email_confirmations'),
      await world.infra.rows('select * from tenant.audit_log'),
      await world.infra.rows('select * from tenant.refresh_tokens'),
    ]);
    for (const token of tokens) expect(kept).not.toContain(token);
  });

  it('a mail that a crash left behind goes out with the next start', async () => {
    await register({ email: 'crash@flores.example', tenantName: 'Crash' });
    await world.call('POST', '/auth/password-reset', world.from(), { email: 'crash@flores.example' });
    const token = await world.tokenMailedTo('crash@flores.example');
    await eventually(async () => expect(await world.infra.rows(`select from tenant.mails where sent_at is null`)).toEqual([]));
    // As if the process had ended between the commit and the sending: taken, and never sent.
    const id = '0198c0de-0000-7000-8000-0000000000e1';
    const mail = { kind: 'password-reset', to: 'left@flores.example', subject: 's', text: `https://chasqui.example/reset?token=${token}` };
    const sealed = new KeyRing(world.infra.env().ENCRYPTION_KEYS!).seal(JSON.stringify(mail), id);
    await world.infra.rows(`insert into tenant.mails (id, kind, sealed, attempts, due_at) values ($1, 'password-reset', $2, 1, now())`, [
      id,
      sealed,
    ]);
    const second = await startService(world.infra, service, { DATA_DIR: world.infra.dir });
    try {
      await eventually(() => expect(world.mails().filter((sent) => sent.to.includes('left@'))).toHaveLength(1));
    } finally {
      await second.close();
    }
  });

  it('no log line holds a token, a link, a password or a session', async () => {
    const session = (await world.login('rosa@flores.example')).body;
    const secrets = [
      PASSWORD,
      session.accessToken as string,
      session.refreshToken as string,
      ...world.mails().map((mail) => /token=([\w-]+)/.exec(mail.text)![1]!),
    ];
    const lines = logged.map((said) => JSON.stringify(said, (_, value: unknown) => (value instanceof Error ? value.stack : value)));
    expect(lines.some((line) => line.includes('mail written to'))).toBe(true);
    for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });
});
