import { BIT, type Meaning } from './meaning.js';
import { normalizePhrase } from './normalize-phrase.js';

type Meanings = Meaning | `${Meaning}+${Meaning}` | 'filler';

/**
 * The words of one language, by what they mean. Entries stand between commas; one may have several words, and a single word may end in `*`
 * for whatever follows it. Fillers mean nothing of their own. A word that is not here is one that the reader does not understand.
 */
export interface LanguageWords {
  meanings: Readonly<Partial<Record<Meanings, string>>>;
  /** What is written together with the word behind it: articles and prepositions of topics and lists. */
  prefixes?: readonly string[];
  /** The negation follows its verb. */
  negationLast?: true;
}

interface Entry {
  bits?: number;
  longer?: Map<string, Entry>;
}

/** Shorter words are too near to others. */
const SHORTEST_MISTYPED = 8;

export class Vocabulary {
  readonly negationLast: boolean;
  readonly #entries = new Map<string, Entry>();
  readonly #stems = new Map<string, number>();
  #shortestStem = Infinity;
  /** Words that say it all, under each spelling with one letter left out. */
  readonly #mistyped = new Map<string, string[]>();

  constructor(...parts: readonly LanguageWords[]) {
    this.negationLast = parts.some(({ negationLast }) => negationLast);
    for (const { meanings, prefixes = [] } of parts) {
      for (const [names, entries] of Object.entries(meanings)) {
        const isNoun = names === 'topic' || names === 'list';
        const bits = names === 'filler' ? 0 : names.split('+').reduce((sum, name) => sum | BIT[name as Meaning], 0);
        for (const entry of entries.split(',')) {
          for (const prefix of isNoun ? ['', ...prefixes] : ['']) this.#add(prefix + entry.trim(), bits);
        }
      }
    }
    for (const [word, entry] of this.#entries) {
      if (entry.bits) entry.bits |= this.#inflected(word) ?? 0;
    }
  }

  /** @returns how many words from there on belong together, and what they mean; nothing for a word that is not known */
  read(words: readonly string[], from: number): { length: number; bits: number } | undefined {
    let entry = this.#entries.get(words[from]!);
    let found: { length: number; bits: number } | undefined;
    for (let length = 1; entry; length++) {
      if (entry.bits !== undefined) found = { length, bits: entry.bits };
      entry = entry.longer?.get(words[from + length]!);
    }
    if (found) return found;
    const bits = this.#inflected(words[from]!) ?? this.#misspelt(words[from]!);
    return bits === undefined ? undefined : { length: 1, bits };
  }

  #add(entry: string, bits: number): void {
    if (/[äöü]/u.test(entry))
      this.#add(
        entry.replace(/[äöü]/gu, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter]!),
        bits,
      );
    const phrase = normalizePhrase(entry);
    if (phrase === '') return;
    if (entry.endsWith('*')) {
      this.#stems.set(phrase, (this.#stems.get(phrase) ?? 0) | bits);
      this.#shortestStem = Math.min(this.#shortestStem, phrase.length);
      return;
    }
    let reached: Entry = { longer: this.#entries };
    for (const word of phrase.split(' ')) {
      const level = (reached.longer ??= new Map());
      reached = level.get(word) ?? {};
      level.set(word, reached);
    }
    reached.bits = (reached.bits ?? 0) | bits;
    if (bits === BIT.out && !phrase.includes(' ') && phrase.length >= SHORTEST_MISTYPED) {
      for (const shorter of [phrase, ...withoutOneLetter(phrase)])
        this.#mistyped.set(shorter, [...(this.#mistyped.get(shorter) ?? []), phrase]);
    }
  }

  #inflected(word: string): number | undefined {
    for (let length = word.length; length >= this.#shortestStem; length--) {
      const bits = this.#stems.get(word.slice(0, length));
      if (bits !== undefined) return bits;
    }
    return undefined;
  }

  #misspelt(word: string): number | undefined {
    const { shortened, withoutOne } = spellingsOf(word);
    for (const shorter of shortened) {
      const bits = this.#entries.get(shorter)?.bits ?? this.#inflected(shorter);
      if (bits !== undefined) return bits;
    }
    const isMeant = (spelling: string): boolean =>
      // Another ending is more often another form of the word than a slip.
      (this.#mistyped.get(spelling) ?? []).some((meant) => meant[0] === word[0] && meant.at(-1) === word.at(-1));
    return withoutOne.some(isMeant) ? BIT.out : undefined;
  }
}

interface Spellings {
  word: string;
  /** "stoppp", "pleaseee": with the letter once. */
  shortened: readonly string[];
  /** The word, and the word without one of its letters, where it is long enough for a slip to be seen. */
  withoutOne: readonly string[];
}

/** One language after the other asks for the same word. */
let last: Spellings | undefined;

function spellingsOf(word: string): Spellings {
  if (last?.word === word) return last;
  const shortened = /(.)\1/u.test(word) ? [word.replace(/(.)\1+$/u, '$1'), word.replace(/(.)\1{2,}/gu, '$1')] : [];
  last = {
    word,
    shortened: shortened.filter((shorter) => shorter !== word),
    withoutOne: word.length < SHORTEST_MISTYPED - 1 ? [] : [word, ...withoutOneLetter(word)],
  };
  return last;
}

function withoutOneLetter(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}
