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
/** Looked for from the beginnings of words alone: from every letter, a long word without a number would take the square of its length. */
const NUMBER = /(?<![\p{L}\p{N}-])[\p{L}\p{N}-]*\p{N}{3}[\p{L}\p{N}-]*/gu;
const MAX_NUMBER = 30;
/** Marks on letters of scripts whose words are looked for without them. */
const MARKS = /(?<=[\p{Script=Greek}\p{Script=Cyrillic}])[\u0300-\u036f]+|[\u064b-\u0655]+/gu;

/** As {@link ORDER_WORDS} writes: {@link plain}, and without marks on Greek, Cyrillic and Arabic letters. */
export const folded = (text: string): string => plain(text).normalize('NFD').replaceAll(MARKS, '').normalize('NFC').replaceAll('ł', 'l');

/** Words beside which the bare name of an order asks for it: `my orders, please`. */
const BESIDE = new Set(
  `hi hello hey please pls show me see list hola por favor ver oi ola bonjour svp s il vous plait hallo bitte zeig zeigen mir ciao per favore
  mostra alsjeblieft toon prosze va rog lutfen halo tolong привет пожалуиста`.split(/\s+/),
);
/** Something is wrong with it: a person hears that, whatever the state of the order is. Words that are harmless in another language are left out. */
const COMPLAINS =
  /\b(broken|damaged|defect\w*|wrong|missing|incomplete|never|lost|stolen|roto|rota|danad[oa]|equivocad[oa]|incomplet[oa]|faltan|perdido|robado|nunca|quebrad[oa]|errad[oa]|faltando|cassee?|abimee?|manque|perdue?|jamais|kaputt|beschadigt|falsch\w*|fehlt|verloren|rott[oa]|danneggiat[oa]|sbagliat[oa]|manca|kapot|beschadigd|verkeerd\w*|ontbreekt|nooit|uszkodzon\w*|zepsut\w*|brakuje|nigdy|stricat\w*|gresit\w*|lipseste|niciodata|kirik|bozuk|yanlis|eksik|rusak|salah|hilang)\b|сломан|поврежд|бракован|не тот|не та |потерял|никогда|مكسور|تالف|خاطئ|ناقص|שבור|פגום|לא נכון|חסר|टूट|खराब|गलत|गायब|σπασμεν|χαλασμεν|λαθος|λειπει|坏|壞|破|错|錯|少了|丢|壊|違|不足/u;

/** Nothing is said but the name of an order. */
const isBare = (words: string, names: RegExp): boolean =>
  words
    .replace(names, ' ')
    .split(' ')
    .filter(Boolean)
    .every((word) => BESIDE.has(word));

/** The languages in which a text asks where an order is. */
function languagesOf(text: string): string[] {
  const words = folded(text);
  return Object.entries(ORDER_WORDS)
    .filter(([, of]) => of.names.test(words) && !of.else.test(words) && (of.asks.test(words) || isBare(words, of.names)))
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
  if (COMPLAINS.test(folded(text))) return undefined;
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
