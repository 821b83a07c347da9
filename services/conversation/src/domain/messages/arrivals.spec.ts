import { entangled, inWaves } from './arrivals.js';

const arrivals = (...list: { seen: object; becomes?: object }[]) => list;
const positions = (list: ReturnType<typeof arrivals>): number[] => {
  const apart = entangled(list);
  return list.flatMap((arrival, position) => (apart.has(arrival) ? [position] : []));
};

describe('what of a batch cannot be recorded as a set', () => {
  it('is nothing where every customer is shown in one way, however often they wrote', () => {
    const ana = { phone: '1', userId: 'US.1', name: 'Ana' };
    expect(positions(arrivals({ seen: ana }, { seen: { phone: '2' } }, { seen: { ...ana } }, { seen: { userId: 'US.2' } }))).toEqual([]);
  });

  it('is all of a customer who is shown in two ways, by whichever identifier', () => {
    const list = arrivals(
      { seen: { phone: '1', name: 'Ana' } },
      { seen: { phone: '2' } },
      { seen: { phone: '1', name: 'Ana María' } },
      { seen: { userId: 'US.3' } },
      { seen: { phone: '3', userId: 'US.3' } },
    );
    expect(positions(list)).toEqual([0, 2, 3, 4]);
  });

  it('goes on over customers that one message makes the same', () => {
    const list = arrivals(
      { seen: { phone: '1' } },
      { seen: { userId: 'US.1' } },
      { seen: { phone: '2' } },
      { seen: { phone: '1', userId: 'US.1' } },
    );
    expect(positions(list)).toEqual([0, 1, 3]);
  });

  it('is what comes around an announced change, under the old and under the new identifiers', () => {
    const list = arrivals({ seen: { phone: '9' } }, { seen: { phone: '1' }, becomes: { phone: '2' } }, { seen: { phone: '2' } });
    expect(positions(list)).toEqual([1, 2]);
  });

  it('does not take a phone for a user id', () => {
    expect(positions(arrivals({ seen: { phone: '1' } }, { seen: { userId: '1' } }))).toEqual([]);
  });
});

describe('the waves of a batch', () => {
  const waves = (...owners: [conversationId: string, owner: 'bot' | 'agent' | 'none'][]) =>
    inWaves(owners, ([conversationId, owner]) => ({ conversationId, owner })).map((wave) => wave.map(([id]) => id).join(''));

  it('are one where somebody has each conversation', () => {
    expect(waves(['a', 'bot'], ['a', 'bot'], ['b', 'agent'], ['a', 'bot'])).toEqual(['aaba']);
  });

  it('hold one message each of a conversation that waits', () => {
    expect(waves(['a', 'none'], ['b', 'bot'], ['a', 'none'], ['c', 'none'], ['a', 'none'])).toEqual(['abc', 'a', 'a']);
  });

  it('are none of nothing', () => {
    expect(waves()).toEqual([]);
  });
});
