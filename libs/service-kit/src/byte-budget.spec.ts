import { ByteBudget } from './byte-budget.js';

const MB = 1024 * 1024;

describe('a budget of bytes', () => {
  it('is so many requests at most', () => {
    const budget = new ByteBudget({ requests: 4, bytes: MB });
    const first = budget.take(1, 'a');
    expect([first, budget.take(1, 'a'), budget.take(1, 'b'), budget.take(1, 'b')]).not.toContain(undefined);
    expect(budget.take(1, 'c')).toBeUndefined();
    first!();
    expect(budget.take(1, 'c')).toBeDefined();
  });

  it('is so many bytes at most', () => {
    const budget = new ByteBudget({ requests: 100, bytes: 100 });
    const first = budget.take(50, 'a');
    expect(budget.take(30, 'b')).toBeDefined();
    expect(budget.take(21, 'c')).toBeUndefined();
    expect(budget.take(20, 'c')).toBeDefined();
    first!();
    expect(budget.take(50, 'd')).toBeDefined();
  });

  it('is nobody’s by more than half', () => {
    const budget = new ByteBudget({ requests: 100, bytes: 100 });
    expect(budget.take(51, 'a')).toBeUndefined();
    const give = budget.take(50, 'a')!;
    expect(budget.take(1, 'a')).toBeUndefined();
    expect(budget.take(50, 'b')).toBeDefined();
    give();
    expect(budget.take(50, 'a')).toBeDefined();
    const few = new ByteBudget({ requests: 4, bytes: MB });
    expect([few.take(1, 'a'), few.take(1, 'a')]).not.toContain(undefined);
    expect(few.take(1, 'a')).toBeUndefined();
  });

  it('has room for small bodies while large ones are withheld, by others and by the same', () => {
    const budget = new ByteBudget({ requests: 1_000, bytes: 32 * MB });
    const large = ['a', 'b'].flatMap((holder) => [4, 4, 4].map((size) => budget.take(size * MB, holder)));
    expect(large).not.toContain(undefined);
    for (const holder of ['a', 'b', 'c']) expect(budget.take(64 * 1024 + 1, holder)).toBeUndefined();
    for (const holder of ['a', 'b', 'c']) expect(budget.take(64 * 1024, holder)).toBeDefined();
    large[0]!();
    for (const holder of ['a', 'c']) {
      const give = budget.take(4 * MB, holder);
      expect(give).toBeDefined();
      give!();
    }
  });

  it('is given back once', () => {
    const budget = new ByteBudget({ requests: 10, bytes: 100 });
    const first = budget.take(50, 'a')!;
    expect(budget.take(50, 'b')).toBeDefined();
    first();
    first();
    expect(budget.take(50, 'c')).toBeDefined();
    expect(budget.take(1, 'd')).toBeUndefined();
  });
});
