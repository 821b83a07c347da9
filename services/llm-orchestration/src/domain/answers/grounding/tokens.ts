import { plain, stem } from '../words.js';
import { writtenNumber } from './concepts.js';
import { readable } from './readable.js';

/** A word of a text. Scripts without spaces give each pair of neighbouring characters. */
export interface Word {
  /** Lower case, no accents. */
  plain: string;
  stem: string;
  /** As written, without invisible characters. */
  raw: string;
  /** Follows a full stop, colon, quotation mark or line break, where a capital has no meaning. */
  isFirst: boolean;
}

/** A number. */
export interface Figure {
  /** One spelling: no thousands separators, no needless zeros, hours from 0 to 24. */
  value: string;
  /** Other forms that a passage may use: the hour on a 12-hour clock, the parts of a date. */
  also: string[];
  /** Whether it is an amount of money, a percentage or a duration, to which a business is held. */
  isTerm: boolean;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const RUN = /[\p{L}\p{M}\p{N}]+/gu;
const STARTS = /(?:^|[.!?…。！？:;"“”«»„‚(\n*_•-])\s{0,9}$/u;

export function wordsOf(text: string): Word[] {
  const shown = readable(text)
    .replaceAll(/n['’]t\b/gi, ' not')
    // Does not mark a price.
    .replaceAll(/\bfeel free\b/gi, 'feel');
  return [...shown.matchAll(RUN)].flatMap((match): Word[] => {
    // 15kg, 18h, 1st: a number and its unit.
    const raw = match[0].replace(/^\d+(?=\p{L}{0,4}$)/u, '');
    if (raw === '') return [];
    const isFirst = STARTS.test(shown.slice(Math.max(0, match.index - 10), match.index));
    if (UNSPACED.test(raw)) {
      const signs = [...raw];
      return (signs.length === 1 ? signs : signs.slice(1).map((sign, at) => `${signs[at]}${sign}`)).map((pair) => ({
        plain: pair,
        stem: pair,
        raw: pair,
        isFirst: true,
      }));
    }
    const word = plain(raw).replaceAll(' ', '');
    return word === '' ? [] : [{ plain: word, stem: stem(word), raw, isFirst }];
  });
}

const FIGURE = /(?<![\p{L}\p{N}])\d{1,15}(?:[.,:\u202f'’ ]\d{1,12}(?!\d)){0,6}/gu;
const MONEY = String.raw`[$€£¥₹₽₩]|\b(?:usd|eur|gbp|inr|brl|mxn|cop|pen|ars|clp|chf|dollars?|euros?|pounds?|rupees?|pesos?|reais|real|soles|d[oó]lares|euro|cents?|centavos|centimes)\b`;
const SPAN = String.raw`%|\b(?:percent|per cent|prozent|pour ?cent|por ?ciento|por ?cento|minutes?|minutos?|minuten|minuti|hours?|horas?|heures?|stunden?|ore|(?:business |working )?days?|d[ií]as?|dias?|jours?|tagen?|tage|giorni|weeks?|semanas?|semaines?|wochen?|settimane|months?|mes(?:es)?|mois|monaten?|monate|mesi|years?|a[nñ]os?|anos?|ans|ann[ée]es?|jahren?|jahre|anni)\b`;
const BEHIND = new RegExp(String.raw`^[\s-]{0,3}(?:${MONEY}|${SPAN})`, 'iu');
const BEFORE = new RegExp(String.raw`(?:${MONEY})\s{0,3}$`, 'iu');

export function figuresOf(text: string): Figure[] {
  // The number of a list item only says where the item stands.
  const shown = readable(text).replaceAll(/^[ \t]{0,9}\d{1,2}[.)][ \t]+(?=\S)/gm, '');
  const digits = [...shown.matchAll(FIGURE)].map((match): Figure => {
    const behind = shown.slice(match.index + match[0].length, match.index + match[0].length + 20);
    const isTerm = BEHIND.test(behind) || BEFORE.test(shown.slice(Math.max(0, match.index - 12), match.index));
    const [value, ...also] = spellingsOf(match[0], behind) as [string, ...string[]];
    return { value, also, isTerm };
  });
  const written = [...shown.matchAll(RUN)].flatMap((match): Figure[] => {
    const value = writtenNumber.get(plain(match[0]));
    const behind = shown.slice(match.index + match[0].length, match.index + match[0].length + 20);
    return value === undefined ? [] : [{ value, also: [], isTerm: BEHIND.test(behind) }];
  });
  return [...digits, ...written];
}

function spellingsOf(found: string, behind: string): string[] {
  const figure = found.trim();
  const half = /^\s?([ap])\.?\s?m\b/i.exec(behind)?.[1]?.toLowerCase();
  const time = /^(\d{1,2})(?::(\d{2}))?$/.exec(figure);
  if (time && (time[2] !== undefined || half)) {
    const hour = Number(time[1]);
    const of = (value: number): string => `${value}${time[2] === undefined || time[2] === '00' ? '' : `:${time[2]}`}`;
    if (half === 'p' && hour < 12) return [of(hour + 12), of(hour)];
    if (half === 'a' && hour === 12) return [of(0), of(12)];
    return [of(hour)];
  }
  if (/^\d{1,3}([., '’\u202f]\d{3})+$/.test(figure)) return [figure.replaceAll(/\D/g, '')];
  const decimal = /^(\d+)[.,](\d{1,2})$/.exec(figure);
  if (decimal) return [Number(`${decimal[1]}.${decimal[2]}`).toString()];
  // Numbers in a row (a date, a telephone number) count one by one and as one.
  const parts = figure.split(/\D+/);
  return parts.length === 1 ? [figure.replace(/^0+(?=\d)/, '')] : [parts.join(''), ...parts.map((part) => part.replace(/^0+(?=\d)/, ''))];
}

/** Telephone numbers, card numbers and all others of seven digits or more, however they are grouped. */
export const longNumbersOf = (text: string): string[] =>
  [...readable(text).matchAll(/\+?\d(?:[\s()./-]{0,3}\d){6,30}/g)].map(([found]) => found.replaceAll(/\D/g, ''));
