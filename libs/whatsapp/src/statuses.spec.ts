import fc from 'fast-check';
import { DELIVERY_STATUSES, mergeStatus, statusRank } from './statuses.js';
import type { DeliveryState } from './statuses.js';

const start: DeliveryState = { status: 'queued', failed: false };

describe('mergeStatus', () => {
  it('ends in the same state whatever the order, and never goes backwards', () => {
    const status = fc.constantFrom(...DELIVERY_STATUSES, 'failed', 'deleted', 'constructor');
    fc.assert(
      fc.property(fc.array(status), fc.infiniteStream(fc.nat()), (updates, random) => {
        const inOrder = updates.reduce(mergeStatus, start);
        const shuffled = [...updates].sort(() => (random.next().value! % 3) - 1).reduce(mergeStatus, start);
        expect(shuffled).toEqual(inOrder);
        let state = start;
        for (const update of updates) {
          const next = mergeStatus(state, update);
          expect(statusRank(next.status)).toBeGreaterThanOrEqual(statusRank(state.status));
          state = next;
        }
      }),
    );
  });

  it('keeps a delivery that came after a failure, and the failure too', () => {
    expect(['failed', 'delivered'].reduce(mergeStatus, start)).toEqual({ status: 'delivered', failed: true });
    expect(['delivered', 'failed'].reduce(mergeStatus, start)).toEqual({ status: 'delivered', failed: true });
  });

  it('takes read without delivered', () => {
    expect(mergeStatus({ status: 'sent', failed: false }, 'read')).toEqual({ status: 'read', failed: false });
  });

  it('gives back the very same state when nothing changed', () => {
    const read: DeliveryState = { status: 'read', failed: true };
    for (const update of ['read', 'sent', 'failed', 'warped']) expect(mergeStatus(read, update)).toBe(read);
  });
});

describe('statusRank', () => {
  it('orders queued, sent, delivered, read, played and knows no rank for the rest', () => {
    expect(DELIVERY_STATUSES.map(statusRank)).toEqual([0, 1, 2, 3, 4]);
    expect([statusRank('failed'), statusRank('toString'), statusRank('')]).toEqual([-1, -1, -1]);
  });
});
