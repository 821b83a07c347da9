import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { ForgetRateWindowsHandler } from '../src/handlers/api/forget-rate-windows.handler.js';
import { addTenant, asSuperadmin, postSigned, startGateway, startWorld, TENANT_A, TENANT_B, token } from './gateway-world.js';

const secured = { security: [{ bearer: [] }, { apiKey: [] }] };
const DOCUMENTS = {
  tenant: {
    '/api/v1/auth/login': { post: {} },
    '/api/v1/auth/register': { post: {} },
    '/api/v1/auth/invitations/{token}': { get: {} },
    '/api/v1/tenants/{id}': { get: secured },
  },
};

describe('limits', () => {
  let infra: Infrastructure;
  let service: Server;
  let gateways: [RunningService, RunningService];
  let addresses = 0;

  const keyOf = (name: string): Record<string, string> => ({ 'x-api-key': `ck_live_${name}` });
  async function addKey(name: string, limit = 1_000): Promise<Record<string, string>> {
    await infra.owner.query(
      `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes, rate_limit_per_hour)
       values ($1, uuidv7(), $2, 'ck_live_', $3, '{*}', $4)`,
      [TENANT_A, name, createHash('sha256').update(`ck_live_${name}`).digest('hex'), limit],
    );
    return keyOf(name);
  }
  /** A caller with an address of its own, behind the one proxy that is trusted. */
  const from = (address = `198.51.100.${++addresses}`): Record<string, string> => ({ 'x-forwarded-for': address });
  const get = (gateway: RunningService, headers: Record<string, string>, path = `/api/v1/tenants/${TENANT_A}`): Promise<Response> =>
    fetch(gateway.url + path, { headers });
  const login = (gateway: RunningService, headers: Record<string, string>): Promise<Response> =>
    fetch(`${gateway.url}/api/v1/auth/login`, { method: 'POST', headers });
  const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code;
  const count = (statuses: readonly number[]): Record<number, number> =>
    Object.fromEntries([...new Set(statuses)].map((status) => [status, statuses.filter((other) => other === status).length]));

  beforeAll(async () => {
    service = createServer((request, response) => void request.resume().on('end', () => response.end('{}')));
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    infra = await startWorld();
    await addTenant(infra, TENANT_A);
    const env = {
      SERVICE_URLS: `tenant=http://127.0.0.1:${(service.address() as AddressInfo).port}`,
      TRUSTED_PROXY_HOPS: '1',
      LOGIN_RATE_PER_MINUTE: '5',
    };
    gateways = [await startGateway(infra, env, DOCUMENTS), await startGateway(infra, env, DOCUMENTS)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all((gateways ?? []).map((gateway) => gateway.close()));
    service?.closeAllConnections();
    service?.close();
    await infra?.stop();
  }, 30_000);

  describe('of an API key', () => {
    it('let exactly as many in as the key has, however many come at once to however many gateways', async () => {
      const key = await addKey('exact', 50);
      const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => get(gateways[index % 2]!, key)));
      expect(count(answers.map(({ status }) => status))).toEqual({ 200: 50, 429: 150 });
      const remaining = answers.filter(({ status }) => status === 200).map(({ headers }) => Number(headers.get('ratelimit-remaining')));
      expect(remaining.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
      const refused = await get(gateways[0], key);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect(await codeOf(refused)).toBe('rate_limited');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
    });

    it('are told on every answer, also where the gateway or nobody answers', async () => {
      const key = await addKey('told');
      for (const [headers, path, status] of [
        [key, `/api/v1/tenants/${TENANT_A}`, 200],
        [key, '/api/v1/nothing', 404],
        [{ ...key, 'x-tenant-id': TENANT_B }, `/api/v1/tenants/${TENANT_A}`, 403],
      ] as const) {
        const answer = await get(gateways[0], headers, path);
        expect([answer.status, answer.headers.get('ratelimit-limit'), answer.headers.get('ratelimit-policy')]).toEqual([
          status,
          '1000',
          '1000;w=3600',
        ]);
        expect(Number(answer.headers.get('ratelimit-reset'))).toBeGreaterThan(3_500);
      }
      const last = await get(gateways[1], key);
      expect(last.headers.get('ratelimit-remaining')).toBe('996');
      const person = await get(gateways[0], {
        authorization: `Bearer ${await token(infra, { tenants: [{ id: TENANT_A, role: 'viewer' }] })}`,
      });
      expect([person.status, person.headers.get('ratelimit-limit')]).toEqual([200, null]);
    });

    it('begin anew when the window has ended, and are forgotten', async () => {
      const key = await addKey('anew', 1);
      const [first, second] = gateways;
      expect([(await get(first, key)).status, (await get(first, key)).status]).toEqual([200, 429]);
      await infra.owner.query(`update gateway.rate_windows set ends_at = now() where most = 1`);
      // The other gateway has not been told that it was spent.
      expect((await get(second, key)).status).toBe(200);
      await infra.owner.query(`update gateway.rate_windows set ends_at = now() where most = 1`);
      await second.app.get(ForgetRateWindowsHandler).execute();
      expect(await infra.rows(`select 1 from gateway.rate_windows where most = 1`)).toEqual([]);
      expect((await infra.rows(`select 1 from gateway.rate_windows`)).length).toBeGreaterThan(0);
    });

    it('end with the key: within about a second every gateway refuses it', async () => {
      const key = await addKey('revoked');
      for (const gateway of gateways) expect((await get(gateway, key)).status).toBe(200);
      await infra.owner.query(`update tenant.api_keys set revoked_at = now() where name = 'revoked'`);
      await eventually(
        async () => {
          for (const gateway of gateways) expect((await get(gateway, key)).status).toBe(401);
        },
        { timeoutMs: 1_500 },
      );
    });
  });

  describe('when an API key was last used', () => {
    const lastUse = async (name: string): Promise<string | undefined> =>
      (
        await infra.rows<{ at: string }>(
          `select last_used_at as at from gateway.api_key_uses_v1 u join tenant.api_keys k on k.id = u.api_key_id where k.name = $1`,
          [name],
        )
      )[0]?.at;

    it('is written within seconds, and never goes back', async () => {
      const key = await addKey('used');
      await get(gateways[0], key);
      await eventually(async () => expect(await lastUse('used')).toBeDefined(), { timeoutMs: 6_000 });
      await infra.owner.query(
        `update gateway.api_key_uses set last_used_at = '2100-01-01Z' where api_key_id = (select id from tenant.api_keys where name = 'used')`,
      );
      await get(gateways[1], key);
      await get(gateways[1], await addKey('used-after'));
      await eventually(async () => expect(await lastUse('used-after')).toBeDefined(), { timeoutMs: 6_000 });
      expect(await lastUse('used')).toBe('2100-01-01T00:00:00.000Z');
    });

    it('is written when the gateway stops', async () => {
      const key = await addKey('last');
      const stopping = await startGateway(infra, {}, DOCUMENTS);
      await get(stopping, key);
      await stopping.close();
      expect(await lastUse('last')).toBeDefined();
    });

    it('is shown to the tenant alone', async () => {
      const database = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('tenant'), schema: 'tenant' });
      const seenBy = (tenantId: string): Promise<object[]> =>
        database.forTenant(tenantId, (tx) => tx.query('select 1 from gateway.api_key_uses_v1'));
      try {
        expect([(await seenBy(TENANT_A)).length > 0, await seenBy(TENANT_B)]).toEqual([true, []]);
      } finally {
        await database.close();
      }
    });
  });

  describe('of an address', () => {
    it('count sign-ins over all gateways, each address by itself', async () => {
      const office = from();
      const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => login(gateways[index % 2]!, office)));
      expect(count(answers.map(({ status }) => status))).toEqual({ 200: 5, 429: 7 });
      const refused = await login(gateways[0], office);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(await codeOf(refused)).toBe('rate_limited');
      expect((await login(gateways[0], from())).status).toBe(200);
      // What is made up in front of the proxy's entry changes nothing.
      expect((await login(gateways[1], from(`203.0.113.99, ${office['x-forwarded-for']}`))).status).toBe(429);
      // The other routes have counts of their own.
      expect((await fetch(`${gateways[0].url}/api/v1/auth/register`, { method: 'POST', headers: office })).status).toBe(200);
    });

    it('take the whole /64 of an IPv6 address for one caller', async () => {
      const answers = [];
      for (let host = 1; host <= 6; host++) answers.push((await login(gateways[0], from(`2001:db8:7:7::${host}`))).status);
      expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
      expect((await login(gateways[0], from('2001:db8:7:8::1'))).status).toBe(200);
    });

    it('end guessing at keys and tokens, and never the work of a key that is valid, or webhooks', async () => {
      const office = from();
      const key = await addKey('neighbour');
      expect((await get(gateways[0], { ...office, ...key })).status).toBe(200);
      const guesses = await Promise.all(
        Array.from({ length: 130 }, (_, index) =>
          get(gateways[0], { ...office, ...(index % 2 ? keyOf(`guess-${index}`) : { authorization: `Bearer a.b.${index}` }) }),
        ),
      );
      expect(count(guesses.map(({ status }) => status))).toEqual({ 401: 120, 429: 10 });
      const refused = await get(gateways[0], { ...office, ...keyOf('one-more') });
      expect([refused.status, await codeOf(refused), Number(refused.headers.get('retry-after')) > 30]).toEqual([429, 'rate_limited', true]);
      expect((await get(gateways[0], { ...office, ...key })).status).toBe(200);
      expect((await get(gateways[0], { ...from(), ...keyOf('guess-elsewhere') })).status).toBe(401);
      for (let sent = 0; sent < 10; sent++) expect((await postSigned(gateways[0], `{"n":${sent}}`)).status).toBe(200);
    });

    it('are not spent by tokens that have expired', async () => {
      const office = from();
      const expired = { ...office, authorization: `Bearer ${await token(infra, {}, { expiresAt: 1_700_000_000 })}` };
      const answers = await Promise.all(Array.from({ length: 150 }, () => get(gateways[0], expired)));
      expect(count(answers.map(({ status }) => status))).toEqual({ 401: 150 });
    });
  });

  it('a superadmin who names no tenant that exists is told so', async () => {
    const named = async (tenantId: string): Promise<Response> =>
      get(gateways[0], { ...(await asSuperadmin(infra)), 'x-tenant-id': tenantId });
    const unknown = await named(TENANT_B);
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'tenant_not_found']);
    expect((await named(TENANT_A)).status).toBe(200);
    await addTenant(infra, TENANT_B);
    expect((await named(TENANT_B)).status).toBe(200);
  });

  it('let nobody in uncounted: without Postgres 503, and counts begin anew after its crash', async () => {
    const key = await addKey('crash', 1);
    const caller = from();
    expect([(await get(gateways[0], key)).status, (await get(gateways[1], key)).status]).toEqual([200, 429]);
    await infra.killPostgres();
    try {
      const answer = await login(gateways[0], caller);
      expect([answer.status, answer.headers.get('retry-after'), await codeOf(answer)]).toEqual([503, '2', 'database_unavailable']);
    } finally {
      await infra.startPostgres();
    }
    await eventually(async () => expect((await login(gateways[0], caller)).status).toBe(200), { timeoutMs: 20_000 });
    await eventually(async () => expect((await get(gateways[0], key)).status).toBe(200), { timeoutMs: 5_000 });
  }, 60_000);
});
