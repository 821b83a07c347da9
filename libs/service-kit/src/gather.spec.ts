import { AsyncLocalStorage } from 'node:async_hooks';
import { Gather } from './gather.js';

describe('what is gathered', () => {
  it('is called at once for who asks in one turn, and for who asks meanwhile, by key and in order', async () => {
    const calls: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const gather = new Gather<number, number>(
      async (key, items) => {
        calls.push(`${key} ${items.join(',')}`);
        if (calls.length <= 2) await gate;
        return items.map((item) => item * 10);
      },
      { most: 3 },
    );
    const first = [gather.ask('a', 1), gather.ask('b', 7), gather.ask('a', 2)];
    await new Promise((resolve) => setImmediate(resolve));
    const meanwhile = [3, 4, 5, 6].map((item) => gather.ask('a', item));
    release();
    expect(await Promise.all(first)).toEqual([10, 70, 20]);
    expect(await Promise.all(meanwhile)).toEqual([30, 40, 50, 60]);
    expect(calls).toEqual(['a 1,2', 'b 7', 'a 3,4,5', 'a 6']);
    expect(await gather.ask('a', 8)).toBe(80);
  });

  it('is asked one by one when the call for all fails, so that only the bad one fails', async () => {
    const gather = new Gather<number, number>(
      async (_, items) => {
        if (items.includes(2)) throw new Error('two');
        return items;
      },
      { most: 10 },
    );
    const results = await Promise.allSettled([1, 2, 3].map((item) => gather.ask('a', item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails together where asking again makes no sense', async () => {
    let calls = 0;
    const gather = new Gather<number, number>(
      async () => {
        calls++;
        throw new Error('away');
      },
      { most: 10, isOfItem: () => false },
    );
    const results = await Promise.allSettled([1, 2].map((item) => gather.ask('a', item)));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toBe(1);
  });

  it('is called in the context of nobody', async () => {
    const context = new AsyncLocalStorage<string>();
    const gather = new Gather<number, string | undefined>(async (_, items) => items.map(() => context.getStore()), { most: 10 });
    expect(await context.run('mine', () => gather.ask('a', 1))).toBeUndefined();
  });
});
