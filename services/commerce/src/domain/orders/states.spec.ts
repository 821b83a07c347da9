import { followShop, milestonesOf, movesFrom, moveOrder, ORDER_STATUSES } from './states.js';

describe('moves of an order by hand', () => {
  it('go along the table, are nothing where the order stands already, and are refused with what is possible', () => {
    for (const from of ORDER_STATUSES) {
      for (const to of ORDER_STATUSES) {
        const expected =
          from === to ? { move: 'none' } : movesFrom(from).includes(to) ? { move: 'made' } : { move: 'refused', possible: movesFrom(from) };
        expect(moveOrder(from, to)).toEqual(expected);
      }
    }
    expect(moveOrder('shipped', 'pending')).toEqual({ move: 'refused', possible: ['delivered', 'returned', 'refunded'] });
  });

  it('reach every status from the first ones, and nothing leaves a refund', () => {
    const reached = new Set<string>(['pending']);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const status of ORDER_STATUSES) if (reached.has(status)) for (const next of movesFrom(status)) reached.add(next);
    }
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
    expect(movesFrom('refunded')).toEqual([]);
  });
});

describe('what an order comes to', () => {
  it.each([
    [undefined, 'pending', false, ['created']],
    [undefined, 'paid', false, ['created', 'paid']],
    [undefined, 'delivered', false, ['created', 'paid']],
    ['pending', 'paid', false, ['paid']],
    ['pending', 'shipped', false, ['paid']],
    ['paid', 'packing', false, []],
    ['cancelled', 'paid', false, ['paid']],
    ['pending', 'cancelled', false, []],
    ['paid', 'refunded', false, []],
    ['confirmed', 'shipped', true, []],
    ['confirmed', 'paid', true, ['paid']],
    ['shipped', 'delivered', true, ['paid']],
  ] as const)('from %s to %s, cash on delivery %s: %j', (from, to, cashOnDelivery, milestones) => {
    expect(milestonesOf(from, to, { cashOnDelivery })).toEqual(milestones);
  });
});

describe('the word of a shop', () => {
  it('is followed, forwards and aside', () => {
    expect(followShop('pending', 'pending', 'paid')).toBe('paid');
    expect(followShop('pending', 'pending', 'shipped')).toBe('shipped');
    expect(followShop('packing', 'paid', 'cancelled')).toBe('cancelled');
    expect(followShop('cancelled', 'cancelled', 'paid')).toBe('paid');
  });

  it('does not take back what people here have moved on, but takes back what it said itself', () => {
    expect(followShop('packing', 'pending', 'paid')).toBe('packing');
    expect(followShop('shipped', 'pending', 'paid')).toBe('shipped');
    expect(followShop('shipped', 'shipped', 'paid')).toBe('paid');
    for (const gone of ['returned', 'refunded', 'cancelled'] as const) {
      expect(followShop(gone, 'shipped', 'delivered')).toBe(gone);
      expect(followShop(gone, gone, 'delivered')).toBe('delivered');
    }
    expect(followShop('returned', 'shipped', 'refunded')).toBe('refunded');
  });

  it('changes nothing when it is repeated', () => {
    for (const now of ORDER_STATUSES) for (const said of ORDER_STATUSES) expect(followShop(now, said, said)).toBe(now);
  });
});
