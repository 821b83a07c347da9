/** Line breaks and other invisible characters, such as marks that change the reading direction. Joiners inside words and emoji are allowed. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;
const UNSEEN_ALL = new RegExp(UNSEEN.source, 'gu');
/** A scheme, or a host with a path. A dot alone is no link: there are companies called Booking.com. */
const LINK = /:\/\/|\b(?:https?|mailto|tel|data|javascript):|\bwww\.|\p{L}\.\p{L}{2,}\//iu;

/** @returns what is wrong with the name of a person or a company; undefined for a good one */
export function nameProblem(name: string): string | undefined {
  if (!/\S/.test(name)) return 'must not be blank';
  if (UNSEEN.test(name)) return 'must be one line without control characters';
  if (LINK.test(name)) return 'must be a name without a link';
  return undefined;
}

const LONGEST_MAILED = 60;

/**
 * Prepares a name that its owner chose for a mail to somebody else: one bounded line in which no mail program finds a link. They link bare
 * domains and addresses too, so it separates whatever joins two words.
 */
export function mailedName(name: string): string {
  const line = name.normalize('NFKC').replaceAll(UNSEEN_ALL, ' ').replaceAll('"', "'");
  const apart = line.replaceAll(/(?<=\S)[.。:/\\@]+(?=\S)/gu, ' ').replaceAll(/\s+/gu, ' ');
  return [...apart.trim()].slice(0, LONGEST_MAILED).join('').trim();
}

/** An address of one line, in or out of quotes (RFC 5321, section 4.1.2): what comes after a line break could be a header of a mail. */
export const isPlainAddress = (address: string): boolean => !/[\s\p{C}]/u.test(address);
