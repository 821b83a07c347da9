import { TenantSlots } from './tenant-slots.js';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('slots of tenants', () => {
  const taker = (slots: TenantSlots) => {
    const got: string[] = [];
    const take = (tenantId: string, times = 1): void => {
      for (let n = 0; n < times; n++) void slots.take(tenantId).then(() => got.push(tenantId));
    };
    const held = (tenantId: string): number => got.filter((each) => each === tenantId).length;
    return { got, take, held };
  };

  it('are left for who comes, however much one tenant wants', async () => {
    const { take, held } = taker(new TenantSlots(80));
    take('a', 1_000);
    await settled();
    expect(held('a')).toBe(64);
    take('b', 3);
    await settled();
    expect(held('b')).toBe(3);
    take('c', 1);
    await settled();
    expect(held('c')).toBe(1);
  });

  it('go in turns to those who wait', async () => {
    const slots = new TenantSlots(1);
    const { got, take } = taker(slots);
    take('a', 4);
    await settled();
    take('b', 2);
    take('c', 1);
    for (const tenantId of ['a', 'a', 'b', 'c', 'a', 'b', 'a']) {
      await settled();
      expect(got.at(-1)).toBe(tenantId);
      slots.give(tenantId);
    }
    await settled();
    expect(got).toHaveLength(7);
  });

  it('keep the order of one tenant', async () => {
    const slots = new TenantSlots(2);
    const order: number[] = [];
    for (let n = 0; n < 5; n++) void slots.take('a').then(() => order.push(n));
    for (let n = 0; n < 5; n++) {
      await settled();
      slots.give('a');
    }
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([1, 2, 3, 5, 32])('of %i none is lost: what many tenants want is all done', async (count) => {
    const slots = new TenantSlots(count);
    let running = 0;
    let most = 0;
    const work = async (tenantId: string): Promise<void> => {
      await slots.take(tenantId);
      most = Math.max(most, ++running);
      await settled();
      running--;
      slots.give(tenantId);
    };
    await Promise.all(Array.from({ length: 200 }, (_, n) => work(`t${n % 7}`)));
    expect(running).toBe(0);
    expect(most).toBeLessThanOrEqual(count);
    await slots.take('t0');
  });
});
