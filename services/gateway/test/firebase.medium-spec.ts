import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER, identityKey, verifyIdentity, type Identity, type RunningService } from '#service-kit';
import { eventually, FirebaseKeys, type Infrastructure } from '#testing';
import { addTenant, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';

const ANA = '0198c0de-0000-7000-8000-0000000000a1';
const DOCUMENTS = { tenant: { '/api/v1/auth/firebase': { post: {} }, '/api/v1/users': { get: { security: [{ bearer: [] }] } } } };

describe('Firebase ID tokens at the gateway', () => {
  let infra: Infrastructure;
  let keys: FirebaseKeys;
  let gateway: RunningService;
  let service: Server;
  let serviceUrl: string;

  const call = async (idToken: string, headers: Record<string, string> = {}, url = gateway.url) => {
    const response = await fetch(`${url}/api/v1/users`, { headers: { authorization: `Bearer ${idToken}`, ...headers } });
    const body = (await response.json()) as { code?: string; identity?: string };
    const identity: Identity | undefined = verifyIdentity(body.identity, identityKey(infra.env().INTERNAL_SECRET!, 'tenant'));
    return { status: response.status, code: body.code, identity };
  };
  const start = (env: Record<string, string>) => startGateway(infra, { SERVICE_URLS: `tenant=${serviceUrl}`, ...env }, DOCUMENTS);

  beforeAll(async () => {
    [infra, keys] = [await startWorld(), await FirebaseKeys.start()];
    service = createServer((request, response) => response.end(JSON.stringify({ identity: request.headers[IDENTITY_HEADER] })));
    await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
    serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    for (const tenant of [TENANT_A, TENANT_B]) await addTenant(infra, tenant);
    await infra.rows(`insert into tenant.users (id, email, name, firebase_uid) values ($1, 'ana@acme.example', 'Ana', 'uid-ana')`, [ANA]);
    await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'agent')`, [TENANT_A, ANA]);
    gateway = await start({ FIREBASE_PROJECT_ID: keys.projectId });
  }, 60_000);
  afterAll(async () => {
    delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
    await gateway?.close();
    service?.closeAllConnections();
    service?.close();
    keys?.stop();
    await infra?.stop();
  }, 30_000);

  it('stand for the linked person in their own tenants and no other', async () => {
    const ana = await keys.token({ uid: 'uid-ana' });
    const identity = { kind: 'user', subject: ANA, superadmin: false, tenantId: TENANT_A, role: 'agent' };
    expect(await call(ana)).toEqual({ status: 200, identity });
    expect(await call(ana, { 'x-tenant-id': TENANT_A })).toEqual({ status: 200, identity });
    expect(await call(ana, { 'x-tenant-id': TENANT_B })).toMatchObject({ status: 403, code: 'tenant_forbidden' });
    // Ours go on beside them.
    const own = await token(infra, { tenants: [{ id: TENANT_B, role: 'viewer' }] });
    expect(await call(own)).toMatchObject({ status: 200, identity: { tenantId: TENANT_B } });
  });

  it('of a person who is not linked are refused, also where the address is an account’s', async () => {
    const other = await keys.token({ uid: 'uid-other', email: 'ana@acme.example' });
    expect(await call(other)).toMatchObject({ status: 401, code: 'firebase_not_linked' });
    // A public route lets them through to link.
    const linking = await fetch(`${gateway.url}/api/v1/auth/firebase`, { method: 'POST', headers: { authorization: `Bearer ${other}` } });
    expect([linking.status, await linking.json()]).toEqual([200, {}]);
  });

  it.each([
    ['of another project', () => keys.token({ uid: 'uid-ana' }, { projectId: 'another-project' }), 'invalid_credentials'],
    ['signed by others', () => keys.token({ uid: 'uid-ana' }, { signedBy: 'somebody else' }), 'firebase_token_invalid'],
    ['that are unsigned', async () => keys.unsigned({ uid: 'uid-ana' }), 'firebase_token_invalid'],
    ['that have expired', () => keys.token({ uid: 'uid-ana' }, { expiresInSeconds: -1 }), 'firebase_token_expired'],
    [
      'that are signed with our own secret',
      () => token(infra, { superadmin: true }, { issuer: 'https://securetoken.google.com/demo-chasqui' }),
      'firebase_token_invalid',
    ],
  ])('%s are refused', async (_, make, code) => {
    expect(await call(await make())).toEqual({ status: 401, code, identity: undefined });
  });

  it('are not enough for who has a second factor, nor for a tenant that asks for one', async () => {
    const bea = '0198c0de-0000-7000-8000-0000000000b2';
    await infra.rows(`insert into tenant.users (id, email, name, firebase_uid) values ($1, 'bea@acme.example', 'Bea', 'uid-bea')`, [bea]);
    await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $3, 'agent'), ($2, $3, 'viewer')`, [
      TENANT_A,
      TENANT_B,
      bea,
    ]);
    const idToken = await keys.token({ uid: 'uid-bea' });
    const soon = (headers: Record<string, string>, expected: object) =>
      eventually(async () => expect(await call(idToken, headers)).toMatchObject(expected), { timeoutMs: 3_000 });
    await soon({ 'x-tenant-id': TENANT_B }, { status: 200, identity: { subject: bea, role: 'viewer' } });
    await infra.rows('update tenant.tenants set two_factor_required = true where id = $1', [TENANT_B]);
    try {
      await soon({ 'x-tenant-id': TENANT_B }, { status: 403, code: 'two_factor_required' });
      expect(await call(idToken, { 'x-tenant-id': TENANT_A })).toMatchObject({ status: 200, identity: { tenantId: TENANT_A } });
      // Unnamed, the other one is not meant; who they are is known, for what is theirs.
      expect(await call(idToken)).toMatchObject({ status: 200, identity: { subject: bea, locked: true } });
      await infra.rows('update tenant.users set two_factor_since = now() where id = $1', [bea]);
      for (const tenant of [TENANT_A, TENANT_B]) await soon({ 'x-tenant-id': tenant }, { status: 401, code: 'two_factor_needed' });
      await soon({}, { status: 401, code: 'two_factor_needed' });
    } finally {
      await infra.rows('update tenant.tenants set two_factor_required = false where id = $1', [TENANT_B]);
      await infra.rows('delete from tenant.memberships where user_id = $1', [bea]);
      await infra.rows('delete from tenant.users where id = $1', [bea]);
    }
  });

  it('lose a suspended tenant, a membership and the link within about a second', async () => {
    const ana = await keys.token({ uid: 'uid-ana' });
    const soon = (expected: object) => eventually(async () => expect(await call(ana)).toMatchObject(expected), { timeoutMs: 1_500 });
    await soon({ status: 200, identity: { tenantId: TENANT_A, role: 'agent' } });
    await infra.rows(`update tenant.tenants set status = 'suspended' where id = $1`, [TENANT_A]);
    await eventually(async () => expect((await call(ana)).identity).not.toHaveProperty('tenantId'), { timeoutMs: 1_500 });
    await infra.rows(`update tenant.tenants set status = 'active' where id = $1`, [TENANT_A]);
    await infra.rows(`update tenant.memberships set role = 'viewer' where user_id = $1`, [ANA]);
    await soon({ identity: { role: 'viewer' } });
    await infra.rows(`update tenant.users set firebase_uid = 'uid-ana-2' where id = $1`, [ANA]);
    await soon({ status: 401, code: 'firebase_not_linked' });
    await infra.rows(`update tenant.users set firebase_uid = 'uid-ana' where id = $1`, [ANA]);
    // The other way there is nothing to wait for.
    expect(await call(ana)).toMatchObject({ status: 200 });
  });

  it('are refused where no project is set, signed or not, even with the emulator named', async () => {
    process.env.FIREBASE_AUTH_EMULATOR_HOST = '127.0.0.1:9';
    const off = await start({ FIREBASE_AUTH_EMULATOR_HOST: '127.0.0.1:9' });
    for (const idToken of [await keys.token({ uid: 'uid-ana' }), keys.unsigned({ uid: 'uid-ana' })]) {
      expect(await call(idToken, {}, off.url)).toMatchObject({ status: 401, code: 'invalid_credentials' });
    }
    await off.close();
    delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
  });

  it('the gateway’s role sees of people only who is linked, and no address or password', async () => {
    await infra.rows(
      `insert into tenant.users (id, email, name, password_hash) values (uuidv7(), 'unlinked@acme.example', 'U', 'x') on conflict do nothing`,
    );
    const client = await infra.owner.connect();
    try {
      await client.query('begin');
      await client.query('set local role chasqui_gateway_system');
      expect((await client.query('select id from tenant.users')).rows).toEqual([{ id: ANA }]);
      await expect(client.query('select email, password_hash from tenant.users')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
