import { v7 } from 'uuid';
import { firstIdAt, isWorthMarking } from './read-mark.js';

describe('read marks', () => {
  it('are for messages of the last 20 seconds, after which Meta’s typing indicator ends by itself', () => {
    expect(isWorthMarking(1_000, 20_999)).toBe(true);
    expect(isWorthMarking(1_000, 21_000)).toBe(false);
  });

  it('find the answers since a moment by the first id of its millisecond', () => {
    const ms = 1_763_629_200_123;
    expect(firstIdAt(ms) <= v7({ msecs: ms })).toBe(true);
    expect(firstIdAt(ms + 1) > v7({ msecs: ms })).toBe(true);
  });
});
