import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER, identityKey, verifyIdentity, type RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { addTenant, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';

const EVERYWHERE = '00000000-0000-0000-0000-000000000000';
const BEARER = { get: { security: [{ bearer: [] }] } };
const DOCUMENTS = { tenant: { '/api/v1/users': BEARER, '/api/v1/tenants/{id}': BEARER } };

describe('an access token that is older than what its person may do', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let service: Server;
  let issuedAt: number;

  const call = async (accessToken: string, tenantId?: string, path = '/api/v1/users') => {
    const headers = { authorization: `Bearer ${accessToken}`, ...(tenantId ? { 'x-tenant-id': tenantId } : {}) };
    const response = await fetch(`${gateway.url}${path}`, { headers });
    const body = (await response.json()) as { code?: string; identity?: string };
    return {
      status: response.status,
      code: body.code,
      identity: verifyIdentity(body.identity, identityKey(infra.env().INTERNAL_SECRET!, 'tenant')),
    };
  };
  const tokenOf = (subject: string, tenants: string[], claims: { at?: number; sid?: string; superadmin?: boolean } = {}) =>
    token(infra, { at: issuedAt, tenants: tenants.map((id) => ({ id, role: 'agent' })), ...claims }, { subject });
  const cut = (userId: string, tenantId = EVERYWHERE, keptSession: string | null = null) =>
    infra.rows(
      `insert into tenant.access_cuts (user_id, tenant_id, cut_at, kept_session) values ($1, $2, to_timestamp($3::float8 / 1000), $4)`,
      [userId, tenantId, issuedAt, keptSession],
    );
  const refused = { status: 401, code: 'access_changed' };

  beforeAll(async () => {
    infra = await startWorld();
    service = createServer((request, response) => response.end(JSON.stringify({ identity: request.headers[IDENTITY_HEADER] })));
    await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
    for (const tenant of [TENANT_A, TENANT_B]) await addTenant(infra, tenant);
    gateway = await startGateway(infra, { SERVICE_URLS: `tenant=http://127.0.0.1:${(service.address() as AddressInfo).port}` }, DOCUMENTS);
    issuedAt = Date.now();
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    service?.closeAllConnections();
    service?.close();
    await infra?.stop();
  }, 30_000);

  it('in one tenant is good for every other, and for what is of no tenant', async () => {
    const ana = v7();
    const both = await tokenOf(ana, [TENANT_A, TENANT_B]);
    expect((await call(both, TENANT_A)).status).toBe(200);
    await cut(ana, TENANT_A);
    await eventually(async () => expect(await call(both, TENANT_A)).toMatchObject(refused), { timeoutMs: 3_000 });
    expect(await call(both, TENANT_B)).toMatchObject({ status: 200, identity: { subject: ana, tenantId: TENANT_B, role: 'agent' } });
    // Of several none is named: what it says of neither counts.
    expect((await call(both)).identity).toEqual({ kind: 'user', subject: ana, superadmin: false });
    // The only one that it names is the one that is meant.
    expect(await call(await tokenOf(ana, [TENANT_A]))).toMatchObject(refused);
    expect((await call(await tokenOf(ana, [TENANT_A], { at: issuedAt + 1 }))).status).toBe(200);
  });

  it('of somebody without a second factor is good for nothing in a tenant that asks for one', async () => {
    const cleo = v7();
    const claims = { at: issuedAt, tenants: [{ id: TENANT_A, role: 'agent' }], twoFactorNeeded: [TENANT_B] };
    const locked = await token(infra, claims, { subject: cleo });
    expect(await call(locked, TENANT_B)).toMatchObject({ status: 403, code: 'two_factor_required' });
    expect((await call(locked, TENANT_A)).status).toBe(200);
    expect((await call(locked)).identity).toEqual({ kind: 'user', subject: cleo, superadmin: false, locked: true });
  });

  it('of a superadmin without a second factor is nobody’s but their own while an active tenant asks for one, however a path is spelled', async () => {
    const [strict, root] = [v7(), v7()];
    await addTenant(infra, strict);
    const asks = (required: boolean, status = 'active') =>
      infra.rows('update tenant.tenants set two_factor_required = $2, status = $3 where id = $1', [strict, required, status]);
    const rootToken = (claims = {}) => token(infra, { superadmin: true, at: issuedAt, ...claims }, { subject: root });
    const [plain, proven, member] = [
      await rootToken(),
      await rootToken({ twoFactor: true }),
      await tokenOf(root, [TENANT_A], { superadmin: true }),
    ];
    const right = { kind: 'user', subject: root, superadmin: true };
    const lockedRight = { kind: 'user', subject: root, superadmin: false, superadminLocked: true };
    const refusal = { status: 403, code: 'two_factor_required' };
    expect((await call(plain)).identity).toEqual(right);
    await asks(true);
    await eventually(async () => expect((await call(plain)).identity).toEqual(lockedRight), { timeoutMs: 5_000 });
    for (const id of [strict, `%30${strict.slice(1)}`, strict.replace('-', '%2D'), TENANT_A]) {
      expect((await call(plain, undefined, `/api/v1/tenants/${id}`)).identity).toEqual(lockedRight);
    }
    for (const named of [strict, TENANT_A]) expect(await call(plain, named)).toMatchObject(refusal);
    // What they are in a tenant of their own they stay.
    expect((await call(member, TENANT_A)).identity).toEqual({ ...lockedRight, tenantId: TENANT_A, role: 'agent' });
    expect(await call(member, TENANT_B)).toMatchObject(refusal);
    expect((await call(proven, strict)).identity).toEqual({ ...right, tenantId: strict, role: 'owner' });
    expect((await call(proven)).identity).toEqual(right);
    await asks(true, 'suspended');
    await eventually(async () => expect((await call(plain)).identity).toEqual(right), { timeoutMs: 5_000 });
    await asks(false);
  });

  it('everywhere is good for nothing, unless it is of the sign-in that went on', async () => {
    const [ben, kept] = [v7(), v7()];
    await cut(ben, EVERYWHERE, kept);
    const all = await tokenOf(ben, [TENANT_A, TENANT_B], { sid: v7() });
    await eventually(async () => expect(await call(all, TENANT_A)).toMatchObject(refused), { timeoutMs: 3_000 });
    expect(await call(all)).toMatchObject(refused);
    expect(await call(await tokenOf(ben, [TENANT_A]))).toMatchObject(refused);
    expect(await call(await tokenOf(ben, [], { superadmin: true, sid: v7() }))).toMatchObject(refused);
    expect(await call(await tokenOf(ben, [TENANT_A], { sid: kept }))).toMatchObject({ status: 200, identity: { session: kept } });
    expect((await call(await tokenOf(ben, [TENANT_A], { at: issuedAt + 1 }))).status).toBe(200);
    expect((await call(await tokenOf(v7(), [TENANT_A]))).status).toBe(200);
  });

  it('of a sign-in that was ended is good for nothing, and those of the other sign-ins are', async () => {
    const [dora, ended, other] = [v7(), v7(), v7()];
    await cut(ended);
    await eventually(async () => expect(await call(await tokenOf(dora, [TENANT_A], { sid: ended }))).toMatchObject(refused), {
      timeoutMs: 3_000,
    });
    expect((await call(await tokenOf(dora, [TENANT_A], { sid: other }))).status).toBe(200);
    expect((await call(await tokenOf(dora, [TENANT_A]))).status).toBe(200);
  });

  it('everywhere keeps no sign-in where none is named', async () => {
    const cleo = v7();
    await cut(cleo);
    await eventually(async () => expect(await call(await tokenOf(cleo, [TENANT_A], { sid: v7() }))).toMatchObject(refused), {
      timeoutMs: 3_000,
    });
    expect(await call(await tokenOf(cleo, [TENANT_A]))).toMatchObject(refused);
  });
});
