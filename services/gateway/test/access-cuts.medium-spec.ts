import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER, identityKey, verifyIdentity, type RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { addTenant, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';

const EVERYWHERE = '00000000-0000-0000-0000-000000000000';
const DOCUMENTS = { tenant: { '/api/v1/users': { get: { security: [{ bearer: [] }] } } } };

describe('an access token that is older than what its person may do', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let service: Server;
  let issuedAt: number;

  const call = async (accessToken: string, tenantId?: string) => {
    const headers = { authorization: `Bearer ${accessToken}`, ...(tenantId ? { 'x-tenant-id': tenantId } : {}) };
    const response = await fetch(`${gateway.url}/api/v1/users`, { headers });
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

  it('everywhere keeps no sign-in where none is named', async () => {
    const cleo = v7();
    await cut(cleo);
    await eventually(async () => expect(await call(await tokenOf(cleo, [TENANT_A], { sid: v7() }))).toMatchObject(refused), {
      timeoutMs: 3_000,
    });
    expect(await call(await tokenOf(cleo, [TENANT_A]))).toMatchObject(refused);
  });
});
