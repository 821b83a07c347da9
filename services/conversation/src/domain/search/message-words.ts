import { beginningOf } from '../threads/event-text.js';

/** Where a word stands in a text, in UTF-16 code units, and the form under which it is indexed and looked up. */
interface Word {
  term: string;
  from: number;
  to: number;
  /** One character of a script without spaces: alone, or the last of a run whose pairs are words already. */
  single?: 'alone' | 'tail';
}

/** A word that a message must hold; as a prefix, any word that begins with it will do. */
export interface SoughtWord {
  term: string;
  isPrefix: boolean;
}

export interface Snippet {
  text: string;
  /** `[from, to)` in UTF-16 code units of `text`, in their order, without overlaps. */
  hits: [number, number][];
}

const MAX_TERM_UNITS = 64;
/** Distinct words of a message that are indexed. A message of WhatsApp has at most 4,096 characters; few have a hundred words. */
const MAX_TERMS = 1_000;
const MAX_SOUGHT = 12;
const SNIPPET_UNITS = 200;
const SNIPPET_BEFORE = 60;

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Scripts written without spaces between words, and the rest of a run. */
const UNSPACED = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}`;
const SPAN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');
const CHARACTER = /\P{M}\p{M}*|\p{M}+/gu;
/** Accents, and the points of Hebrew, Arabic and kana that people leave out. */
const ACCENTS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0640\u064b-\u065f\u0670\u3099\u309a]/g;
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
  ς: 'σ',
};

/** Done here and not in Postgres, where letters and their case depend on the locale of the cluster. */
function fold(part: string): string {
  const plain = part
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(/[ßøłđæœıþðς]/g, (letter) => UNDECOMPOSED[letter]!)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return beginningOf(plain, MAX_TERM_UNITS);
}

function* wordsOf(text: string): Generator<Word> {
  for (const run of text.matchAll(WORD)) {
    for (const span of run[0].matchAll(SPAN)) {
      const from = run.index + span.index;
      if (IS_UNSPACED.test(span[0])) {
        yield* pairsOf(span[0], from);
        continue;
      }
      const term = fold(span[0]);
      if (term) yield { term, from, to: from + span[0].length };
    }
  }
}

/** 営業時間 -> 営業 業時 時間 間: borders that nobody wrote are not needed. The last one alone, so that every character is found. */
function* pairsOf(span: string, start: number): Generator<Word> {
  const characters: Word[] = [];
  for (const match of span.matchAll(CHARACTER)) {
    const term = fold(match[0]);
    const [from, to] = [start + match.index, start + match.index + match[0].length];
    // A half-width voicing mark is a character of its own, and no word.
    if (term) characters.push({ term, from, to });
    else if (characters.length > 0) characters.at(-1)!.to = to;
  }
  for (const [index, { term, from, to }] of characters.entries()) {
    const next = characters[index + 1];
    if (next) yield { term: term + next.term, from, to: next.to };
    else yield { term, from, to, single: index === 0 ? 'alone' : 'tail' };
  }
}

/** Under which words a message is found: each once. */
export function termsOf(text: string): string[] {
  const terms = new Set<string>();
  for (const { term } of wordsOf(text)) {
    terms.add(term);
    if (terms.size === MAX_TERMS) break;
  }
  return [...terms];
}

/** Whether for each of the prefixes a text has a word that begins so, among those under which it is found. */
export function hasPrefixes(text: string, prefixes: readonly string[]): boolean {
  if (prefixes.length === 0) return true;
  const terms = termsOf(text);
  return prefixes.every((prefix) => terms.some((term) => term.startsWith(prefix)));
}

/** What a query asks for. The last word may be half typed: it is a prefix. */
export function soughtWords(query: string): SoughtWord[] {
  const words = [...wordsOf(query)].filter((word) => word.single !== 'tail');
  const sought = new Map<string, SoughtWord>();
  for (const [index, { term, single }] of words.entries()) {
    const isPrefix = index === words.length - 1 || single === 'alone';
    sought.set(term, { term, isPrefix: isPrefix || (sought.get(term)?.isPrefix ?? false) });
  }
  // The last one counts, however many stand before it.
  return [...sought.values()].slice(-MAX_SOUGHT);
}

/** The part of a text around its first hit, as plain text with the places of the hits: nothing in it is markup. */
export function snippetOf(text: string, sought: readonly SoughtWord[]): Snippet {
  const all = hitsOf(text, sought);
  const [begin, end] = windowOf(text, all[0]?.[0] ?? 0);
  const [before, after] = [begin > 0 ? '…' : '', end < text.length ? '…' : ''];
  const hits = all
    .filter(([from, to]) => to > begin && from < end)
    .map(([from, to]): [number, number] => [Math.max(from, begin) - begin + before.length, Math.min(to, end) - begin + before.length]);
  return { text: `${before}${text.slice(begin, end)}${after}`, hits };
}

function hitsOf(text: string, sought: readonly SoughtWord[]): [number, number][] {
  const hits: [number, number][] = [];
  for (const { term, from, to } of wordsOf(text)) {
    if (!sought.some((word) => (word.isPrefix ? term.startsWith(word.term) : term === word.term))) continue;
    const last = hits.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else hits.push([from, to]);
  }
  return hits;
}

/** Never cuts a surrogate pair. */
function windowOf(text: string, firstHit: number): [number, number] {
  const isPairAt = (index: number): boolean => /^[\udc00-\udfff]/.test(text.slice(index, index + 1)) && index > 0;
  let begin = Math.max(0, Math.min(firstHit - SNIPPET_BEFORE, text.length - SNIPPET_UNITS));
  let end = Math.min(text.length, begin + SNIPPET_UNITS);
  if (isPairAt(begin)) begin--;
  if (end < text.length && isPairAt(end)) end--;
  return [begin, end];
}
