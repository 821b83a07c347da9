import { asApiKey, asMember } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { World } from './tenant-world.js';

let world: World;
let tenant: string;
let path: string;

beforeAll(async () => {
  world = await World.start();
  tenant = await world.tenant('acme-corp');
  path = `/tenants/${tenant}/api-keys`;
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const admin = () => asMember(world.infra, tenant);
const create = async (name: string, more: object = {}) =>
  (await world.call('POST', path, admin(), { name, scopes: ['messages:write'], ...more })).body;
const rotate = (id: string, body: object = {}, as = admin()) => world.call('POST', `${path}/${id}/rotate`, as, body);
const stored = async (id: string) => (await world.infra.rows('select * from tenant.api_keys where id = $1', [id]))[0]!;
/** What the gateway reads: which secrets lead to a key, and in how many hours the former one ends. */
const seen = async (id: string) =>
  world.infra.rows<{ hash: string; hours: number | null }>(
    `select hash, null::integer as hours from tenant.api_keys_v1 where id = $1
     union all
     select former_hash, round(extract(epoch from former_until - now()) / 3600)::integer from tenant.former_api_keys_v1 where id = $1`,
    [id],
  );

describe('rotating an API key', () => {
  it('gives the same key a new secret, and the present one goes on for as long as was said', async () => {
    const first = await create('Shop', { rateLimitPerHour: 50 });
    const { status, body: second } = await rotate(first.id, { overlapHours: 168 });
    expect(status).toBe(201);
    expect(second).toMatchObject({
      id: first.id,
      name: 'Shop',
      scopes: ['messages:write'],
      rateLimitPerHour: 50,
      formerPrefix: first.prefix,
    });
    expect(second.key).not.toBe(first.key);
    expect(await seen(first.id)).toEqual([
      { hash: hashSecret(second.key), hours: null },
      { hash: hashSecret(first.key), hours: 168 },
    ]);
    expect(JSON.stringify(await stored(first.id))).not.toContain(second.key.split('_').at(-1));
    const list = await world.call('GET', path, admin());
    expect(list.body.items.find((key: { id: string }) => key.id === first.id)).toMatchObject({ formerPrefix: first.prefix });
    const [said] = await world.infra.rows(`select * from tenant.audit_log where action = 'api_key.rotated' and target_id = $1`, [first.id]);
    expect(JSON.stringify(said)).not.toMatch(new RegExp(`${first.key}|${second.key}|${hashSecret(first.key)}`));
  });

  it('ends what was rotated away before, and the present one at once where no overlap is wanted', async () => {
    const first = await create('Twice');
    const second = (await rotate(first.id)).body;
    expect((await seen(first.id)).map(({ hours }) => hours)).toEqual([null, 24]);
    const third = (await rotate(first.id, { overlapHours: 0 })).body;
    expect(third).toMatchObject({ formerPrefix: null, formerUntil: null });
    expect(await seen(first.id)).toEqual([
      { hash: hashSecret(third.key), hours: null },
      { hash: hashSecret(second.key), hours: 0 },
    ]);
  });

  it('is refused for a key that has ended, of another company, or for longer than a week', async () => {
    const key = await create('Ended');
    const tooLong = await rotate(key.id, { overlapHours: 169 });
    expect(tooLong).toMatchObject({ status: 400, body: { errors: [{ field: 'overlapHours' }] } });
    const other = await world.tenant('beta-store');
    const foreign = await world.call('POST', `/tenants/${other}/api-keys/${key.id}/rotate`, asMember(world.infra, other), {});
    expect(foreign.status).toBe(404);
    await world.call('DELETE', `${path}/${key.id}`, admin());
    expect(await rotate(key.id)).toMatchObject({ status: 409, body: { code: 'api_key_ended' } });
    expect((await stored(key.id)).hash).toBe(hashSecret(key.key));
  });

  it('gives no key more than the key that asks has', async () => {
    const all = await create('All', { scopes: ['*'] });
    const refused = await rotate(all.id, {}, asApiKey(world.infra, tenant, ['tenant:write']));
    expect(refused).toMatchObject({ status: 403, body: { code: 'scope_too_wide' } });
    expect((await stored(all.id)).hash).toBe(hashSecret(all.key));
  });
});
