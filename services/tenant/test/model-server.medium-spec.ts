import { KeyRing } from '#service-kit';
import { asApiKey, asMember, eventually, startService } from '#testing';
import { service } from '../src/service.js';
import { World } from './tenant-world.js';

const KEY = 'sk-of-acme-0123456789abcdef';
const SERVER = { baseUrl: 'https://models.example/v1/', apiKey: KEY, model: 'large', fallbackModel: 'small' };

describe('a model server of a company’s own', () => {
  let world: World;
  let acme: string;
  let beta: string;
  const path = (id: string) => `/tenants/${id}/llm-config/model-server`;
  const put = (body: object, id = acme, headers: Record<string, string> = {}) =>
    world.call('PUT', path(id), { ...asMember(world.infra, id), ...headers }, body);
  const get = (id = acme, as = asMember(world.infra, id)) => world.call('GET', path(id), as);
  const stored = async (id = acme) =>
    (await world.infra.rows<{ api_key_sealed: string }>('select * from tenant.model_servers where tenant_id = $1', [id]))[0];

  beforeAll(async () => {
    world = await World.start();
    [acme, beta] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
  }, 60_000);
  afterAll(async () => world?.stop(), 30_000);

  it('is kept with its key sealed, bound to the company, and in no answer and no log', async () => {
    expect((await get()).status).toBe(404);
    const set = await put(SERVER);
    const shown = { baseUrl: 'https://models.example/v1', keyHint: 'cdef', model: 'large', fallbackModel: 'small' };
    expect([set.status, set.body]).toEqual([200, shown]);
    const found = await get();
    expect(found.body).toEqual(shown);
    const row = (await stored())!;
    const ring = new KeyRing(world.infra.env().MODEL_ENCRYPTION_KEYS!);
    expect(ring.open(row.api_key_sealed, acme)).toBe(KEY);
    expect(() => ring.open(row.api_key_sealed, beta)).toThrow();
    const said = await world.infra.rows(`select * from tenant.audit_log where tenant_id = $1 and action like 'model_server.%'`, [acme]);
    expect(said).toMatchObject([{ action: 'model_server.changed', after: { baseUrl: shown.baseUrl, keyHint: 'cdef' } }]);
    for (const text of [JSON.stringify([row, said]), set.text, found.text]) expect(text).not.toContain(KEY);
    for (const text of [set.text, found.text]) expect(text).not.toMatch(/sealed/i);
    const view = await world.infra.rows('select base_url, model, fallback_model from tenant.model_servers_v1 where tenant_id = $1', [acme]);
    expect(view).toEqual([{ base_url: shown.baseUrl, model: 'large', fallback_model: 'small' }]);
  });

  it('keeps its key where only the model changes, and takes it anew for another address', async () => {
    await put(SERVER);
    const { api_key_sealed: before } = (await stored())!;
    expect((await put({ baseUrl: 'https://models.example/v1', model: 'larger' })).body).toMatchObject({
      model: 'larger',
      fallbackModel: null,
    });
    expect((await stored())!.api_key_sealed).toBe(before);
    // Whoever may change settings and does not know the key would read it at their own server.
    const elsewhere = await put({ baseUrl: 'https://collector.example/v1', model: 'large' });
    expect([elsewhere.status, elsewhere.body]).toMatchObject([400, { code: 'validation_failed', errors: [{ field: 'apiKey' }] }]);
    expect((await get()).body).toMatchObject({ baseUrl: 'https://models.example/v1' });
  });

  it.each([
    ['http://models.example/v1', 'must begin with https://'],
    ['https://127.0.0.1/v1', 'must lead to a public host'],
    ['https://169.254.169.254/v1', 'must lead to a public host'],
    ['https://postgres/v1', 'must lead to a public host'],
    ['https://me:secret@models.example/v1', 'must have no user name'],
    ['https://models.example:22/v1', 'must use port 443'],
    ['https://models.example/v1?key=1', 'must have nothing after a question mark'],
    ['models', 'must be an address'],
  ])('does not stand at %s', async (baseUrl, message) => {
    const { status, body } = await put({ ...SERVER, baseUrl });
    expect([status, body]).toMatchObject([
      400,
      { code: 'validation_failed', errors: [{ field: 'baseUrl', message: expect.stringContaining(message) }] },
    ]);
  });

  it('is changed by admins only, of this company only, and not by whoever read an older one', async () => {
    await put(SERVER);
    for (const headers of [asMember(world.infra, acme, 'agent'), asApiKey(world.infra, acme, ['knowledge:write'])]) {
      expect((await world.call('PUT', path(acme), headers, SERVER)).status).toBe(403);
      expect((await world.call('GET', path(acme), headers)).status).toBe(403);
    }
    expect((await world.call('GET', path(acme), asMember(world.infra, beta))).status).toBe(404);
    expect((await get(beta)).status).toBe(404);
    const { status, body } = await put({ ...SERVER, model: 'late' }, acme, { 'if-match': '"1000"' });
    expect([status, body]).toMatchObject([412, { code: 'precondition_failed' }]);
  });

  it('is forgotten with its key', async () => {
    await put(SERVER);
    expect((await world.call('DELETE', path(acme), asMember(world.infra, acme))).status).toBe(204);
    expect(await stored()).toBeUndefined();
    expect((await world.call('DELETE', path(acme), asMember(world.infra, acme))).status).toBe(204);
  });

  it('gets its key sealed anew by a start with a newer one', async () => {
    await put(SERVER);
    const newer = `l2:${Buffer.alloc(32, 9).toString('base64')}`;
    const MODEL_ENCRYPTION_KEYS = `${newer},${world.infra.env().MODEL_ENCRYPTION_KEYS}`;
    const rotated = await startService(world.infra, service, { DATA_DIR: world.infra.dir, MODEL_ENCRYPTION_KEYS });
    try {
      await eventually(async () => expect((await stored())!.api_key_sealed).toMatch(/^l2\./));
      expect(new KeyRing(newer).open((await stored())!.api_key_sealed, acme)).toBe(KEY);
    } finally {
      await rotated.close();
    }
  });
});
