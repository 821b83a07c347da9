import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { request as httpRequest } from 'node:http';
import { IDENTITY_HEADER, Logger } from '#service-kit';
import { eventually } from '#testing';
import { asSuperadmin, TENANT_A, TENANT_B } from './gateway-world.js';
import { type Echo } from './echo-service.js';
import { ApiWorld, problem } from './api-world.js';

describe('callers of the API door', () => {
  const world = new ApiWorld();

  beforeAll(() => world.begin(), 60_000);
  afterAll(() => world.end(), 30_000);

  describe('access tokens', () => {
    it.each([
      ['signed by somebody else', { secret: 'another-secret-another-secret-another' }],
      ['expired', { expiresAt: Math.floor(Date.now() / 1000) - 60 }],
      ['of another issuer', { issuer: 'elsewhere' }],
      ['of another algorithm', { alg: 'HS512' }],
    ])('%s are refused with 401', async (_, options) => {
      const response = await world.call('/api/v1/conversations', { headers: await world.bearer({ superadmin: true }, options) });
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await problem(response)).toEqual([401, 'invalid_credentials']);
    });

    it.each(['Bearer', 'Bearer a.b.c', 'Basic dXNlcjpwYXNz', `Bearer ${'x'.repeat(2_000)}`])(
      '"%s" is refused with 401',
      async (authorization) => {
        expect(await problem(await world.call('/api/v1/conversations', { headers: { authorization } }))).toEqual([
          401,
          'invalid_credentials',
        ]);
      },
    );

    it('name the tenant among several, and no other', async () => {
      const both = await world.bearer({
        tenants: [
          { id: TENANT_A, role: 'viewer' },
          { id: TENANT_B, role: 'admin' },
        ],
      });
      expect((await world.identitySeen({ ...both, 'x-tenant-id': TENANT_B })).identity).toMatchObject({
        tenantId: TENANT_B,
        role: 'admin',
      });
      expect((await world.identitySeen(both)).identity).not.toHaveProperty('tenantId');
      const stranger = { ...world.member, 'x-tenant-id': TENANT_B };
      expect(await problem(await world.call('/api/v1/conversations', { headers: stranger }))).toEqual([403, 'tenant_forbidden']);
      const malformed = { ...world.member, 'x-tenant-id': 'acme' };
      expect(await problem(await world.call('/api/v1/conversations', { headers: malformed }))).toEqual([400, 'invalid_tenant_id']);
    });

    it('of a superadmin open any tenant', async () => {
      const headers = { ...(await asSuperadmin(world.infra)), 'x-tenant-id': TENANT_B };
      expect((await world.identitySeen(headers)).identity).toMatchObject({ superadmin: true, tenantId: TENANT_B, role: 'owner' });
    });

    it('that are stale do not stand in the way of a public route', async () => {
      const stale = await world.bearer({}, { expiresAt: Math.floor(Date.now() / 1000) - 60 });
      const response = await world.call('/api/v1/auth/login', { method: 'POST', headers: stale });
      expect(response.status).toBe(201);
      expect(((await response.json()) as Echo).headers).not.toHaveProperty(IDENTITY_HEADER);
    });
  });

  describe('API keys', () => {
    const key = (name: string): string => `ck_live_${name}`;
    const add = (name: string, columns: { expiresAt?: string; revokedAt?: string } = {}): Promise<unknown> =>
      world.infra.owner.query(
        `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes, expires_at, revoked_at)
         values ($1, uuidv7(), $2, 'ck_live_', $3, '{messages:send}', $4, $5)`,
        [TENANT_A, name, createHash('sha256').update(key(name)).digest('hex'), columns.expiresAt ?? null, columns.revokedAt ?? null],
      );

    it('stand for their tenant with their scopes', async () => {
      await add('good');
      expect((await world.identitySeen({ 'x-api-key': key('good') })).identity).toMatchObject({
        kind: 'api-key',
        superadmin: false,
        tenantId: TENANT_A,
        scopes: ['messages:send'],
      });
      const elsewhere = { 'x-api-key': key('good'), 'x-tenant-id': TENANT_B };
      expect(await problem(await world.call('/api/v1/conversations', { headers: elsewhere }))).toEqual([403, 'tenant_forbidden']);
    });

    it('that were rotated stand for it under both secrets, the former one until its time is over', async () => {
      await add('present');
      const rotate = (until: string) =>
        world.infra.owner.query(`update tenant.api_keys set former_hash = $1, former_until = now() + $2::interval where name = 'present'`, [
          createHash('sha256')
            .update(key(`former, ${until}`))
            .digest('hex'),
          until,
        ]);
      await rotate('1 hour');
      const ids = [key('present'), key('former, 1 hour')].map(async (own) => (await world.identitySeen({ 'x-api-key': own })).identity);
      const [one, other] = await Promise.all(ids);
      expect(one).toMatchObject({ kind: 'api-key', tenantId: TENANT_A, scopes: ['messages:send'] });
      expect(other).toEqual(one);
      await rotate('-1 second');
      const response = await world.call('/api/v1/conversations', { headers: { 'x-api-key': key('former, -1 second') } });
      expect(await problem(response)).toEqual([401, 'invalid_credentials']);
    });

    it('unknown, expired or revoked are refused', async () => {
      await add('expired', { expiresAt: '2026-01-01T00:00:00Z' });
      await add('revoked', { revokedAt: '2026-01-01T00:00:00Z' });
      for (const name of ['unknown', 'expired', 'revoked']) {
        const response = await world.call('/api/v1/conversations', { headers: { 'x-api-key': key(name) } });
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
      const talkative = await world.startGateway({ SERVICE_URLS: services, LOG_LEVEL: 'trace' }, { tenant: invitation });
      const { status } = await fetch(`${talkative.url}/api/v1/auth/invitations/inv_Secret123?token=inv_Secret456`);
      talkative.app.get(Logger).error('failed', new Error(`GET ${talkative.url}/api/v1/auth/invitations/inv_Secret123`));
      await talkative.close();
      return status;
    };
    try {
      expect([await open(`tenant=${world.echo.url}`), await open('tenant=http://127.0.0.1:9')]).toEqual([201, 503]);
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
        const { headers } = await world.call(path);
        expect([headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('referrer-policy')]).toEqual([
          'nosniff',
          'DENY',
          'no-referrer',
        ]);
        expect(headers.get('permissions-policy')).toContain('camera=(), microphone=()');
        expect(headers.get('strict-transport-security')).toBeNull();
      }
    });

    it('may call from the origins that are listed', async () => {
      const preflight = (origin: string): Promise<Response> =>
        world.call('/api/v1/conversations', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
      const allowed = await preflight('https://app.example.com');
      expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example.com']);
      expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
      const actual = await world.call('/api/v1/conversations', { headers: { ...world.member, origin: 'https://app.example.com' } });
      expect(actual.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    });
  });

  describe('about itself', () => {
    it('describes the whole API, as a document and as pages that need nothing from elsewhere', async () => {
      const document = (await (await world.call('/api/docs-json')).json()) as { openapi: string; paths: object };
      expect(document.openapi).toBe('3.1.0');
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining(['/api/v1/conversations', '/api/v1/ops/ledger', '/api/v1/auth/login']),
      );
      for (const path of ['/api/docs', '/redoc']) {
        const page = await (await world.call(path)).text();
        expect(page).not.toMatch(/https?:\/\//);
        for (const [, asset] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
          const response = await world.call(asset!);
          expect([asset, response.status]).toEqual([asset, 200]);
          const text = await response.text();
          expect(text.length).toBeGreaterThan(50);
          expect(text).not.toContain('cdn.redoc.ly');
        }
      }
      expect((await world.call('/api/docs/assets/package.json')).status).toBe(404);
      const home = await world.call('/', { redirect: 'manual' });
      expect([home.status, home.headers.get('location')]).toEqual([302, '/api/docs']);
    });

    it('is healthy when every service is, and says which is not', async () => {
      const response = await world.call('/health');
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        status: 'unavailable',
        services: {
          gateway: { status: 'ok' },
          tenant: { status: 'ok', checks: { postgres: 'ok' } },
          analytics: { status: 'unavailable', reason: 'refused' },
        },
      });
      const well = await world.startGateway({ SERVICE_URLS: `tenant=${world.echo.url}` });
      await eventually(async () => {
        const healthy = await fetch(`${well.url}/health`);
        expect([healthy.status, ((await healthy.json()) as { status: string }).status]).toEqual([200, 'ok']);
      });
      await well.close();
    });

    it('counts in /metrics', async () => {
      expect(await (await world.call('/metrics')).text()).toContain('chasqui_webhooks_journaled_total{service="gateway"}');
    });

    it('answers a request target that is no path', async () => {
      const { port } = new URL(world.gateway.url);
      const status = await new Promise((resolve, reject) => {
        const request = httpRequest({ host: '127.0.0.1', port, path: '//', method: 'GET' }, (response) => resolve(response.statusCode));
        request.on('error', reject);
        request.end();
      });
      expect(status).toBe(404);
    });
  });
});
