import { decodeJwt } from 'jose';
import { v7 } from 'uuid';
import { accountChanged, conversationAudited, knowledgeAudited } from '#contracts';
import { asApiKey, asMember, asSuperadmin, eventually } from '#testing';
import { PASSWORD, World, type Json } from './tenant-world.js';

const TOKEN = 'EAAauditsecret0123456789';
const NEW_TOKEN = 'EAAauditsecret9876543210';

let world: World;
let tenantA: string;
let tenantB: string;
const secrets: string[] = [PASSWORD, TOKEN, NEW_TOKEN, 'another good password'];

/** One of every change that the service makes, through its own doors. */
beforeAll(async () => {
  world = await World.start();
  [tenantA, tenantB] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
  const email = 'ana@acme.example';
  const ana = await world.member(tenantA, email, 'owner');
  const headers = (caller: Record<string, string>) => ({ ...caller, ...world.from('203.0.113.77'), 'x-request-id': 'request-0001' });
  const as: Record<string, string> = headers(asMember(world.infra, tenantA, 'owner', ana));
  const call = async (method: string, path: string, body?: unknown, caller = as): Promise<Json> => {
    const answer = await world.call(method, path, caller, body);
    expect({ method, path, status: answer.status < 300, text: answer.status < 300 ? '' : answer.text }).toEqual({
      method,
      path,
      status: true,
      text: '',
    });
    return answer.body;
  };
  const registered = await call(
    'POST',
    '/auth/register',
    { tenantName: 'Reg', name: 'R', email: 'r@reg.example', password: PASSWORD },
    world.from(),
  );
  secrets.push(registered.accessToken, registered.refreshToken);
  const confirmation = await world.tokenMailedTo('r@reg.example', 0, 'confirmation');
  secrets.push(confirmation);
  const founder = asMember(world.infra, registered.tenant.id, 'owner', decodeJwt(registered.accessToken).sub);
  await call('POST', '/auth/email-confirmation/confirm', { token: confirmation }, { ...founder, ...world.from() });
  await call('POST', '/auth/logout-everywhere', {}, { ...founder, ...world.from() });
  await call('PUT', `/tenants/${tenantA}`, { name: 'Acme', settings: { apiSecret: TOKEN, colour: 'red' } });
  await call('PUT', `/tenants/${tenantA}/llm-config`, { tone: 'formal' });
  await call('PUT', `/tenants/${tenantA}/branding`, { productName: 'Acme Chat' });
  const outlet = { name: 'Store', phoneNumberId: '1065400001', wabaId: '10229012', displayPhoneNumber: '+1 555 0001', accessToken: TOKEN };
  const { id: outletId } = await call('POST', '/outlets', outlet);
  await call('PUT', `/outlets/${outletId}`, { name: 'Main store', accessToken: NEW_TOKEN });
  const report = {
    wabaId: outlet.wabaId,
    field: 'phone_number_quality_update',
    event: 'FLAGGED',
    value: { display_phone_number: '15550001' },
  };
  await world.infra.publish(accountChanged, tenantA, report, { id: v7() });
  await eventually(async () => expect(await world.audit('outlet.reported')).toHaveLength(1));
  await call('DELETE', `/outlets/${outletId}`);
  const key = await call('POST', `/tenants/${tenantA}/api-keys`, { name: 'Shop', scopes: ['messages:write'] });
  secrets.push(key.key, key.key.split('_').at(-1));
  await call('DELETE', `/tenants/${tenantA}/api-keys/${key.id}`);
  const ben = await call('POST', `/tenants/${tenantA}/users`, {
    email: 'ben@acme.example',
    name: 'Ben',
    password: PASSWORD,
    role: 'agent',
  });
  await call('PUT', `/users/${ben.id}/role`, { role: 'admin' });
  await call('DELETE', `/users/${ben.id}`);
  const invitation = await call('POST', `/tenants/${tenantA}/invitations`, { email: 'cleo@acme.example', role: 'agent' });
  await call('DELETE', `/tenants/${tenantA}/invitations/${invitation.id}`);
  await call('POST', `/tenants/${tenantA}/invitations`, { email: 'dora@acme.example', role: 'agent' });
  const token = await world.tokenMailedTo('dora@acme.example');
  secrets.push(token);
  const joined = await call('POST', '/auth/invitations/accept', { token, name: '=cmd()', password: PASSWORD }, world.from());
  secrets.push(joined.session.refreshToken);
  await call('PUT', '/auth/me', { name: 'Ana María', currentPassword: PASSWORD, newPassword: 'another good password' });
  await call('POST', '/auth/password-reset', { email }, world.from());
  const reset = await world.tokenMailedTo(email);
  secrets.push(reset);
  await call('POST', '/auth/password-reset/confirm', { token: reset, password: PASSWORD }, world.from());
  const { refreshToken } = (await world.login(email)).body;
  const next = (await world.call('POST', '/auth/refresh', {}, { refreshToken })).body.refreshToken;
  await world.call('POST', '/auth/refresh', {}, { refreshToken: next });
  await world.call('POST', '/auth/refresh', {}, { refreshToken });
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const list = async (query = '', caller = asMember(world.infra, tenantA, 'admin')): Promise<Json[]> =>
  (await world.call('GET', `/audit-log${query}`, caller)).body.items as Json[];

describe('the audit log', () => {
  it.each([
    ['actor', 'a%00', 'nul_character'],
    ['target', '%00', 'nul_character'],
  ])('refuses a NUL in the query by its name: %s=%s', async (field, value, code) => {
    const { status, body } = await world.call('GET', `/audit-log?${field}=${value}`, asMember(world.infra, tenantA, 'admin'));
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ field, code }] } });
  });

  it('has a row for every kind of change, and what was before and after it', async () => {
    const rows = await world.infra.rows<Json>('select * from tenant.audit_log order by id');
    const seen = new Map(rows.map((row) => [row.action as string, row]));
    expect([...seen.keys()].sort()).toEqual([
      'api_key.created',
      'api_key.revoked',
      'branding.changed',
      'invitation.accepted',
      'invitation.created',
      'invitation.revoked',
      'llm_config.changed',
      'member.added',
      'member.removed',
      'member.role_changed',
      'outlet.changed',
      'outlet.connected',
      'outlet.disconnected',
      'outlet.reported',
      'outlet.validated',
      'session.reuse_detected',
      'tenant.changed',
      'tenant.created',
      'tenant.registered',
      'user.email_confirmed',
      'user.password_changed',
      'user.password_reset',
      'user.renamed',
      'user.signed_out_everywhere',
    ]);
    expect(seen.get('outlet.changed')).toMatchObject({
      before: { name: 'Store' },
      after: { name: 'Main store', accessToken: '[removed]' },
    });
    expect(seen.get('outlet.connected')).toMatchObject({ before: null, after: { name: 'Store', accessToken: '[removed]' } });
    expect(seen.get('outlet.disconnected')).toMatchObject({ before: { name: 'Main store', quality: 'RED' }, after: null });
    expect(seen.get('outlet.reported')).toMatchObject({ actor_kind: 'system', before: { quality: 'UNKNOWN' }, after: { quality: 'RED' } });
    expect(seen.get('tenant.changed')).toMatchObject({
      before: { name: 'acme-corp', settings: {} },
      after: { name: 'Acme', settings: { apiSecret: '[removed]', colour: 'red' } },
    });
    expect(seen.get('llm_config.changed')).toMatchObject({ before: { tone: 'friendly' }, after: { tone: 'formal' } });
    expect(seen.get('member.role_changed')).toMatchObject({ before: { role: 'agent' }, after: { role: 'admin' } });
    expect(seen.get('api_key.revoked')).toMatchObject({ before: { revokedAt: null } });
  });

  it('says who, from where, and under which request', async () => {
    const [entry] = await list('?action=branding.changed');
    expect(entry).toMatchObject({
      actorKind: 'user',
      actorEmail: 'ana@acme.example',
      address: '203.0.113.77',
      requestId: 'request-0001',
      targetType: 'branding',
      targetId: tenantA,
    });
  });

  it('holds no secret', async () => {
    const all = JSON.stringify(await world.infra.rows('select * from tenant.audit_log'));
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/argon2|EAAaudit/);
  });

  it('is written by the transaction of its change: what fails leaves no row', async () => {
    const before = await world.infra.rows('select from tenant.audit_log');
    await world.call('PUT', `/tenants/${tenantA}`, { ...asMember(world.infra, tenantA), 'if-match': '"99"' }, { name: 'Lost' });
    await world.call('POST', '/tenants', asSuperadmin(world.infra), { slug: 'acme-corp', name: 'Twice' });
    expect(await world.infra.rows('select from tenant.audit_log')).toHaveLength(before.length);
    // And where the log cannot be written nothing changes.
    await world.infra.rows('revoke insert on tenant.audit_log from chasqui_tenant, chasqui_tenant_system');
    try {
      expect((await world.call('PUT', `/tenants/${tenantA}`, asMember(world.infra, tenantA), { name: 'Unlogged' })).status).toBe(500);
      expect((await world.call('PUT', `/tenants/${tenantA}/branding`, asMember(world.infra, tenantA), { productName: 'U' })).status).toBe(
        500,
      );
    } finally {
      await world.infra.rows('grant insert on tenant.audit_log to chasqui_tenant, chasqui_tenant_system');
    }
    expect((await world.call('GET', `/tenants/${tenantA}`, asMember(world.infra, tenantA))).body.name).toBe('Acme');
    expect((await world.call('GET', `/tenants/${tenantA}/branding`, asMember(world.infra, tenantA))).body.productName).toBe('Acme Chat');
  });

  it.each(['chasqui_tenant', 'chasqui_tenant_system'])('%s may add to it and change or delete nothing', async (role) => {
    const client = await world.infra.owner.connect();
    try {
      for (const sql of [
        `update tenant.audit_log set action = 'x'`,
        'delete from tenant.audit_log',
        'truncate tenant.audit_log',
        `insert into tenant.audit_log (tenant_id, id, actor_kind, action, target_type, target_id) select tenant_id, id, 'system', 'x', 'x', 'x'
         from tenant.audit_log limit 1 on conflict (tenant_id, id) do update set action = 'x'`,
      ]) {
        await client.query('begin');
        await client.query(`set local role ${role}`);
        await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantA]);
        await expect(client.query(sql)).rejects.toThrow(/permission denied/);
        await client.query('rollback');
      }
    } finally {
      client.release();
    }
  });

  it('is filtered by actor, action, target and time, and paged without gaps, newest first', async () => {
    const all = await list('?limit=200');
    expect(all.map((entry) => entry.id)).toEqual(
      all
        .map((entry) => entry.id as string)
        .sort()
        .reverse(),
    );
    expect((await list('?action=outlet&limit=200')).map((entry) => entry.action).sort()).toEqual([
      'outlet.changed',
      'outlet.connected',
      'outlet.disconnected',
      'outlet.reported',
      // When it was connected, and when it got another token.
      'outlet.validated',
      'outlet.validated',
    ]);
    const byAna = await list('?actor=Ana@acme.example&limit=200');
    expect(byAna.length).toBeGreaterThan(5);
    expect(await list(`?actor=${byAna[0]!.actorId}&limit=200`)).toEqual(byAna);
    const target = all.find((entry) => entry.action === 'outlet.changed')!.targetId as string;
    expect(await list(`?target=${target}&targetType=outlet`)).toHaveLength(6);
    const middle = all[5]!.at as string;
    const [since, until] = [await list(`?from=${middle}&limit=200`), await list(`?to=${middle}&limit=200`)];
    expect([...since, ...until]).toEqual(all);
    const paged: Json[] = [];
    for (let cursor = ''; ;) {
      const page: Json = (await world.call('GET', `/audit-log?limit=7${cursor}`, asMember(world.infra, tenantA, 'admin'))).body;
      paged.push(...(page.items as Json[]));
      if (!page.nextCursor) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(paged).toEqual(all);
  });

  it.each([
    ['?format=csv', {}],
    ['', { accept: 'text/csv' }],
  ])('is exported as CSV (%s %j) that no spreadsheet runs', async (query, accept) => {
    const csv = await world.call('GET', `/audit-log${query}`, { ...asMember(world.infra, tenantA, 'admin'), ...accept });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toContain('audit-log.csv');
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('at,actorKind,actorId,actorEmail,action,targetType,targetId,address,requestId,before,after');
    expect(lines).toHaveLength(1 + (await list('?limit=200')).length);
    expect(csv.text).toContain('""name"":""=cmd()""');
    expect(csv.text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it('is for admins and keys with its scope, of their own tenant', async () => {
    expect((await world.call('GET', '/audit-log', asMember(world.infra, tenantA, 'agent'))).status).toBe(403);
    expect((await world.call('GET', '/audit-log', asApiKey(world.infra, tenantA, ['tenant:read']))).status).toBe(403);
    expect((await world.call('GET', '/audit-log', asApiKey(world.infra, tenantA, ['audit:read']))).status).toBe(200);
    const others = await list('?limit=200', asMember(world.infra, tenantB, 'owner'));
    expect(others.map((entry) => entry.tenantId)).toEqual(others.map(() => tenantB));
    const everywhere = await list('?limit=200', asSuperadmin(world.infra));
    expect(new Set(everywhere.map((entry) => entry.tenantId)).size).toBeGreaterThan(1);
  });
});

describe('changes of other services', () => {
  it.each([
    ['conversation', conversationAudited, 'label.changed', 'label'],
    ['knowledge', knowledgeAudited, 'knowledge_base.changed', 'knowledge_base'],
  ])('of %s are in it once however often they are told, under their own time, without secrets', async (_, event, action, targetType) => {
    const [id, targetId] = [v7(), v7()];
    const [{ actor_id: ana }] = (await world.infra.rows<Json>(
      `select actor_id from tenant.audit_log where actor_email = 'ana@acme.example'`,
    )) as [Json];
    const data = {
      actor: { kind: 'user' as const, id: ana as string, address: '203.0.113.78', requestId: 'request-0002' },
      action,
      targetType,
      targetId,
      before: { name: 'Old', colour: 'red', apiSecret: TOKEN },
      after: { name: 'New', colour: 'red', apiSecret: NEW_TOKEN },
    };
    await world.infra.publish(event, tenantA, data, { id });
    await world.infra.publish(event, tenantA, data, { id });
    // Of the same target, so it is handled after both.
    await world.infra.publish(event, tenantA, { ...data, action: `${targetType}.deleted`, before: { name: 'New' }, after: null });
    await eventually(async () => expect(await list(`?action=${targetType}.deleted&target=${targetId}`)).toHaveLength(1));
    const told = (await world.infra.events(event)).find((one) => one.id === id)!;
    expect(await list(`?targetType=${targetType}&action=${action}&target=${targetId}`)).toEqual([
      {
        id,
        tenantId: tenantA,
        actorKind: 'user',
        actorId: ana,
        actorEmail: 'ana@acme.example',
        action,
        targetType,
        targetId,
        before: { name: 'Old', apiSecret: '[removed]' },
        after: { name: 'New', apiSecret: '[removed]' },
        address: '203.0.113.78',
        requestId: 'request-0002',
        at: told.occurredAt,
      },
    ]);
    expect(await list(`?target=${targetId}`, asMember(world.infra, tenantB, 'admin'))).toEqual([]);
  });
});
