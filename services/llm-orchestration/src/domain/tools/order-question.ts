import { isAsking } from '../answers/asking.js';
import { saidIn } from '../answers/small-talk.js';
import { plain } from '../answers/words.js';
import { ORDER_WORDS } from './order-words.js';

/** A customer asks where their order is. */
export interface OrderQuestion {
  /** ISO 639-1, of {@link ORDER_WORDS}. */
  language: string;
  /** What may be a number of an order. It only chooses among the customer's own. */
  named: string[];
  /** What else is asked. */
  rest: string[];
}

/** A text has fewer of them in practice. */
const MAX_NAMED = 3;
const NUMBER = /[\p{L}\p{N}-]*\p{N}{3}[\p{L}\p{N}-]*/gu;
const MAX_NUMBER = 30;
/** Marks on letters of scripts whose words are looked for without them. */
const MARKS = /(?<=[\p{Script=Greek}\p{Script=Cyrillic}])[\u0300-\u036f]+|[\u064b-\u0655]+/gu;

/** As {@link ORDER_WORDS} writes: {@link plain}, and without marks on Greek, Cyrillic and Arabic letters. */
export const folded = (text: string): string => plain(text).normalize('NFD').replaceAll(MARKS, '').normalize('NFC').replaceAll('ł', 'l');

/** The languages in which a text asks where an order is. */
function languagesOf(text: string): string[] {
  const words = folded(text);
  return Object.entries(ORDER_WORDS)
    .filter(([, of]) => of.names.test(words) && of.asks.test(words) && !of.else.test(words))
    .map(([language]) => language);
}

/**
 * Whether a burst asks for an order of the customer's own, and what else it asks.
 *
 * @param attempts the burst, taken apart; see `triage`
 * @param customerLanguage BCP 47; decides where the words may be of several
 */
export function readOrderQuestion(
  text: string,
  attempts: readonly (readonly string[])[],
  customerLanguage: string,
): OrderQuestion | undefined {
  const finest = attempts.reduce((most, parts) => (parts.length > most.length ? parts : most), [text]);
  const apart = finest.map((part) => ({ part, languages: languagesOf(part) }));
  const asking = apart.filter(({ languages }) => languages.length > 0);
  const found = asking.length > 0 ? asking : [{ part: text, languages: languagesOf(text) }];
  const languages = found.flatMap((each) => each.languages);
  const own = customerLanguage.slice(0, 2).toLowerCase();
  const language = languages.includes(own) ? own : languages[0];
  if (language === undefined) return undefined;
  const others = asking.length > 0 ? apart.filter((each) => !asking.includes(each)).map(({ part }) => part) : [];
  const numbers = found.flatMap(({ part }) => part.match(NUMBER) ?? []).filter((number) => number.length <= MAX_NUMBER);
  return {
    language,
    named: [...new Set(numbers)].slice(0, MAX_NAMED),
    rest: others.filter((part) => isAsking(part) && saidIn(part) === 'other' && !numbers.includes(part.trim())),
  };
}
