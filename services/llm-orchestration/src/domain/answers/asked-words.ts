import type { AskedWord } from './answer.js';
import { termsOf } from './words.js';

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Of these the index holds every pair of letters, four for a word of five letters: together they tell as much as one word. */
const PAIRED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const PAIRS_OF_A_WORD = 4;
/** Scripts that put articles and prepositions before the word they belong to, without a space. */
const PREFIXING = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** A word this long is also found inside of a longer one (`frame` in `mainframe`, German `zeit` in `Lieferzeit`). */
const FOUND_INSIDE = 5;
const LONGEST_ENDING = 4;

/** Lower case, without accents of Latin and Greek letters: as the index writes words. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss');

/** A text in which the stems of a question are looked for. */
export class Holder {
  readonly #text: string;
  readonly #words: readonly string[];

  constructor(text: string) {
    this.#text = folded(text);
    this.#words = [...new Set(this.#text.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean))];
  }

  /** Whether the text holds a form of a stemmed word. Stems are those of Postgres, in any of its languages; forms differ from them at the end. */
  holds(stem: string): boolean {
    if (UNSPACED.test(stem)) return this.#text.includes(stem);
    return this.#words.some((word) => isFormOf(word, stem));
  }
}

function isFormOf(word: string, stem: string): boolean {
  if (word === stem) return true;
  if (stem.length < 3) return false;
  if (word.startsWith(stem) && word.length - stem.length <= LONGEST_ENDING) return true;
  if ((stem.length >= FOUND_INSIDE || PREFIXING.test(stem)) && word.includes(stem)) return true;
  // The stemmer changed the last letter: deliveri, delivery.
  return stem.length >= FOUND_INSIDE && word.startsWith(stem.slice(0, -1)) && word.length - stem.length <= LONGEST_ENDING;
}

/** What a question asks about, with what each word tells. */
export class AskedWords {
  readonly total: number;
  /** What all words tell together; letters of one word count once. */
  readonly tells: number;

  private constructor(
    readonly words: readonly AskedWord[],
    /** What a word tells that a single passage holds. */
    readonly most: number,
  ) {
    this.total = words.reduce((sum, { weight }) => sum + weight, 0);
    this.tells = words.reduce((sum, { word, weight }) => sum + (PAIRED.test(word) ? weight / PAIRS_OF_A_WORD : weight), 0);
  }

  /**
   * @param asked from the search; where it says nothing, every word of the question tells the same
   * @param searched how many passages were searched
   */
  static of(question: string, asked: readonly AskedWord[] | undefined, searched: number | undefined): AskedWords {
    if (!asked || asked.length === 0)
      return new AskedWords(
        [...termsOf(question)].map((word) => ({ word, weight: 1 })),
        1,
      );
    // The idf of BM25 for a word of one passage among so many; see the knowledge service.
    return new AskedWords(asked, Math.max(Math.log(1 + ((searched ?? 1) - 0.5) / 1.5), ...asked.map(({ weight }) => weight), 1e-9));
  }

  /** How much of the question texts hold together, 0 to 1. */
  share(...holders: readonly Holder[]): number {
    if (this.total <= 0) return 0;
    const held = this.words.filter(({ word }) => holders.some((holder) => holder.holds(word)));
    return held.reduce((sum, { weight }) => sum + weight, 0) / this.total;
  }
}
