import { asMember } from '#testing';
import { World } from './tenant-world.js';

const DEMO = {
  phoneUrl: 'http://127.0.0.1:3900',
  logins: [{ company: 'Acme Corp', email: 'owner@acme-corp.example', password: 'shown-to-all', role: 'owner' }],
};

describe('a demo', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ DEMO: JSON.stringify(DEMO) });
  }, 60_000);
  afterAll(async () => world?.stop(), 30_000);

  it('shows its log-ins to everybody', async () => {
    expect(await world.call('GET', '/demo', {})).toMatchObject({ status: 200, body: DEMO });
  });

  it('gives each tenant one number of its own, however often it is asked, and the same one again later', async () => {
    const [kiosk, bakery] = [await world.tenant('kiosk'), await world.tenant('bakery')];
    const ask = (tenant: string) => world.call('POST', '/demo/outlets', asMember(world.infra, tenant, 'admin'));
    const first = await ask(kiosk);
    expect(first).toMatchObject({ status: 200, body: { status: 'active', health: 'ok' } });
    expect((await ask(kiosk)).body.id).toBe(first.body.id);
    const other = await ask(bakery);
    expect(other).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(other.body.phoneNumberId).not.toBe(first.body.phoneNumberId);
    const numbers = await world.infra.rows<{ tenant_id: string }>(`select tenant_id from tenant.outlets where status <> 'deleted'`);
    expect(numbers.map(({ tenant_id }) => tenant_id).sort()).toEqual([kiosk, bakery].sort());

    expect((await world.call('DELETE', `/outlets/${first.body.id}`, asMember(world.infra, kiosk, 'admin'))).status).toBe(204);
    const again = await ask(kiosk);
    expect(again.body).toMatchObject({ phoneNumberId: first.body.phoneNumberId, wabaId: first.body.wabaId, status: 'active' });
    expect(again.body.id).not.toBe(first.body.id);
  });
});

describe('an installation that is no demo', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(async () => world?.stop(), 30_000);

  it('has neither log-ins nor numbers to give away', async () => {
    const tenant = await world.tenant('kiosk');
    for (const answer of [
      await world.call('GET', '/demo', {}),
      await world.call('POST', '/demo/outlets', asMember(world.infra, tenant, 'owner')),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await world.infra.rows('select id from tenant.outlets')).toEqual([]);
  });
});
