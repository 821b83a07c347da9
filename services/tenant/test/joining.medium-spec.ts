import { decodeJwt } from 'jose';
import { v7 } from 'uuid';
import { asApiKey, asMember, asSuperadmin } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { PASSWORD, World, type Answer, type Json } from './tenant-world.js';

const PLATFORM = '00000000-0000-0000-0000-000000000000';

let world: World;
let tenantA: string;
let tenantB: string;

beforeAll(async () => {
  world = await World.start();
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const admin = (tenantId: string) => ({ ...asMember(world.infra, tenantId, 'admin'), ...world.from() });
const add = (tenantId: string, email: string, caller: Record<string, string> = admin(tenantId), over: object = {}): Promise<Answer> =>
  world.call('POST', `/tenants/${tenantId}/users`, caller, { email, name: 'Given', password: 'a given password', role: 'agent', ...over });
const tenantsOf = async (email: string, password = PASSWORD): Promise<string[]> => {
  const { body } = await world.login(email, password);
  return decodeJwt<{ tenants: { id: string }[] }>(body.accessToken).tenants.map(({ id }) => id);
};
const team = async (tenantId: string): Promise<string[]> =>
  (await world.call('GET', `/tenants/${tenantId}/users?limit=200`, admin(tenantId))).body.items.map(({ email }: Json) => email);
const invited = async (tenantId: string): Promise<Json[]> =>
  (await world.call('GET', `/tenants/${tenantId}/invitations?status=open&limit=200`, admin(tenantId))).body.items;
const accept = (token: string, over: object = {}): Promise<Answer> =>
  world.call('POST', '/auth/invitations/accept', world.from(), { token, ...over });

describe('whoever has an account', () => {
  it.each([
    ['an admin', () => admin(tenantB), (email: string, caller: Record<string, string>) => add(tenantB, email, caller)],
    ['a superadmin', () => asSuperadmin(world.infra), (email: string, caller: Record<string, string>) => add(tenantB, email, caller)],
    [
      'an admin on the other route',
      () => admin(tenantB),
      (email: string, caller: Record<string, string>) =>
        world.call('POST', '/users', caller, { email, name: 'Given', password: 'a given password', role: 'agent' }),
    ],
  ])('is put into a tenant by nobody: %s invites them, and they join by accepting', async (who, caller, ask) => {
    const email = `ana-${who.length}@acme.example`;
    const ana = await world.member(tenantA, email);
    await world.infra.rows(`update tenant.users set name = 'Her own name' where id = $1`, [ana]);
    const mailed = world.mails().length;
    const answer = await ask(email.toUpperCase(), caller());
    expect(answer).toMatchObject({ status: 201, body: { email, name: 'Given', role: 'agent' } });
    // Nothing of hers is told, and nothing of hers has changed.
    expect(answer.text).not.toContain(ana);
    expect(answer.text).not.toContain('Her own');
    expect(await team(tenantB)).not.toContain(email);
    expect(await tenantsOf(email)).toEqual([tenantA]);
    expect(await world.infra.rows('select from tenant.access_cuts where user_id = $1', [ana])).toEqual([]);
    expect((await world.login(email, 'a given password')).status).toBe(401);
    expect(await world.infra.rows(`select from tenant.audit_log where tenant_id = $1 and target_id = $2`, [tenantB, ana])).toEqual([]);

    expect(await invited(tenantB)).toMatchObject([{ email, role: 'agent' }]);
    const token = await world.tokenMailedTo(email, mailed);
    expect(await accept(token)).toMatchObject({ status: 200, body: { tenantId: tenantB, session: null } });
    expect((await tenantsOf(email)).sort()).toEqual([tenantA, tenantB].sort());
  });

  it('is not told apart from a new address by the answer, nor by a refusal', async () => {
    await world.member(tenantA, 'known@acme.example');
    const bare = ({ status, headers, body }: Answer) => ({
      status,
      type: headers.get('content-type'),
      kinds: Object.fromEntries(
        Object.entries(body).map(([name, value]) => [
          name,
          String(value)
            .replaceAll(/[0-9a-f]{4,}|known|fresh|\d/g, '_')
            .replaceAll(/_+/g, '_'),
        ]),
      ),
    });
    const inviter = {
      ...asMember(world.infra, tenantB, 'admin', await world.member(tenantB, 'inviter@beta.example', 'admin')),
      ...world.from(),
    };
    const [known, fresh] = [await add(tenantB, 'known@acme.example', inviter), await add(tenantB, 'fresh@acme.example', inviter)];
    expect(known.status).toBe(201);
    expect(bare(known)).toEqual(bare(fresh));
    expect([known, fresh].map(({ body }) => body.invitedBy)).toEqual([decodeSubject(inviter), decodeSubject(inviter)]);

    const full = await world.tenant('full-corp');
    await world.infra.rows(
      `insert into tenant.invitations (tenant_id, id, email, role, token_hash, expires_at)
       select $1, uuidv7(), n || '@full.example', 'viewer', gen_random_uuid()::text, now() + interval '1 day' from generate_series(1, 100) n`,
      [full],
    );
    for (const email of ['known@acme.example', 'fresher@acme.example']) {
      expect(await add(full, email)).toMatchObject({ status: 409, body: { code: 'too_many_invitations' } });
    }
    // One who is invited already takes no more room.
    expect((await add(full, '7@full.example')).status).toBe(201);
  });

  it('is told apart by nobody who has not shown who they are themselves', async () => {
    const given = { tenantName: 'Prober', name: 'Prober', email: 'prober@probe.example', password: PASSWORD };
    const { body } = await world.call('POST', '/auth/register', world.from(), given);
    const prober = { ...asMember(world.infra, body.tenant.id, 'owner', decodeJwt(body.accessToken).sub), ...world.from() };
    await world.member(tenantA, 'probed@acme.example');
    const before = await world.infra.rows('select * from tenant.users order by id');
    for (const email of ['probed@acme.example', 'nobody@acme.example']) {
      expect(await add(body.tenant.id, email, prober)).toMatchObject({ status: 403, body: { code: 'email_not_confirmed' } });
    }
    expect(await world.infra.rows('select * from tenant.users order by id')).toEqual(before);
    expect(await invited(body.tenant.id)).toEqual([]);
  });

  it('and belongs to the tenant is no news to it', async () => {
    await world.member(tenantB, 'here@beta.example');
    expect(await add(tenantB, 'Here@beta.example')).toMatchObject({
      status: 409,
      body: { code: 'already_member', errors: [{ field: 'email' }] },
    });
    expect((await add(tenantB, 'x@beta.example', asApiKey(world.infra, tenantB, ['*']))).status).toBe(403);
  });
});

describe('an account that an admin made for a new address', () => {
  /** Nobody has asked whoever reads its mail. */
  const trap = async (name: string): Promise<string> => {
    const email = `${name}@victim.example`;
    const founded = { tenantName: `${name} squat`, name: 'Eve', email, password: 'a given password' };
    expect((await add(tenantB, email)).status).toBe(201);
    // Whoever knows its password may found something with it too.
    expect((await world.call('POST', '/auth/register', world.from(), founded)).status).toBe(201);
    expect(await tenantsOf(email, 'a given password')).toHaveLength(2);
    return email;
  };
  const slugs = (name: string) => world.infra.rows<Json>('select id from tenant.tenants where slug = $1', [`${name}-squat`]);

  it('keeps nobody in its tenant who sets a password by mail: they are invited', async () => {
    const email = await trap('reset');
    const [own] = await slugs('reset');
    const mailed = world.mails().length;
    await world.call('POST', '/auth/password-reset', world.from(), { email });
    const reset = { token: await world.tokenMailedTo(email, mailed), password: PASSWORD };
    const before = world.mails().length;
    expect((await world.call('POST', '/auth/password-reset/confirm', world.from(), reset)).status).toBe(204);
    expect(await tenantsOf(email)).toEqual([own!.id]);
    expect(await team(tenantB)).not.toContain(email);
    const token = await world.tokenMailedTo(email, before);
    expect((await accept(token)).status).toBe(200);
    expect(await tenantsOf(email)).toHaveLength(2);
    // Once they have agreed a new password asks nobody again.
    const again = world.mails().length;
    await world.call('POST', '/auth/password-reset', world.from(), { email });
    const second = { token: await world.tokenMailedTo(email, again), password: 'another good password' };
    await world.call('POST', '/auth/password-reset/confirm', world.from(), second);
    expect(await tenantsOf(email, 'another good password')).toHaveLength(2);
  });

  it('brings whoever accepts another invitation with it into that tenant and no other', async () => {
    const email = await trap('invited');
    const [own] = await slugs('invited');
    const mailed = world.mails().length;
    await world.call('POST', `/tenants/${tenantA}/invitations`, admin(tenantA), { email, role: 'viewer' });
    const token = await world.tokenMailedTo(email, mailed);
    const { body } = await accept(token, { password: PASSWORD });
    expect(decodeJwt(body.session.accessToken).tenants).toEqual([{ id: tenantA, role: 'viewer' }]);
    expect(await tenantsOf(email)).toEqual([tenantA]);
    // Of both others they are asked, by mail.
    const open = await world.infra.rows(
      `select tenant_id as "tenantId", role from tenant.invitations where email = $1 and accepted_at is null and revoked_at is null`,
      [email],
    );
    expect(open).toHaveLength(2);
    expect(open).toEqual(
      expect.arrayContaining([
        { tenantId: tenantB, role: 'agent' },
        { tenantId: own!.id, role: 'owner' },
      ]),
    );
    const said = await world.infra.rows<Json>(
      `select tenant_id, actor_kind, address, before from tenant.audit_log
       where action = 'member.removed' and before ->> 'email' = $1 order by tenant_id`,
      [email],
    );
    expect(said).toHaveLength(2);
    // Where they were when they accepted is no business of those tenants.
    for (const row of said) expect(row).toMatchObject({ actor_kind: 'system', address: null });
  });

  it('stays where it is for whoever reads its mail and is signed in with it', async () => {
    const email = await trap('signed-in');
    const { body } = await world.login(email, 'a given password');
    const me = { ...asMember(world.infra, tenantB, 'agent', decodeJwt(body.accessToken).sub), ...world.from() };
    await world.call('POST', '/auth/email-confirmation', me);
    const token = await world.tokenMailedTo(email, 0, 'confirmation');
    expect((await world.call('POST', '/auth/email-confirmation/confirm', me, { token })).status).toBe(204);
    await world.call('POST', '/auth/password-reset', world.from(), { email });
    const reset = { token: await world.tokenMailedTo(email), password: PASSWORD };
    await world.call('POST', '/auth/password-reset/confirm', world.from(), reset);
    expect(await tenantsOf(email)).toHaveLength(2);
  });

  it('that a superadmin made is vouched for', async () => {
    const email = 'vouched@victim.example';
    await world.member(tenantB, email);
    await world.call('POST', '/auth/password-reset', world.from(), { email });
    const reset = { token: await world.tokenMailedTo(email), password: 'another good password' };
    await world.call('POST', '/auth/password-reset/confirm', world.from(), reset);
    expect(await tenantsOf(email, 'another good password')).toEqual([tenantB]);
  });
});

describe('what becomes of a person’s own account', () => {
  it('is theirs to read, with where it came from, and in no tenant’s log', async () => {
    const email = 'private@acme.example';
    const id = await world.member(tenantA, email, 'owner');
    await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'viewer')`, [tenantB, id]);
    const me = { ...asMember(world.infra, tenantA, 'owner', id), ...world.from('203.0.113.5') };
    await world.call('PUT', '/auth/me', me, { name: 'New name' });
    await world.call('PUT', '/auth/me', me, { currentPassword: PASSWORD, newPassword: 'another good password' });
    await world.call('POST', '/auth/logout-everywhere', me);
    const { refreshToken } = (await world.login(email, 'another good password')).body;
    const next = (await world.call('POST', '/auth/refresh', world.from(), { refreshToken })).body;
    await world.call('POST', '/auth/refresh', world.from(), { refreshToken: next.refreshToken });
    await world.call('POST', '/auth/refresh', world.from('203.0.113.6'), { refreshToken });

    const mine = await world.call('GET', '/auth/me/events', me);
    expect(mine.body.items.map(({ action, address }: Json) => [action, address])).toEqual([
      ['session.reuse_detected', '203.0.113.6'],
      ['user.signed_out_everywhere', '203.0.113.5'],
      ['user.password_changed', '203.0.113.5'],
      ['user.renamed', '203.0.113.5'],
    ]);
    const first = await world.call('GET', '/auth/me/events?limit=3', me);
    expect((await world.call('GET', `/auth/me/events?limit=3&cursor=${first.body.nextCursor}`, me)).body.items).toHaveLength(1);
    for (const tenantId of [tenantA, tenantB]) {
      const { text } = await world.call('GET', '/audit-log?limit=200', asMember(world.infra, tenantId, 'owner'));
      expect(text).not.toMatch(/203\.0\.113\.[56]|user\.(renamed|password|signed)|session\./);
    }
    const other = asMember(world.infra, tenantA, 'owner', v7());
    expect((await world.call('GET', '/auth/me/events', other)).body).toEqual({ items: [], nextCursor: null });
    expect((await world.call('GET', '/auth/me/events', asApiKey(world.infra, tenantA, ['*']))).status).toBe(403);
    const seen = await world.call('GET', `/audit-log?target=${id}&action=session`, asSuperadmin(world.infra));
    expect(seen.body.items).toMatchObject([{ tenantId: PLATFORM }]);
  });

  it('of before goes out of the tenants’ logs by the migration, and who was put somewhere unasked is not taken to have agreed', async () => {
    const userId = v7();
    await world.infra.rows(`insert into tenant.users (id, email, name, password_hash) values ($1, 'old@acme.example', 'Old', 'x')`, [
      userId,
    ]);
    const [admin, founder] = await Promise.all([world.member(tenantA, 'old-admin@acme.example'), world.member(tenantB, 'f@beta.example')]);
    for (const [tenantId, by] of [
      [tenantA, admin],
      [tenantB, null],
    ]) {
      await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role, invited_by) values ($1, $2, 'agent', $3)`, [
        tenantId,
        userId,
        by,
      ]);
      for (const [action, targetType] of [
        ['user.renamed', 'user'],
        ['session.reuse_detected', 'user'],
        ['member.added', 'user'],
      ]) {
        await world.infra.rows(
          `insert into tenant.audit_log (tenant_id, id, actor_kind, action, target_type, target_id, at)
           values ($1, uuidv7(), 'user', $2, $3, $4, to_timestamp(1700000000))`,
          [tenantId, action, targetType, userId],
        );
      }
    }
    const { sql } = migrations.migrations.find(({ name }) => name === '0016-people-are-asked')!;
    await world.infra.rows(sql.slice(sql.indexOf('alter table tenant.users no force')));
    const log = await world.infra.rows(
      `select action, tenant_id as "tenantId" from tenant.audit_log where target_id = $1 order by action, tenant_id`,
      [userId],
    );
    expect(log).toEqual([
      ...[tenantA, tenantB].sort().map((tenantId) => ({ action: 'member.added', tenantId })),
      { action: 'session.reuse_detected', tenantId: PLATFORM },
      { action: 'user.renamed', tenantId: PLATFORM },
    ]);
    const agreed = async (id: string) =>
      Object.fromEntries(
        (await world.infra.rows<Json>('select tenant_id, accepted from tenant.memberships where user_id = $1', [id])).map((row) => [
          row.tenant_id,
          row.accepted,
        ]),
      );
    expect(await agreed(userId)).toEqual({ [tenantA]: false, [tenantB]: true });
    expect(await agreed(founder)).toEqual({ [tenantB]: true });
    const closed = await world.infra.rows(
      `select relname from pg_class where oid = any(array['tenant.users', 'tenant.memberships', 'tenant.audit_log']::regclass[]) and relforcerowsecurity`,
    );
    expect(closed).toHaveLength(3);
  });
});

/** The subject of a signed identity that a test made. */
function decodeSubject(headers: Record<string, string>): string {
  const [payload] = Object.values(headers)[0]!.split('.');
  return (JSON.parse(Buffer.from(payload!, 'base64url').toString()) as { subject: string }).subject;
}
