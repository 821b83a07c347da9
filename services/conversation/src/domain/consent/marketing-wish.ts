import { type Clause, readClause, type Said, splitIntoClauses } from './clause.js';
import { Vocabulary } from './vocabulary.js';
import { AR } from './words/ar.js';
import { DE } from './words/de.js';
import { EN } from './words/en.js';
import { ES } from './words/es.js';
import { EVERYWHERE } from './words/everywhere.js';
import { FR } from './words/fr.js';
import { HI } from './words/hi.js';
import { ID } from './words/id.js';
import { IT } from './words/it.js';
import { PT } from './words/pt.js';
import { RU } from './words/ru.js';
import { TR } from './words/tr.js';

export const MARKETING_WISHES = ['stop', 'start', 'unclear'] as const;
/** What a customer says about promotions. `unclear`: the words may as well be about an order. */
export type MarketingWish = (typeof MARKETING_WISHES)[number];

export interface SaidOfMarketing {
  wish: MarketingWish;
  /** The language of the words, for the answer (BCP 47). */
  language: string;
}

/** Nobody stops promotions in more words; what is longer is something to read. */
const MAX_LENGTH = 160;

const LANGUAGES = { en: EN, es: ES, pt: PT, fr: FR, de: DE, it: IT, id: ID, tr: TR, ar: AR, hi: HI, ru: RU };
const VOCABULARIES = Object.entries(LANGUAGES).map(([language, words]) => ({ language, words: new Vocabulary(EVERYWHERE, words) }));

/**
 * Reads a message for what it says about promotions. The WHOLE message has to say it, courtesies and reasons aside: "no quiero darme de baja"
 * and "dar de baja el servicio" hold the words of an opt-out and are none. Every word has to be one of the language's vocabulary, in any
 * order: what people write has too many turns for patterns, and a word that is not known may change all of it.
 *
 * @param likely the customer's language, where it is known: words that several languages share are read in it
 */
export function readMarketingWish(text: string, likely?: string | null): SaidOfMarketing | undefined {
  if (text.length > 2 * MAX_LENGTH) return undefined;
  const clauses = splitIntoClauses(text);
  const length = clauses.reduce((sum, { words }) => sum + words.join(' ').length + 1, -1);
  if (clauses.length === 0 || length > MAX_LENGTH) return undefined;
  const own = likely?.split('-')[0]?.toLowerCase();
  let first: SaidOfMarketing | undefined;
  for (const { language, words } of VOCABULARIES) {
    const wish = readIn(words, clauses);
    if (!wish) continue;
    if (language === own) return { wish, language };
    if (!first || MARKETING_WISHES.indexOf(wish) < MARKETING_WISHES.indexOf(first.wish)) first = { wish, language };
  }
  return first;
}

function readIn(vocabulary: Vocabulary, clauses: readonly Clause[]): MarketingWish | undefined {
  const said = new Set<Said>();
  let bitsBefore = 0;
  for (const clause of clauses) {
    const read = readClause(clause, vocabulary, bitsBefore);
    if (!read) return undefined;
    said.add(read.said);
    bitsBefore |= read.bits;
  }
  if (said.has('start')) return said.has('stop') || said.has('unclear') ? undefined : 'start';
  return MARKETING_WISHES.find((wish) => said.has(wish));
}
