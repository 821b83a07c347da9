import { isNothing, sumOf, Tally, type Count } from './tally.js';

const count = (over: Partial<Count>): Count => ({
  scope: 'item',
  tenantId: 'a',
  received: 0,
  processed: 0,
  parked: 0,
  dead: 0,
  pending: 0,
  ...over,
});

describe('a tally', () => {
  it('leaves what two sides do not have in common, by scope and tenant', () => {
    const tally = new Tally();
    tally.add([count({ received: 2, pending: 2 }), count({ tenantId: null, received: 1, parked: 1 })]);
    tally.add([count({ received: 1, processed: 1 }), count({ scope: 'journal', tenantId: null, received: 3, processed: 3 })]);
    tally.add(
      [
        count({ received: 3, processed: 2, pending: 1 }),
        count({ tenantId: null, received: 1, parked: 1 }),
        count({ scope: 'journal', tenantId: null, received: 3, processed: 3 }),
      ],
      -1,
    );
    expect(tally.left).toEqual([count({ processed: -1, pending: 1 })]);
  });

  it('adds figures up', () => {
    expect(sumOf([count({ received: 2, dead: 2 }), count({ received: 1, parked: 1 })])).toEqual({
      received: 3,
      processed: 0,
      parked: 1,
      dead: 2,
      pending: 0,
    });
    expect(isNothing(sumOf([]))).toBe(true);
  });
});
