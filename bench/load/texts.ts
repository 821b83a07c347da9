/** Texts in which few words are frequent and most are rare, as in any language; the same for the same number. */
const VOCABULARY = 8_000;
const SYLLABLES = ['ba', 'den', 'fi', 'gor', 'hal', 'jun', 'kem', 'lo', 'mar', 'nu', 'pel', 'ra', 'sto', 'tin', 'vor', 'wex'];

function* randomOf(seed: number): Generator<number, never> {
  for (let state = seed + 1; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const wordAt = (rank: number): string =>
  [rank % 16, (rank >> 4) % 16, (rank >> 8) % 16, (rank >> 12) % 16].map((digit) => SYLLABLES[digit]!).join('');

/** Zipf's law: a word's share is the inverse of its rank. */
const rankOf = (random: number): number => Math.floor(VOCABULARY ** random) - 1;

export function* wordsOf(seed: number): Generator<string, never> {
  const random = randomOf(seed);
  for (;;) yield wordAt(rankOf(random.next().value));
}

/** A document of Markdown of about so many bytes. */
export function documentOf(seed: number, bytes: number): string {
  const words = wordsOf(seed);
  let text = `# ${words.next().value} ${words.next().value} ${seed}\n\n`;
  while (text.length < bytes) text += `${Array.from({ length: 10 }, () => words.next().value).join(' ')}.\n`;
  return text.slice(0, bytes);
}

export const questionOf = (seed: number): string => {
  const words = wordsOf(seed);
  return Array.from({ length: 6 }, () => words.next().value).join(' ');
};
