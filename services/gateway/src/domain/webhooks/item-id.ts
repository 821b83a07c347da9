/** Hexadecimal digits of an id that count the pieces of a body: the smallest has two bytes, the largest body 4 MB. */
const DIGITS = 6;

/**
 * The id of an item and of its event: that of its journal entry, with the place of the piece instead of the last (random) digits. So
 * a body that is taken apart twice gives the same items, and the items of an entry stand together, in their order and in its time.
 *
 * @param journalId a UUIDv7, whose first digits tell it from every other
 */
export function itemIdOf(journalId: string, index: number): string {
  const place = index.toString(16).padStart(DIGITS, '0');
  if (place.length > DIGITS) throw new RangeError(`a body has at most ${16 ** DIGITS} pieces`);
  return journalId.slice(0, -DIGITS) + place;
}

/** The first and the last id that items of an entry may have. */
export const itemIdsOf = (journalId: string): { first: string; last: string } => ({
  first: itemIdOf(journalId, 0),
  last: itemIdOf(journalId, 16 ** DIGITS - 1),
});
