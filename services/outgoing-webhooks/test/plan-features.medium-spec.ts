import { v7 } from 'uuid';
import { WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

it('who has no webhooks in the plan adds none; those that are there go on, and can be changed and deleted', async () => {
  const [tenant, other] = [v7(), v7()];
  const { id } = await world.endpoint(tenant);
  await world.infra.rows(`insert into billing.missing_features (tenant_id, feature) values ($1, 'webhooks'), ($1, 'branding')`, [tenant]);
  const body = { url: world.receiver.url('/more'), events: ['*'] };
  expect(await world.call('POST', '', tenant, body)).toMatchObject({
    status: 402,
    body: { code: 'feature_not_in_plan', feature: 'webhooks', detail: expect.stringContaining('larger plan') },
  });
  expect((await world.call('GET', '', tenant)).body.items).toHaveLength(1);
  expect((await world.call('PUT', `/${id}`, tenant, { enabled: false })).status).toBe(200);
  expect((await world.call('POST', '', other, body)).status).toBe(201);
  expect((await world.call('DELETE', `/${id}`, tenant)).status).toBe(204);
});
