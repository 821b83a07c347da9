import { seeded } from '#testing';
import { isHeldOut } from './hold-out.js';
import { liftOf, MIN_GROUP, type Group } from './lift.js';

const RUNS = 200;
const CUSTOMERS = 2_000;

/** A broadcast with a hold-out group, each customer replying by chance. */
function broadcast(run: number, { percent, base, effect }: { percent: number; base: number; effect: number }): [Group, Group] {
  const random = seeded(run * 7_919 + percent);
  const treated = { size: 0, successes: 0 };
  const heldOut = { size: 0, successes: 0 };
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const isOut = isHeldOut('tenant', `campaign-${run}`, `customer-${customer}`, percent);
    const group = isOut ? heldOut : treated;
    group.size++;
    if (random() < base + (isOut ? 0 : effect)) group.successes++;
  }
  return [treated, heldOut];
}

const lifts = (world: Parameters<typeof broadcast>[1]) => Array.from({ length: RUNS }, (_, run) => liftOf(...broadcast(run, world))!);

describe('the lift of a campaign', () => {
  it.each([
    { percent: 10, base: 0.05, effect: 0.04 },
    { percent: 10, base: 0.02, effect: 0.03 },
    { percent: 30, base: 0.2, effect: 0.1 },
  ])('has an interval that covers a known effect: $effect over $base, $percent % held out', (world) => {
    const covering = lifts(world).filter(({ low, high }) => low <= world.effect && world.effect <= high);
    expect(covering.length / RUNS).toBeGreaterThanOrEqual(0.93);
  });

  it.each([
    { percent: 10, base: 0.05, effect: 0 },
    { percent: 5, base: 0.02, effect: 0 },
    { percent: 30, base: 0.2, effect: 0 },
  ])('calls no effect an effect at most rarely: $base, $percent % held out', (world) => {
    const called = lifts(world).filter(({ verdict }) => verdict !== 'unclear');
    expect(called.length / RUNS).toBeLessThanOrEqual(0.06);
  });

  it('is higher or lower where the interval is off 0', () => {
    expect(liftOf({ size: 1_000, successes: 200 }, { size: 1_000, successes: 100 })).toMatchObject({ difference: 0.1, verdict: 'higher' });
    expect(liftOf({ size: 1_000, successes: 100 }, { size: 1_000, successes: 200 })).toMatchObject({ difference: -0.1, verdict: 'lower' });
  });

  it('agrees with the example of the paper: 56 of 70 against 48 of 80', () => {
    const { difference, low, high } = liftOf({ size: 70, successes: 56 }, { size: 80, successes: 48 })!;
    expect([difference, low, high].map((value) => value.toFixed(4))).toEqual(['0.2000', '0.0428', '0.3422']);
  });

  it('says nothing of small groups', () => {
    expect(liftOf({ size: MIN_GROUP - 1, successes: 5 }, { size: 500, successes: 5 })).toBeNull();
  });
});
