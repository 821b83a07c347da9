import { v7 } from 'uuid';
import { quotaWarned } from '#contracts';
import { eventually } from '#testing';
import { isSigned } from './receiver.js';
import { WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

it('that a limit of the plan is near is told once, with what is used of it, and to no other tenant', async () => {
  const [a, b] = [v7(), v7()];
  const all = await world.endpoint(a, ['quota.warned']);
  const other = await world.endpoint(b);
  const warning = { ...quotaWarned.example, at: new Date().toISOString() };
  const id = v7();
  for (let times = 0; times < 2; times++) await world.infra.publish(quotaWarned, a, warning, { id });
  const next = { ...warning, level: 100 as const, used: 1_000, stopped: true };
  await world.infra.publish(quotaWarned, a, next);
  await eventually(() => expect(world.receiver.at(all.path)).toHaveLength(2), { timeoutMs: 20_000 });
  const received = world.receiver.at(all.path);
  expect(received.map(({ body }) => [body.type, body.data])).toEqual([
    ['quota.warned', warning],
    ['quota.warned', next],
  ]);
  expect(received[0]!.id).toBe(`msg_${id}`);
  expect(received.every((each) => isSigned(each, all.secret))).toBe(true);
  expect(world.receiver.at(other.path)).toEqual([]);
});
