import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { request as httpRequest } from 'node:http';
import { IDENTITY_HEADER, identityKey, Logger, verifyIdentity, type RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { addTenant, asSuperadmin, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';
import { startEcho, type Echo } from './echo-service.js';

const secured = { security: [{ bearer: [] }] };
const DOCUMENTS = {
  tenant: { '/api/v1/auth/login': { post: {} }, '/api/v1/tenants/{id}': { get: secured } },
  conversation: {
    '/api/v1/conversations': { get: secured },
    '/api/v1/conversations/{id}/messages': { get: secured, post: secured },
    '/api/v1/slow': { get: secured },
    '/api/v1/broken': { get: secured },
    '/api/v1/stream': { get: secured },
    '/api/v1/early': { post: secured },
  },
  analytics: { '/api/v1/analytics': { get: secured } },
  gateway: { '/api/v1/ops/ledger': { get: secured } },
};

describe('callers of the API door', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let echo: Awaited<ReturnType<typeof startEcho>>;
  let member: Record<string, string>;
  const env = (): Record<string, string> => ({
    SERVICE_URLS: `tenant=${echo.url},conversation=${echo.url},analytics=http://127.0.0.1:9`,
    FORWARD_TIMEOUT_MS: '400',
    CORS_ORIGINS: 'https://app.example.com',
  });

  const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(gateway.url + path, init);
  const problem = async (response: Response): Promise<[number, string]> => {
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return [response.status, ((await response.json()) as { code: string }).code];
  };
  const keyOf = (service: string): string => identityKey(infra.env().INTERNAL_SECRET!, service);
  const identitySeen = async (headers: Record<string, string>) => {
    const response = await call('/api/v1/conversations', { headers });
    const seen = ((await response.json()) as Echo).headers?.[IDENTITY_HEADER];
    return { status: response.status, identity: verifyIdentity(seen, keyOf('conversation')), seen };
  };
  const bearer = async (...args: Parameters<typeof token> extends [unknown, ...infer Rest] ? Rest : never) => ({
    authorization: `Bearer ${await token(infra, ...args)}`,
  });

  beforeAll(async () => {
    [infra, echo] = await Promise.all([startWorld(), startEcho()]);
    await addTenant(infra, TENANT_A);
    await addTenant(infra, TENANT_B);
    gateway = await startGateway(infra, env(), DOCUMENTS);
    member = await bearer({ tenants: [{ id: TENANT_A, role: 'agent' }] });
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    echo?.server.closeAllConnections();
    echo?.server.close();
    await infra?.stop();
  }, 30_000);

  describe('access tokens', () => {
    it.each([
      ['signed by somebody else', { secret: 'another-secret-another-secret-another' }],
      ['expired', { expiresAt: Math.floor(Date.now() / 1000) - 60 }],
      ['of another issuer', { issuer: 'elsewhere' }],
      ['of another algorithm', { alg: 'HS512' }],
    ])('%s are refused with 401', async (_, options) => {
      const response = await call('/api/v1/conversations', { headers: await bearer({ superadmin: true }, options) });
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await problem(response)).toEqual([401, 'invalid_credentials']);
    });

    it.each(['Bearer', 'Bearer a.b.c', 'Basic dXNlcjpwYXNz', `Bearer ${'x'.repeat(2_000)}`])(
      '"%s" is refused with 401',
      async (authorization) => {
        expect(await problem(await call('/api/v1/conversations', { headers: { authorization } }))).toEqual([401, 'invalid_credentials']);
      },
    );

    it('name the tenant among several, and no other', async () => {
      const both = await bearer({
        tenants: [
          { id: TENANT_A, role: 'viewer' },
          { id: TENANT_B, role: 'admin' },
        ],
      });
      expect((await identitySeen({ ...both, 'x-tenant-id': TENANT_B })).identity).toMatchObject({ tenantId: TENANT_B, role: 'admin' });
      expect((await identitySeen(both)).identity).not.toHaveProperty('tenantId');
      const stranger = { ...member, 'x-tenant-id': TENANT_B };
      expect(await problem(await call('/api/v1/conversations', { headers: stranger }))).toEqual([403, 'tenant_forbidden']);
      const malformed = { ...member, 'x-tenant-id': 'acme' };
      expect(await problem(await call('/api/v1/conversations', { headers: malformed }))).toEqual([400, 'invalid_tenant_id']);
    });

    it('of a superadmin open any tenant', async () => {
      const headers = { ...(await asSuperadmin(infra)), 'x-tenant-id': TENANT_B };
      expect((await identitySeen(headers)).identity).toMatchObject({ superadmin: true, tenantId: TENANT_B, role: 'owner' });
    });

    it('that are stale do not stand in the way of a public route', async () => {
      const stale = await bearer({}, { expiresAt: Math.floor(Date.now() / 1000) - 60 });
      const response = await call('/api/v1/auth/login', { method: 'POST', headers: stale });
      expect(response.status).toBe(201);
      expect(((await response.json()) as Echo).headers).not.toHaveProperty(IDENTITY_HEADER);
    });
  });

  describe('API keys', () => {
    const key = (name: string): string => `ck_live_${name}`;
    const add = (name: string, columns: { expiresAt?: string; revokedAt?: string } = {}): Promise<unknown> =>
      infra.owner.query(
        `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes, expires_at, revoked_at)
         values ($1, uuidv7(), $2, 'ck_live_', $3, '{messages:send}', $4, $5)`,
        [TENANT_A, name, createHash('sha256').update(key(name)).digest('hex'), columns.expiresAt ?? null, columns.revokedAt ?? null],
      );

    it('stand for their tenant with their scopes', async () => {
      await add('good');
      expect((await identitySeen({ 'x-api-key': key('good') })).identity).toMatchObject({
        kind: 'api-key',
        superadmin: false,
        tenantId: TENANT_A,
        scopes: ['messages:send'],
      });
      const elsewhere = { 'x-api-key': key('good'), 'x-tenant-id': TENANT_B };
      expect(await problem(await call('/api/v1/conversations', { headers: elsewhere }))).toEqual([403, 'tenant_forbidden']);
    });

    it('unknown, expired or revoked are refused', async () => {
      await add('expired', { expiresAt: '2026-01-01T00:00:00Z' });
      await add('revoked', { revokedAt: '2026-01-01T00:00:00Z' });
      for (const name of ['unknown', 'expired', 'revoked']) {
        const response = await call('/api/v1/conversations', { headers: { 'x-api-key': key(name) } });
        expect(await problem(response)).toEqual([401, 'invalid_credentials']);
      }
    });
  });

  it('logs no token of an invitation, whatever becomes of the request', async () => {
    const written: string[] = [];
    const write = fs.write;
    // Standard error, where the logger writes.
    fs.write = ((descriptor: number, data: unknown, ...rest: unknown[]) => {
      if (descriptor === 2) written.push(String(data));
      return (write as (...args: unknown[]) => void)(descriptor, data, ...rest);
    }) as typeof fs.write;
    const invitation = { '/api/v1/auth/invitations/{token}': { get: {} } };
    const open = async (services: string): Promise<number> => {
      const talkative = await startGateway(infra, { ...env(), SERVICE_URLS: services, LOG_LEVEL: 'trace' }, { tenant: invitation });
      const { status } = await fetch(`${talkative.url}/api/v1/auth/invitations/inv_Secret123?token=inv_Secret456`);
      talkative.app.get(Logger).error('failed', new Error(`GET ${talkative.url}/api/v1/auth/invitations/inv_Secret123`));
      await talkative.close();
      return status;
    };
    try {
      expect([await open(`tenant=${echo.url}`), await open('tenant=http://127.0.0.1:9')]).toEqual([201, 503]);
      await eventually(() => expect(written.join('').split('invitations/[redacted]').length).toBeGreaterThanOrEqual(3));
    } finally {
      fs.write = write;
    }
    expect(written.join('')).toContain('a request could not be forwarded');
    expect(written.join('')).not.toContain('inv_Secret');
  }, 60_000);

  describe('browsers', () => {
    it('get security headers on every answer', async () => {
      for (const path of ['/api/docs', '/api/v1/conversations', '/nowhere', '/health']) {
        const { headers } = await call(path);
        expect([headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('referrer-policy')]).toEqual([
          'nosniff',
          'DENY',
          'no-referrer',
        ]);
        expect(headers.get('strict-transport-security')).toBeNull();
      }
    });

    it('may call from the origins that are listed', async () => {
      const preflight = (origin: string): Promise<Response> =>
        call('/api/v1/conversations', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
      const allowed = await preflight('https://app.example.com');
      expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example.com']);
      expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
      const actual = await call('/api/v1/conversations', { headers: { ...member, origin: 'https://app.example.com' } });
      expect(actual.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    });
  });

  describe('about itself', () => {
    it('describes the whole API, as a document and as pages that need nothing from elsewhere', async () => {
      const document = (await (await call('/api/docs-json')).json()) as { openapi: string; paths: object };
      expect(document.openapi).toBe('3.1.0');
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining(['/api/v1/conversations', '/api/v1/ops/ledger', '/api/v1/auth/login']),
      );
      for (const path of ['/api/docs', '/redoc']) {
        const page = await (await call(path)).text();
        expect(page).not.toMatch(/https?:\/\//);
        for (const [, asset] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
          const response = await call(asset!);
          expect([asset, response.status]).toEqual([asset, 200]);
          const text = await response.text();
          expect(text.length).toBeGreaterThan(50);
          expect(text).not.toContain('cdn.redoc.ly');
        }
      }
      expect((await call('/api/docs/assets/package.json')).status).toBe(404);
      const home = await call('/', { redirect: 'manual' });
      expect([home.status, home.headers.get('location')]).toEqual([302, '/api/docs']);
    });

    it('is healthy when every service is, and says which is not', async () => {
      const response = await call('/health');
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        status: 'unavailable',
        services: {
          gateway: { status: 'ok' },
          tenant: { status: 'ok', checks: { postgres: 'ok' } },
          analytics: { status: 'unavailable', reason: 'refused' },
        },
      });
      const well = await startGateway(infra, { ...env(), SERVICE_URLS: `tenant=${echo.url}` }, DOCUMENTS);
      await eventually(async () => {
        const healthy = await fetch(`${well.url}/health`);
        expect([healthy.status, ((await healthy.json()) as { status: string }).status]).toEqual([200, 'ok']);
      });
      await well.close();
    });

    it('counts in /metrics', async () => {
      expect(await (await call('/metrics')).text()).toContain('chasqui_webhooks_journaled_total{service="gateway"}');
    });

    it('answers a request target that is no path', async () => {
      const { port } = new URL(gateway.url);
      const status = await new Promise((resolve, reject) => {
        const request = httpRequest({ host: '127.0.0.1', port, path: '//', method: 'GET' }, (response) => resolve(response.statusCode));
        request.on('error', reject);
        request.end();
      });
      expect(status).toBe(404);
    });
  });
});
