import { forEach, inBatches } from './repeat.js';

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
