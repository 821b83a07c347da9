import { informativeWords, searchWords, wordsWithAccents } from './search-words.js';

/**
 * The second field of the index: parts of words, which find what the stemmer of a language (or the lack of one) keeps apart, and forgive typing
 * errors. Which parts serve differs by language; measured with `npm run bench retrieval`.
 *
 * - `grams`: every four letters in a row. Where words are written together (`Lieferzeit`) or change in front (Arabic).
 * - `prefixes`: the first five letters. Where words change at their end in more ways than a stemmer knows.
 * - `accented`: the same, with accents, for languages that Postgres has no stemmer for. Vietnamese tells words apart by their accents alone.
 * - `none`: the stemmer does as well alone.
 */
type Parts = 'grams' | 'prefixes' | 'accented' | 'none';

const PARTS: Readonly<Record<string, Parts>> = {
  arabic: 'grams',
  german: 'grams',
  dutch: 'grams',
  danish: 'grams',
  norwegian: 'grams',
  swedish: 'grams',
  finnish: 'grams',
  hungarian: 'grams',
  greek: 'grams',
  russian: 'grams',
  simple: 'accented',
  catalan: 'none',
  english: 'none',
  french: 'none',
  italian: 'none',
  portuguese: 'none',
  spanish: 'none',
};
/** The name under which a question carries its parts for all configurations that are not named above. */
const OTHERS = 'others';

const LETTERS_OF_A_GRAM = 4;
const LETTERS_OF_A_PREFIX = 5;
/** How many parts of a question are looked up. */
const MAX_QUESTION_PARTS = 64;
/** Sets parts apart from words in the one index; no word holds it. */
export const PART_MARK = '~';

/** Whether passages of this configuration have parts beside their words. */
export const hasParts = (configuration: string): boolean => (PARTS[configuration] ?? 'prefixes') !== 'none';

/** @returns the parts of a passage's text, one for each time that it occurs, marked */
export function searchParts(text: string, configuration: string): string[] {
  return cut(text, PARTS[configuration] ?? 'prefixes', configuration);
}

/** The parts of what a question asks about, each once, by configuration; `others` for those that are not named. */
export function questionParts(question: string): Record<string, string[]> {
  return Object.fromEntries(
    [...Object.keys(PARTS), OTHERS].map((configuration) => {
      const kind = PARTS[configuration] ?? 'prefixes';
      const about =
        kind === 'accented' ? informativeWords(question, configuration, wordsWithAccents) : informativeWords(question, configuration);
      return [configuration, kind === 'none' ? [] : [...new Set(ofWords(about, kind))].slice(0, MAX_QUESTION_PARTS)];
    }),
  );
}

function cut(text: string, kind: Parts, configuration: string): string[] {
  if (kind === 'none') return [];
  return ofWords((kind === 'accented' ? wordsWithAccents(text) : searchWords(text, configuration)).split(' '), kind);
}

function ofWords(words: readonly string[], kind: Parts): string[] {
  return words.flatMap((word) => {
    if (word === '') return [];
    const letters = [...word];
    if (kind !== 'grams') return [PART_MARK + letters.slice(0, LETTERS_OF_A_PREFIX).join('')];
    if (letters.length <= LETTERS_OF_A_GRAM) return [PART_MARK + word];
    return letters.slice(LETTERS_OF_A_GRAM - 1).map((_, at) => PART_MARK + letters.slice(at, at + LETTERS_OF_A_GRAM).join(''));
  });
}
