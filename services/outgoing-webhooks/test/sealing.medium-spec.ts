import { v7 } from 'uuid';
import { KeyRing } from '#service-kit';
import { eventually, startService } from '#testing';
import { ResealSecretsHandler } from '../src/handlers/endpoints/reseal-secrets.handler.js';
import { service } from '../src/service.js';
import { WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

it('secrets of endpoints are sealed anew under the newest key, so that the one before can go', async () => {
  const tenant = v7();
  const endpoint = await world.endpoint(tenant, ['message.received']);
  const present = world.infra.env().WEBHOOK_ENCRYPTION_KEYS!;
  const newest = `w2:${Buffer.alloc(32, 3).toString('base64')}`;
  const second = await startService(world.infra, service, {
    WEBHOOKS_ALLOW_PRIVATE: '1',
    WEBHOOK_ENCRYPTION_KEYS: `${newest},${present}`,
  });
  try {
    const reseal = second.app.get(ResealSecretsHandler, { strict: false });
    await reseal.execute();
    await eventually(async () => {
      const [row] = await world.infra.rows<{ secret: string }>('select secret from outgoing_webhooks.endpoints where tenant_id = $1', [
        tenant,
      ]);
      expect(new KeyRing(newest).open(row!.secret, endpoint.id)).toMatch(/\S/);
      expect(() => new KeyRing(present).open(row!.secret, endpoint.id)).toThrow();
    });
    expect(await reseal.execute()).toBe(0);
  } finally {
    await second.close();
  }
});
