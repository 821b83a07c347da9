import { forEach, inBatches, inTurns } from './repeat.js';

describe('work in batches', () => {
  it('goes on until a batch is not full, and says how much was done', async () => {
    const left = [10, 10, 3, 10];
    expect(
      await inBatches(
        10,
        () => false,
        async () => left.shift()!,
      ),
    ).toBe(23);
    expect(left).toEqual([10]);
  });

  it('ends when it is told to, between two batches', async () => {
    let batches = 0;
    expect(
      await inBatches(
        10,
        () => batches === 2,
        async (size) => (batches++, size),
      ),
    ).toBe(20);
  });
});

describe('work for one after another', () => {
  it('is done for all, and then fails as the first of them did', async () => {
    const done: number[] = [];
    const work = forEach([1, 2, 3, 4], async (item) => {
      if (item % 2 === 0) throw new Error(`not ${item}`);
      done.push(item);
      return item;
    });
    await expect(work).rejects.toThrow('not 2');
    expect(done).toEqual([1, 3]);
  });

  it('says how much was done in all', async () => {
    expect(await forEach(new Set([1, 2, 3]), async (item) => item)).toBe(6);
  });
});

describe('tenants', () => {
  it('take turns, until nobody has anything to do', async () => {
    const left: Record<string, number> = { a: 5, b: 1 };
    const turns: string[] = [];
    const turn = async (tenantId: string): Promise<number> => {
      turns.push(tenantId);
      const done = Math.min(left[tenantId]!, 2);
      left[tenantId]! -= done;
      return done;
    };
    const due = async (): Promise<string[]> => Object.keys(left).filter((tenantId) => left[tenantId]! > 0);
    expect(await inTurns(due, turn, () => false)).toBe(6);
    expect(turns).toEqual(['a', 'b', 'a', 'a']);
  });

  it('take no turn after it was told to end', async () => {
    let turns = 0;
    const due = async (): Promise<string[]> => ['a', 'b', 'c'];
    expect(
      await inTurns(
        due,
        async () => ++turns,
        () => turns === 2,
      ),
    ).toBe(3);
    expect(turns).toBe(2);
  });
});
