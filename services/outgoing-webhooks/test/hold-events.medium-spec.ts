import { v7 } from 'uuid';
import { holdEnded, holdPlaced } from '#contracts';
import { eventually } from '#testing';
import { isSigned } from './receiver.js';
import { WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

it('that a number was stopped and goes on is told in order, once each, and to no other tenant', async () => {
  const [a, b] = [v7(), v7()];
  const all = await world.endpoint(a);
  const resumed = await world.endpoint(a, ['number.resumed']);
  const other = await world.endpoint(b);
  const at = new Date().toISOString();
  const hold = { holdId: v7(), scope: 'number' as const, outletId: v7(), code: '131045', at };
  const id = v7();
  for (let times = 0; times < 2; times++) {
    await world.infra.publish(holdPlaced, a, { ...hold, kind: 'stop', title: 'Number not registered' }, { id });
  }
  await eventually(() => expect(world.receiver.at(all.path)).toHaveLength(1));
  await world.infra.publish(holdEnded, a, hold);
  await eventually(() => expect(world.receiver.at(all.path)).toHaveLength(2));
  const received = world.receiver.at(all.path);
  expect(received.map(({ body }) => [body.type, body.data])).toEqual([
    ['number.stopped', { ...hold, kind: 'stop', title: 'Number not registered' }],
    ['number.resumed', hold],
  ]);
  expect(received[0]!.id).toBe(`msg_${id}`);
  expect(received.every((each) => isSigned(each, all.secret))).toBe(true);
  await eventually(() => expect(world.receiver.at(resumed.path).map(({ body }) => body.type)).toEqual(['number.resumed']));
  expect(world.receiver.at(other.path)).toEqual([]);
});
