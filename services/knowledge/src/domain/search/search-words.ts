import { ASKING_UNSPACED, NOISE } from './question-noise.js';

/** Accents that endings lose when people type in a hurry and that the stemmer needs: `devolucion` and `devoluciones` are one word. */
const ENDINGS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  spanish: [[/([csxg])ion(?= |$)/g, '$1ión']],
  portuguese: [
    [/cao(?= |$)/g, 'ção'],
    [/coes(?= |$)/g, 'ções'],
    [/sao(?= |$)/g, 'são'],
    [/soes(?= |$)/g, 'sões'],
  ],
};

const UNDECOMPOSED: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };

/** Scripts written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/** How many words of a question are looked up; more add cost and no meaning. */
const MAX_QUESTION_WORDS = 48;

/**
 * The words of a text as they are indexed and looked up: lower case, without accents (of Latin and Greek letters, where people leave
 * them out) and punctuation. Done here and not in Postgres because what Postgres takes for a letter, and what it can put into lower
 * case, depends on the locale of the cluster.
 *
 * @param configuration the Postgres text search configuration that will stem them
 * @returns words with single spaces between them; the passage and the question must both have gone through here
 */
export function searchWords(text: string, configuration: string): string {
  let words = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .replace(/[ßøłđæœıþð]/g, (letter) => UNDECOMPOSED[letter]!)
    .replace(UNSPACED, (run) => ` ${pairs(run)} `)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  for (const [ending, accented] of ENDINGS[configuration] ?? []) words = words.replace(ending, accented);
  return words;
}

/** Finds the words of scripts that do not separate them, by the dictionaries of Unicode's CLDR; made once, since making one takes milliseconds. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words of a text in lower case with their accents; those of scripts without spaces are told apart by a dictionary. */
export const wordsWithAccents = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(UNSPACED, (run) => ` ${Array.from(segmenter.segment(run), ({ segment }) => segment).join(' ')} `)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** 営業時間 -> 営業 業時 時間: finds words in scripts that do not separate them. */
function pairs(run: string): string {
  const letters = [...run];
  if (letters.length < 2) return run;
  return letters
    .slice(1)
    .map((letter, index) => `${letters[index]}${letter}`)
    .join(' ');
}

/**
 * What a question asks about, for every configuration that a knowledge base may have: its words without the greeting, the
 * politeness and the phrases of asking, which no answer contains and which would make a question look less answered than it is.
 *
 * @returns the words by configuration; `simple` holds those for configurations that are not named. Never empties a question: one
 * made of such phrases alone keeps its words.
 */
export function questionWords(question: string): Record<string, string> {
  const configurations = ['simple', ...Object.keys(NOISE)];
  return Object.fromEntries(
    configurations.map((configuration) => [
      configuration,
      informativeWords(question, configuration).slice(0, MAX_QUESTION_WORDS).join(' '),
    ]),
  );
}

/** The words of a question without those of asking, each once; all of them when nothing else is there. */
export function informativeWords(
  question: string,
  configuration: string,
  wordsOf: (text: string, configuration: string) => string = searchWords,
): string[] {
  const words = [...new Set(wordsOf(withoutAsking(question), configuration).split(' '))];
  const noise = NOISE[configuration];
  const kept = noise ? words.filter((word) => !noise.has(word)) : words;
  return kept.length > 0 && kept[0] !== '' ? kept : [...new Set(wordsOf(question, configuration).split(' '))];
}

/** Takes away the asking of scripts that do not separate words, where it cannot be told as a word. */
const withoutAsking = (question: string): string => question.normalize('NFKC').replace(ASKING_UNSPACED, ' ');
