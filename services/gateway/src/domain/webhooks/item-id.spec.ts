import { itemIdOf, itemIdsOf } from './item-id.js';

const ENTRY = '0198c0de-1234-7abc-8def-0123456789ab';

describe('the id of an item', () => {
  it('is made of its entry and its place, and always the same', () => {
    expect(itemIdOf(ENTRY, 0)).toBe('0198c0de-1234-7abc-8def-012345000000');
    expect(itemIdOf(ENTRY, 300)).toBe('0198c0de-1234-7abc-8def-01234500012c');
  });

  it('stands between the first and the last of its entry, in the order of the pieces', () => {
    const { first, last } = itemIdsOf(ENTRY);
    const ids = [0, 1, 9, 10, 255, 256, 2_000_000].map((index) => itemIdOf(ENTRY, index));
    expect(ids).toEqual([...ids].sort());
    expect(ids.every((id) => id >= first && id <= last)).toBe(true);
  });

  it('is refused where places run out', () => {
    expect(() => itemIdOf(ENTRY, 16 ** 6)).toThrow(RangeError);
  });
});
