import { templateChanged } from '#contracts';
import { eventually } from '#testing';
import { v7 } from 'uuid';
import { isSigned } from './receiver.js';
import { WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

describe('what becomes of a template', () => {
  it('is told to the endpoints that want to know, in order, as it is documented, and to no other tenant', async () => {
    const [a, b] = [v7(), v7()];
    const all = await world.endpoint(a);
    const categories = await world.endpoint(a, ['template.category']);
    const other = await world.endpoint(b);
    const about = { templateId: v7(), wabaId: '102', name: 'order_update', language: 'en_US' };
    const at = new Date().toISOString();
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const id = await world.infra.publish(templateChanged, a, {
      ...about,
      change: 'status',
      from: 'APPROVED',
      to: 'PAUSED',
      reason: 'Low quality',
      at,
    });
    await world.infra.publish(templateChanged, a, { ...about, change: 'quality', from: 'GREEN', to: 'RED', at });
    await world.infra.publish(templateChanged, a, {
      ...about,
      change: 'category_announced',
      from: 'UTILITY',
      to: 'MARKETING',
      effectiveAt: soon,
      at,
    });
    await world.infra.publish(templateChanged, a, { ...about, change: 'category', from: 'UTILITY', to: 'MARKETING', at });
    await eventually(() => expect(world.receiver.at(all.path)).toHaveLength(4));
    const received = world.receiver.at(all.path);
    expect(received.map(({ body }) => [body.type, body.data])).toEqual([
      ['template.status', { ...about, status: 'PAUSED', previousStatus: 'APPROVED', reason: 'Low quality', at }],
      ['template.quality', { ...about, quality: 'RED', previousQuality: 'GREEN', at }],
      ['template.category', { ...about, state: 'announced', category: 'MARKETING', previousCategory: 'UTILITY', effectiveAt: soon, at }],
      ['template.category', { ...about, state: 'changed', category: 'MARKETING', previousCategory: 'UTILITY', at }],
    ]);
    expect(received[0]!.id).toBe(`msg_${id}`);
    expect(received.every((each) => isSigned(each, all.secret))).toBe(true);
    await eventually(() => expect(world.receiver.at(categories.path).map(({ body }) => body.data.state)).toEqual(['announced', 'changed']));
    expect(world.receiver.at(other.path)).toEqual([]);
  });
});
