import { v7 } from 'uuid';
import { endOfSlot, portionsOf, postingsOf } from './postings.js';

/** All of one slot, in their order. */
const [first, second, third] = [1, 2, 3].map((seq) => v7({ msecs: 0x19a_0000_1000, seq })) as [string, string, string];

describe('postings', () => {
  it('share a row where messages with a word came at nearly the same time, the newest first', () => {
    const later = v7({ msecs: 0x19a_0001_0000 });
    expect(
      postingsOf([
        { id: first, terms: ['there', 'hello'] },
        { id: later, terms: ['hello'] },
        { id: third, terms: ['hello'] },
        { id: second, terms: [] },
        { id: first, terms: ['there', 'hello'] },
      ]),
    ).toEqual([
      { term: 'hello', messageIds: [third, first] },
      { term: 'hello', messageIds: [later] },
      { term: 'there', messageIds: [first] },
    ]);
  });

  it('of a word that very many messages have at once are several', () => {
    const messages = Array.from({ length: 250 }, (_, seq) => ({ id: v7({ msecs: 0x19a_0000_1000, seq }), terms: ['same'] }));
    const postings = postingsOf(messages);
    expect(postings.map(({ messageIds }) => messageIds.length).sort()).toEqual([100, 100, 50].sort());
    expect(postings.flatMap(({ messageIds }) => messageIds).sort()).toEqual(messages.map(({ id }) => id).sort());
    for (const { messageIds } of postings) expect(messageIds).toEqual([...messageIds].sort().reverse());
  });

  it('of a slot lie between its ids and its end', () => {
    for (const id of [first, third]) expect([id < endOfSlot(id), endOfSlot(id)]).toEqual([true, endOfSlot(second)]);
    expect(endOfSlot(first) < v7({ msecs: 0x19a_0001_0000 })).toBe(true);
  });

  it('come in portions that name so many messages, or one that names more', () => {
    const posting = (messages: number) => ({ term: 'x', messageIds: Array.from({ length: messages }, () => first) });
    const sizes = (...counts: number[]) =>
      [...portionsOf(counts.map(posting), 10)].map((portion) => portion.map(({ messageIds }) => messageIds.length));
    expect(sizes()).toEqual([]);
    expect(sizes(4, 6, 1, 30, 5, 5)).toEqual([[4, 6], [1], [30], [5, 5]]);
  });
});
