import { v7 } from 'uuid';
import { accountChanged } from '#contracts';
import { KeyRing, type RunningService } from '#service-kit';
import { asApiKey, asMember, asSuperadmin, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { service } from '../src/service.js';
import { GraphDouble } from './graph-double.js';
import { SCHEMAS } from './tenant-world.js';

const TOKEN = 'EAAtoken0123456789';

let infra: Infrastructure;
let graph: GraphDouble;
let running: RunningService;
let tenantA: string;
let tenantB: string;

type Json = Record<string, any>;

async function call(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<{ status: number; body: Json; text: string }> {
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Json) : {}, text };
}

const createTenant = async (slug: string): Promise<string> =>
  (await call('POST', '/tenants', asSuperadmin(infra), { slug, name: slug })).body.id as string;

let numbers = 0;
const newOutlet = (): Json => {
  const number = 1_000_000 + ++numbers;
  return {
    name: 'Main store',
    phoneNumberId: `10654${number}`,
    wabaId: '102290129340398',
    displayPhoneNumber: `+1 555 ${number}`,
    accessToken: TOKEN,
  };
};

beforeAll(async () => {
  infra = await startInfrastructure({ modules: SCHEMAS });
  graph = await GraphDouble.start();
  running = await startService(infra, service, {
    WHATSAPP_GRAPH_URL: graph.url,
    DATA_DIR: infra.dir,
  });
  [tenantA, tenantB] = [await createTenant('acme-corp'), await createTenant('beta-store')];
}, 60_000);

afterAll(async () => {
  await running?.close();
  await infra?.stop();
  await graph?.stop();
}, 30_000);

describe('tenants and their people', () => {
  it('only a superadmin creates tenants, and a slug belongs to one', async () => {
    expect((await call('POST', '/tenants', asMember(infra, tenantA), { slug: 'mine', name: 'Mine' })).status).toBe(403);
    const taken = await call('POST', '/tenants', asSuperadmin(infra), { slug: 'acme-corp', name: 'Other' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'slug_taken' } });
    const all = await call('GET', '/tenants?limit=1', asSuperadmin(infra));
    expect(all.body.items).toHaveLength(1);
    const rest = await call('GET', `/tenants?cursor=${all.body.nextCursor}`, asSuperadmin(infra));
    expect(rest.body.items.map((tenant: Json) => tenant.slug)).toContain('beta-store');
    expect((await call('GET', `/tenants?cursor=${Buffer.from('["x"]').toString('base64url')}`, asSuperadmin(infra))).body.code).toBe(
      'invalid_cursor',
    );
  });

  it('the tenant of somebody else is not there', async () => {
    const member = asMember(infra, tenantB);
    for (const path of ['', '/users', '/llm-config', '/api-keys']) {
      expect((await call('GET', `/tenants/${tenantA}${path}`, member)).status).toBe(404);
    }
    const user = { email: 'eve@beta.example', password: 'eve-password', name: 'Eve', role: 'viewer' };
    expect((await call('POST', `/tenants/${tenantA}/users`, member, user)).status).toBe(404);
    expect((await call('PUT', `/tenants/${tenantA}/llm-config`, member, { tone: 'rude' })).status).toBe(404);
    expect((await call('POST', `/tenants/${tenantA}/api-keys`, member, { name: 'k', scopes: ['*'] })).status).toBe(404);
    expect(await infra.rows('select 1 from tenant.users where email = $1', [user.email])).toEqual([]);
  });

  it('an address that has an account keeps its name and password, and joins a tenant once', async () => {
    const path = `/tenants/${tenantA}/users`;
    const first = { email: 'bob@acme.example', password: 'bob-password', name: 'Bob', role: 'agent' };
    await call('POST', path, asMember(infra, tenantA, 'admin'), first);
    const again = { ...first, password: 'stolen-password', name: 'X' };
    const pathB = `/tenants/${tenantB}/users`;
    // Nobody is put into another tenant: test/joining.medium-spec.ts.
    expect((await call('POST', pathB, asMember(infra, tenantB, 'admin'), again)).body).toMatchObject({ name: 'X', role: 'agent' });
    expect((await call('POST', pathB, asSuperadmin(infra), again)).body).toMatchObject({ name: 'X', role: 'agent' });
    expect((await call('POST', '/auth/login', {}, { email: first.email, password: 'stolen-password' })).status).toBe(401);
    expect((await call('POST', '/auth/login', {}, { email: first.email, password: 'bob-password' })).status).toBe(200);
    expect(await call('POST', path, asMember(infra, tenantA, 'admin'), first)).toMatchObject({
      status: 409,
      body: { code: 'already_member' },
    });
    const team = await call('GET', path, asMember(infra, tenantA, 'viewer'));
    expect(team.body.items.map((member: Json) => member.email)).toContain('bob@acme.example');
    expect(team.text).not.toMatch(/argon2|password/);
  });

  it('an admin makes nobody an owner, and an API key adds nobody', async () => {
    const user = { email: 'carl@acme.example', password: 'carl-password', name: 'Carl', role: 'owner' };
    const path = `/tenants/${tenantA}/users`;
    expect(await call('POST', path, asMember(infra, tenantA, 'admin'), user)).toMatchObject({
      status: 403,
      body: { code: 'role_too_high' },
    });
    expect((await call('POST', path, asApiKey(infra, tenantA, ['*']), { ...user, role: 'viewer' })).status).toBe(403);
  });

  it('answer settings have defaults, are replaced as a whole and reach the published view', async () => {
    const path = `/tenants/${tenantA}/llm-config`;
    expect((await call('GET', path, asMember(infra, tenantA, 'viewer'))).body).toMatchObject({
      language: 'en',
      offTopicGuard: true,
      escalationKeywords: [],
    });
    const put = await call('PUT', path, asMember(infra, tenantA), { language: 'es', escalationKeywords: ['abogado'], temperature: 0.2 });
    expect(put).toMatchObject({
      status: 200,
      body: { language: 'es', tone: 'friendly', temperature: 0.2, escalationKeywords: ['abogado'] },
    });
    expect(await infra.rows('select tenant_id, language, temperature from tenant.llm_configs_v1')).toEqual([
      { tenant_id: tenantA, language: 'es', temperature: 0.2 },
    ]);
    expect((await call('PUT', path, asMember(infra, tenantA), { temperature: 9 })).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'temperature' }],
    });
  });
});

describe('outlets', () => {
  it('the access token is sealed in the table, bound to its outlet, and in no answer', async () => {
    const created = await call('POST', '/outlets', asMember(infra, tenantA), newOutlet());
    expect(created.status).toBe(201);
    const { id } = created.body;
    const answers = [
      created,
      await call('GET', '/outlets', asMember(infra, tenantA, 'viewer')),
      await call('GET', `/outlets/${id}`, asMember(infra, tenantA, 'viewer')),
      await call('PUT', `/outlets/${id}`, asMember(infra, tenantA), { name: 'Renamed', settings: { replyDebounceMs: 500 } }),
    ];
    for (const answer of answers) expect(answer.text).not.toMatch(/EAAtoken|[sS]ealed|accessToken/);
    expect(answers.at(-1)?.body).toMatchObject({ name: 'Renamed', settings: { replyDebounceMs: 500 } });
    const [row] = await infra.rows<{ access_token_sealed: string }>('select access_token_sealed from tenant.outlets where id = $1', [id]);
    expect(row!.access_token_sealed).not.toContain(TOKEN);
    expect(new KeyRing(infra.env().ENCRYPTION_KEYS!).open(row!.access_token_sealed, id)).toBe(TOKEN);
    await call('PUT', `/outlets/${id}`, asMember(infra, tenantA), { accessToken: 'EAAnew-token-0123' });
    const [changed] = await infra.rows<{ access_token_sealed: string }>('select access_token_sealed from tenant.outlets where id = $1', [
      id,
    ]);
    expect(new KeyRing(infra.env().ENCRYPTION_KEYS!).open(changed!.access_token_sealed, id)).toBe('EAAnew-token-0123');
  });

  it('a tenant neither sees nor changes the outlet of another', async () => {
    const { id } = (await call('POST', '/outlets', asMember(infra, tenantA), newOutlet())).body;
    const other = asMember(infra, tenantB);
    expect((await call('GET', `/outlets/${id}`, other)).status).toBe(404);
    expect((await call('PUT', `/outlets/${id}`, other, { name: 'Mine' })).status).toBe(404);
    expect((await call('DELETE', `/outlets/${id}`, other)).status).toBe(404);
    expect((await call('GET', '/outlets', other)).body.items).toEqual([]);
    expect(await infra.rows('select name, status from tenant.outlets where id = $1', [id])).toEqual([
      { name: 'Main store', status: 'active' },
    ]);
  });

  it('a number leads to one tenant until its outlet is deleted', async () => {
    const outlet = newOutlet();
    const { id } = (await call('POST', '/outlets', asMember(infra, tenantA), outlet)).body;
    expect(await call('POST', '/outlets', asMember(infra, tenantB), outlet)).toMatchObject({
      status: 409,
      body: { code: 'phone_number_taken' },
    });
    expect((await call('DELETE', `/outlets/${id}`, asMember(infra, tenantA))).status).toBe(204);
    expect((await call('GET', `/outlets/${id}`, asMember(infra, tenantA))).status).toBe(404);
    expect(await infra.rows('select status, access_token_sealed from tenant.outlets where id = $1', [id])).toEqual([
      { status: 'deleted', access_token_sealed: '' },
    ]);
    const next = await call('POST', '/outlets', asMember(infra, tenantB), outlet);
    expect(next.status).toBe(201);
    expect(await infra.rows('select tenant_id from tenant.outlets_v1 where phone_number_id = $1', [outlet.phoneNumberId])).toEqual([
      { tenant_id: tenantB },
    ]);
  });

  it('bad input says what would be right and changes nothing', async () => {
    const bad = await call('POST', '/outlets', asMember(infra, tenantA), {
      ...newOutlet(),
      phoneNumberId: '+1 555',
      settings: { replyDebounceMs: -1 },
    });
    expect(bad.body).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'phoneNumberId' }, { field: 'settings.replyDebounceMs' }],
    });
  });

  it('a report of Meta is kept once and changes the quality of its number', async () => {
    const outlet = newOutlet();
    const { id } = (await call('POST', '/outlets', asMember(infra, tenantA), outlet)).body;
    const data = {
      wabaId: outlet.wabaId,
      field: 'phone_number_quality_update',
      event: 'FLAGGED',
      value: { display_phone_number: outlet.displayPhoneNumber.replaceAll(/\D/g, ''), event: 'FLAGGED', current_limit: 'TIER_10K' },
    };
    const eventId = v7();
    await infra.publish(accountChanged, tenantA, data, { id: eventId });
    await infra.publish(accountChanged, tenantA, data, { id: eventId });
    // Of customers nothing is kept here: what is forgotten elsewhere must not stand on.
    const groups = [{ group_id: 'g', subject: 'Choir', added_participants: [{ wa_id: '15550001' }] }];
    await infra.publish(accountChanged, tenantA, { wabaId: outlet.wabaId, field: 'group_lifecycle_update', value: { groups } });
    const echo = { id: 'wamid.1', to: '15550001', type: 'text', text: { body: 'hello' } };
    await infra.publish(accountChanged, tenantA, { wabaId: outlet.wabaId, field: 'smb_message_echoes', value: echo });
    const last = await infra.publish(accountChanged, tenantA, {
      wabaId: outlet.wabaId,
      field: 'account_update',
      event: 'VERIFIED_ACCOUNT',
      value: { a: 1 },
    });
    await eventually(async () => expect(await infra.rows('select 1 from tenant.account_events where id = $1', [last])).toHaveLength(1));
    expect(await infra.rows('select distinct field from tenant.account_events where tenant_id = $1 order by 1', [tenantA])).toEqual([
      { field: 'account_update' },
      { field: 'phone_number_quality_update' },
    ]);
    expect(await infra.rows('select outlet_id, value from tenant.account_events where id = $1', [eventId])).toEqual([
      { outlet_id: id, value: data.value },
    ]);
    expect((await call('GET', `/outlets/${id}`, asMember(infra, tenantA))).body).toMatchObject({
      quality: 'RED',
      messagingLimit: 'TIER_10K',
      throughput: 'STANDARD',
    });
  });

  it('what a business may do changes all numbers of its portfolio, and no others', async () => {
    const make = async (over: object): Promise<string> =>
      (await call('POST', '/outlets', asMember(infra, tenantA), { ...newOutlet(), ...over })).body.id as string;
    const [wabaId, other, third] = [v7(), v7(), v7()].map((id) => String(BigInt(`0x${id.replaceAll('-', '')}`)).slice(-15)) as [
      string,
      string,
      string,
    ];
    const [one, same] = [await make({ wabaId }), await make({ wabaId })];
    const [sister, stranger] = [await make({ wabaId: other }), await make({ wabaId: third })];
    await infra.rows(`update tenant.outlets set portfolio_id = $2 where id = any($1::uuid[])`, [[one, sister], `business of ${wabaId}`]);
    await infra.publish(accountChanged, tenantA, {
      wabaId,
      field: 'business_capability_update',
      value: { max_daily_conversations_per_business: 2_000, max_phone_numbers_per_waba: 20 },
    });
    const limits = async () =>
      (
        await infra.rows<{ limit: string | null }>(
          `select messaging_limit as "limit" from unnest($1::uuid[]) with ordinality w (id, n) join tenant.outlets o using (id) order by n`,
          [[one, same, sister, stranger]],
        )
      ).map(({ limit }) => limit);
    await eventually(async () => expect(await limits()).toEqual(['TIER_2K', 'TIER_2K', 'TIER_2K', null]));
  });

  it('a start with a newer key seals every token anew', async () => {
    const { id } = (await call('POST', '/outlets', asMember(infra, tenantA), newOutlet())).body;
    const newer = `k2:${Buffer.alloc(32, 9).toString('base64')}`;
    const rotated = await startService(infra, service, { ENCRYPTION_KEYS: `${newer},${infra.env().ENCRYPTION_KEYS}` });
    try {
      await eventually(async () => {
        const stale = `select 1 from tenant.outlets where status <> 'deleted' and access_token_sealed not like 'k2.%'`;
        expect(await infra.rows(stale)).toEqual([]);
      });
      const [row] = await infra.rows<{ access_token_sealed: string }>('select access_token_sealed from tenant.outlets where id = $1', [id]);
      expect(new KeyRing(newer).open(row!.access_token_sealed, id)).toBe(TOKEN);
    } finally {
      await rotated.close();
    }
  });
});

describe('bodies', () => {
  it.each([
    ['text/plain', '{"email":"a@b.example","password":"x"}'],
    ['application/x-www-form-urlencoded', 'email=a%40b.example&password=x'],
    ['application/xml', '<login/>'],
  ])('of type %s are refused as such', async (type, body) => {
    const response = await fetch(`${running.url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': type }, body });
    expect([response.status, ((await response.json()) as Json).code]).toEqual([415, 'unsupported_media_type']);
  });
});

describe('API keys', () => {
  it('a key is shown once and kept only as its hash', async () => {
    const path = `/tenants/${tenantA}/api-keys`;
    const created = await call('POST', path, asMember(infra, tenantA), { name: 'Shop', scopes: ['messages:write'] });
    expect(created.status).toBe(201);
    const { key, id, prefix } = created.body;
    expect(key).toMatch(new RegExp(`^ck_live_${prefix}_[0-9a-f]{64}$`));
    const rows = await infra.rows('select * from tenant.api_keys');
    expect(rows).toMatchObject([{ tenant_id: tenantA, hash: hashSecret(key) }]);
    const secret = key.split('_').at(-1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const list = await call('GET', path, asMember(infra, tenantA));
    expect(list.body.items).toMatchObject([{ id, prefix, revokedAt: null }]);
    expect(list.text).not.toMatch(new RegExp(`${secret}|hash`));
    expect((await call('DELETE', `/tenants/${tenantB}/api-keys/${id}`, asMember(infra, tenantB))).status).toBe(404);
    expect((await call('DELETE', `${path}/${id}`, asMember(infra, tenantA))).status).toBe(204);
    expect(await infra.rows('select revoked_at is not null as revoked from tenant.api_keys_v1')).toEqual([{ revoked: true }]);
  });

  it('a key passes on no scope that it lacks', async () => {
    const path = `/tenants/${tenantA}/api-keys`;
    const body = { name: 'Wider', scopes: ['*'] };
    expect(await call('POST', path, asApiKey(infra, tenantA, ['tenant:write']), body)).toMatchObject({
      status: 403,
      body: { code: 'scope_too_wide' },
    });
    expect((await call('POST', path, asMember(infra, tenantA), { name: 'Odd', scopes: ['everything'] })).body.code).toBe(
      'validation_failed',
    );
  });
});

describe('what the database lets the roles do', () => {
  it('the tenant role sees its own tenant and no accounts', async () => {
    const client = await infra.owner.connect();
    try {
      await client.query('begin');
      await client.query('set local role chasqui_tenant');
      expect((await client.query('select * from tenant.tenants')).rows).toEqual([]);
      await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantB]);
      expect((await client.query('select slug from tenant.tenants')).rows).toEqual([{ slug: 'beta-store' }]);
      await expect(client.query('select * from tenant.users')).rejects.toThrow(/permission denied/);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });

  it('the readers of the published views see what they are promised', async () => {
    const client = await infra.owner.connect();
    try {
      for (const [role, view] of [
        ['chasqui_gateway_system', 'outlets_v1'],
        ['chasqui_message_sender_system', 'outlet_credentials_v1'],
        ['chasqui_gateway_system', 'api_keys_v1'],
        ['chasqui_gateway_system', 'tenants_v1'],
        ['chasqui_gateway_system', 'receipts_v1'],
      ]) {
        await client.query('begin');
        await client.query(`set local role ${role}`);
        expect((await client.query(`select * from tenant.${view}`)).rows.length).toBeGreaterThan(0);
        await client.query('rollback');
      }
      await client.query('begin');
      await client.query('set local role chasqui_message_sender');
      expect((await client.query('select * from tenant.outlet_credentials_v1')).rows).toEqual([]);
      await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantB]);
      expect((await client.query('select distinct tenant_id from tenant.outlet_credentials_v1')).rows).toEqual([{ tenant_id: tenantB }]);
      await client.query('rollback');
    } finally {
      client.release();
    }
  });
});
