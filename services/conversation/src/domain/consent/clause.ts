import { BIT, EVERY_BIT, type Meaning } from './meaning.js';
import { normalizePhrase } from './normalize-phrase.js';
import type { Vocabulary } from './vocabulary.js';

/** Part of a message between two signs. */
export interface Clause {
  words: readonly string[];
  isQuestion: boolean;
}

/** What one clause says. An aside is a courtesy, or a reason that somebody gives with a wish. */
export type Said = 'stop' | 'start' | 'unclear' | 'aside';

export function splitIntoClauses(text: string): Clause[] {
  // A dash is a sign between spaces only: "opt-out".
  return text.split(/(?<=[.,!?;:…\n،؛؟।])|\s[-–—]+\s/u).flatMap((part) => {
    const phrase = normalizePhrase(part);
    return phrase === '' ? [] : [{ words: phrase.split(' '), isQuestion: /[?؟]$/u.test(part) }];
  });
}

/**
 * @param bitsBefore what the clauses before this one mean: "too many offers, do not send them"
 * @returns nothing for a clause with a word that is not known, or that says something else
 */
export function readClause(
  { words, isQuestion }: Clause,
  vocabulary: Vocabulary,
  bitsBefore: number,
): { said: Said; bits: number } | undefined {
  const groups: number[] = [];
  for (let at = 0; at < words.length;) {
    const group = vocabulary.read(words, at);
    if (!group) return undefined;
    groups.push(group.bits);
    at += group.length;
  }
  const bits = bitsOf(groups);
  const said = judge(groups, isQuestion, bitsBefore) ?? judgeApart(groups, isQuestion, vocabulary.negationLast);
  return said && { said, bits };
}

/** Two clauses with no sign between them: "unsubscribe me i do not want your offers", "remove me and do not write to me". */
function judgeApart(groups: readonly number[], isQuestion: boolean, negationLast: boolean): Said | undefined {
  if (isQuestion) return undefined;
  const at = groups.findIndex((bits, index) => index > 0 && (has(bits, 'and') || (!negationLast && has(bits, 'neg', 'statement', 'plus'))));
  if (at === -1) return undefined;
  const first = judge(groups.slice(0, at), false, 0);
  const second = judge(groups.slice(at), false, 0);
  return first && second === 'stop' && (first === 'stop' || first === 'aside') ? 'stop' : undefined;
}

const bitsOf = (groups: readonly number[]): number => groups.reduce((sum, bits) => sum | bits, 0);

function has(bits: number, ...meanings: Meaning[]): boolean {
  return meanings.some((meaning) => (bits & BIT[meaning]) !== 0);
}

/** Meanings that are no more than manners beside others. */
const MANNERS = ['polite', 'me', 'and', 'again', 'more', 'aside'] as const;

function only(bits: number, ...meanings: Meaning[]): boolean {
  const allowed = [...meanings, ...MANNERS].reduce((sum, meaning) => sum | BIT[meaning], 0);
  return (bits & (EVERY_BIT ^ allowed)) === 0;
}

function judge(groups: readonly number[], isQuestion: boolean, bitsBefore: number): Said | undefined {
  const bits = bitsOf(groups);
  if (has(bits, 'never')) return undefined;
  if (only(bits)) return 'aside';
  const [alone, ...more] = groups.filter((each) => !has(each, 'polite'));
  if (alone !== undefined && more.length === 0 && has(alone, 'bare') && !isQuestion) return has(alone, 'begin') ? 'start' : 'stop';
  const negated = has(bits, 'neg', 'statement');
  if (has(bits, 'how')) return !negated && has(bits, 'out', 'stop', 'cancel', 'remove') ? 'aside' : undefined;
  if (isQuestion && !has(bits, 'polite')) return undefined;
  // "Je veux plus de promos" may be either.
  if (has(bits, 'plus') && !has(bits, 'neg') && has(bits, 'want') && !has(bits, 'receive', 'contact')) return undefined;
  if (has(bits, 'continued') && has(bitsBefore, 'stop') && !negated) return 'aside';
  if (negated || has(bits, 'plus')) return refuses(bits, isQuestion, bitsBefore) ? 'stop' : undefined;
  if (stops(bits)) return has(bits, 'subscribe', 'put', 'begin') ? undefined : 'stop';
  if (starts(bits)) return 'start';
  if (
    has(bits, 'unclear') &&
    !isQuestion &&
    more.length <= 1 &&
    only(bits, 'unclear', 'cancel', 'remove', 'enough', 'subscription', 'bare')
  )
    return 'unclear';
  if (has(bits, 'stop') && only(bits, 'stop', 'subscription')) return 'unclear';
  return only(bits, 'topic', 'enough', 'uninterested') && !isQuestion ? 'aside' : undefined;
}

/** No offers, do not write to me, I do not want to receive this. */
function refuses(bits: number, isQuestion: boolean, bitsBefore: number): boolean {
  // "Do not unsubscribe me" wants to stay, and so may whoever says both.
  if (has(bits, 'out', 'stop', 'cancel', 'remove', 'subscribe', 'put', 'subscription', 'uninterested')) return false;
  const topic = has(bits, 'topic');
  // "I do not want to be on your list."
  if (has(bits, 'want') && has(bits, 'list')) return true;
  if (!has(bits, 'neg', 'plus')) {
    return has(bits, 'want')
      ? topic || has(bits, 'receive', 'contact')
      : has(bits, 'polite') && (has(bits, 'contact') || (has(bits, 'act') && topic));
  }
  if (has(bits, 'contact')) return true;
  if (has(bits, 'want') && has(bits, 'receive')) return true;
  if (has(bits, 'act') && (topic || has(bits, 'more') || has(bitsBefore, 'topic', 'uninterested'))) return true;
  if (!topic) return false;
  // "No messages" tells what there is, "no messages please" asks for it.
  return has(bits, 'want') || (!isQuestion && !has(bits, 'receive') && has(bits, 'plus', 'enough', 'polite', 'more'));
}

function stops(bits: number): boolean {
  if (has(bits, 'out')) return true;
  if (has(bits, 'stop')) return has(bits, 'topic', 'contact', 'act', 'receive') || only(bits, 'stop', 'enough');
  if (has(bits, 'remove')) return has(bits, 'list', 'me');
  if (has(bits, 'cancel') && has(bits, 'contact', 'receive')) return true;
  return has(bits, 'topic') && has(bits, 'cancel', 'enough', 'uninterested');
}

function starts(bits: number): boolean {
  if (has(bits, 'cancel', 'unclear', 'enough', 'uninterested', 'aside')) return false;
  if (has(bits, 'subscribe')) return true;
  if (has(bits, 'begin')) return has(bits, 'topic');
  if (has(bits, 'put')) return has(bits, 'list') || (has(bits, 'topic') && has(bits, 'again'));
  if (!has(bits, 'topic')) return false;
  return (has(bits, 'want') && has(bits, 'receive')) || (has(bits, 'again') && has(bits, 'act', 'contact', 'want', 'receive'));
}
