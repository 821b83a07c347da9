/** Hexadecimal digits of an id that number the pieces of a body: the smallest piece has two bytes, the largest body 4 MB. */
const DIGITS = 6;

/**
 * The id of an item and of its event: the id of the journal entry, with the number of the piece instead of the last (random) digits. Splitting
 * a body twice gives the same items, and the items of an entry are neighbours, in their order and with its time.
 *
 * @param journalId a UUIDv7, which is unique by its first digits
 */
export function itemIdOf(journalId: string, index: number): string {
  const place = index.toString(16).padStart(DIGITS, '0');
  if (place.length > DIGITS) throw new RangeError(`a body has at most ${16 ** DIGITS} pieces`);
  return journalId.slice(0, -DIGITS) + place;
}

/** The lowest and the highest possible id of an entry's items. */
export const itemIdsOf = (journalId: string): { first: string; last: string } => ({
  first: itemIdOf(journalId, 0),
  last: itemIdOf(journalId, 16 ** DIGITS - 1),
});
