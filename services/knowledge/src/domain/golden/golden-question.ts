import { createHash } from 'node:crypto';
import { searchWords } from '../search/search-words.js';

/** How many a base may have: so many are asked within seconds when it is published. */
export const MAX_GOLDEN = 200;

/** A question as a customer asks it, and what its answer must hold. */
export interface Asked {
  question: string;
  /** What the customer writes before it, oldest first. */
  earlier: string[];
  /** Facts, all of which the answer must hold. */
  expected: string[];
}

/** The message of a customer that a question is made from. */
export interface Source {
  conversationId: string;
  messageId: string;
}

/** A question that is added. Without a source: a person typed it, or it came from a file. */
export interface NewQuestion extends Asked {
  source?: Source | undefined;
}

/** What a question came to. */
export interface Outcome {
  /** Empty for a handoff to a person. */
  answer: string;
  /** Whether the answer holds all facts. */
  found: boolean;
}

export interface GoldenQuestion extends Asked {
  id: string;
  baseId: string;
  /** What the published version answered when it was last asked; empty for a handoff, null before. */
  answer: string | null;
  found: boolean | null;
  checkedVersion: number | null;
  sourceConversationId: string | null;
  sourceMessageId: string | null;
  createdAt: string;
  updatedAt: string;
}

/** By which the same question, with the same messages before it, is known. */
export const keyOf = ({ question, earlier }: Pick<Asked, 'question' | 'earlier'>): string =>
  createHash('sha256')
    .update(JSON.stringify([question, ...earlier].map((text) => searchWords(text, 'simple') || text.trim())))
    .digest('hex');

/** Case, accents and punctuation tell no facts apart: `$50,-` is `50`. */
const words = (text: string): string => ` ${searchWords(text, 'simple')} `;

/** Whether a fact has a letter or a digit by which it can be found. */
export const isFact = (text: string): boolean => words(text).trim() !== '';

/** Whether an answer holds every fact, word for word and in order; case, accents and punctuation do not count. */
export function holdsFacts(answer: string, expected: readonly string[]): boolean {
  const said = words(answer);
  return expected.every((fact) => said.includes(words(fact)));
}
