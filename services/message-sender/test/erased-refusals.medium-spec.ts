import { refusalHashes } from '#whatsapp';
import { SenderWorld } from './sender-world.js';

const world = new SenderWorld();

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

describe('who refused promotions and was erased since', () => {
  it('is sent none, under either spelling of the number, though nobody knows them any more; another tenant’s are', async () => {
    const [outlet, other] = [await world.outlet(), await world.outlet()];
    for (const { wabaId, tenantId, id } of [outlet, other]) {
      world.graph.templates.add(wabaId, { name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hello.' }] });
      await world.call('POST', '/templates/sync', tenantId, { outletId: id });
    }
    const key = world.infra.env().REFUSAL_HASH_KEY!;
    for (const hash of refusalHashes(key, outlet.tenantId, { phones: ['551187654321'] })) {
      await world.infra.rows('insert into conversation.erased_refusals (tenant_id, hash, at) values ($1, $2, now())', [
        outlet.tenantId,
        hash,
      ]);
    }
    const send = (to: string, { tenantId, id } = outlet) =>
      world.call('POST', '/messages', tenantId, { outletId: id, to, type: 'template', template: { name: 'sale', language: 'en_US' } });
    expect(await send('+551187654321')).toMatchObject({ status: 422, body: { code: 'opted_out' } });
    expect(await send('+5511987654321')).toMatchObject({ status: 422, body: { code: 'opted_out' } });
    expect(await send('+5511987654322')).toMatchObject({ status: 202 });
    expect(await send('+551187654321', other)).toMatchObject({ status: 202 });
  });
});
