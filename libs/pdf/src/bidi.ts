/**
 * Which way text runs, as the Unicode Bidirectional Algorithm (UAX 9) has it, without explicit embeddings, which are taken out before, and
 * without its rule for pairs of brackets (N0).
 */
type Kind = 'L' | 'R' | 'AL' | 'EN' | 'AN' | 'ES' | 'ET' | 'CS' | 'NSM' | 'ON';

const KINDS: readonly [RegExp, Kind][] = [
  [/[0-9۰-۹]/u, 'EN'],
  [/[٠-٩٫٬]/u, 'AN'],
  [/[+\-−]/u, 'ES'],
  [/[\p{Sc}#%‰°٪]/u, 'ET'],
  [/[,./:\u00A0]/u, 'CS'],
  [/[\p{Mn}\p{Me}]/u, 'NSM'],
  [/[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u, 'AL'],
  [/\p{Script=Hebrew}/u, 'R'],
  [/[\p{L}\p{N}\p{Mc}]/u, 'L'],
];

/** Arabic commas and the like belong to the script, but have no direction of their own. */
const NEUTRAL = /[،؍]/u;

const kindOf = (letter: string): Kind => (NEUTRAL.test(letter) ? 'ON' : (KINDS.find(([pattern]) => pattern.test(letter))?.[1] ?? 'ON'));

/** What reads from right to left, by its first letter that has a direction. */
export function isRightToLeft(text: string): boolean {
  for (const letter of text) {
    const kind = kindOf(letter);
    if (kind === 'L') return false;
    if (kind === 'R' || kind === 'AL') return true;
  }
  return false;
}

/** Rules W1 to W7: marks, numbers and what stands in and beside numbers. */
function weak(letters: readonly string[], start: Kind): Kind[] {
  const kinds = letters.map(kindOf);
  kinds.forEach((kind, i) => {
    if (kind === 'NSM') kinds[i] = kinds[i - 1] ?? start;
  });
  let strong = start;
  kinds.forEach((kind, i) => {
    if (kind === 'L' || kind === 'R' || kind === 'AL') strong = kind;
    if (kind === 'EN' && strong === 'AL') kinds[i] = 'AN';
  });
  kinds.forEach((kind, i) => {
    const [before, after] = [kinds[i - 1], kinds[i + 1]];
    if ((kind === 'ES' || kind === 'CS') && before === 'EN' && after === 'EN') kinds[i] = 'EN';
    if (kind === 'CS' && before === 'AN' && after === 'AN') kinds[i] = 'AN';
  });
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== 'ET') continue;
    let end = i;
    while (kinds[end] === 'ET') end++;
    if (kinds[i - 1] === 'EN' || kinds[end] === 'EN') kinds.fill('EN', i, end);
    else kinds.fill('ON', i, end);
  }
  strong = start;
  return kinds.map((kind) => {
    if (kind === 'L' || kind === 'R' || kind === 'AL') strong = kind;
    if (kind === 'EN' && strong === 'L') return 'L';
    if (kind === 'ES' || kind === 'CS') return 'ON';
    return kind === 'AL' ? 'R' : kind;
  });
}

/** Rules N1 and N2: what has no direction takes that of both its sides, or the paragraph's. */
function neutral(kinds: Kind[], paragraph: 'L' | 'R'): Kind[] {
  const sideOf = (kind: Kind | undefined): Kind => (kind === undefined ? paragraph : kind === 'EN' || kind === 'AN' ? 'R' : kind);
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== 'ON') continue;
    let end = i;
    while (kinds[end] === 'ON') end++;
    const side = sideOf(kinds[i - 1]);
    kinds.fill(side === sideOf(kinds[end]) ? side : paragraph, i, end);
    i = end;
  }
  return kinds;
}

/** The level of each letter: even from left to right, odd from right to left. */
export function levelsOf(letters: readonly string[], rightToLeft: boolean): number[] {
  const paragraph = rightToLeft ? 'R' : 'L';
  const kinds = neutral(weak(letters, paragraph), paragraph);
  if (rightToLeft) return kinds.map((kind) => (kind === 'R' ? 1 : 2));
  return kinds.map((kind) => (kind === 'L' ? 0 : kind === 'R' ? 1 : 2));
}

/** Rule L2: the pieces of one line in the order in which they stand from left to right. */
export function inOrderOfSight<T extends { level: number }>(pieces: readonly T[]): T[] {
  const order = [...pieces];
  const highest = Math.max(0, ...order.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let i = 0; i < order.length; i++) {
      if (order[i]!.level < level) continue;
      let end = i;
      while (end < order.length && order[end]!.level >= level) end++;
      order.splice(i, end - i, ...order.slice(i, end).reverse());
      i = end;
    }
  }
  return order;
}

const MIRRORS = new Map(
  ['()', '[]', '{}', '<>', '«»', '‹›'].flatMap(([open, close]) => [[open!, close!] as const, [close!, open!] as const]),
);

/** A bracket as it looks in text that runs from right to left (rule L4). */
export const mirrored = (letter: string): string => MIRRORS.get(letter) ?? letter;
