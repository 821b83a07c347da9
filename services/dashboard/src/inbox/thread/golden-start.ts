import type { Message } from '../data/contract';
import { plain } from '../plain-text';

/** Messages of the customer that may lead up to a question, and how old they may be. */
const MOST_EARLIER = 3;
const EARLIER_MS = 3_600_000;
const MAX_TEXT = 1_000;
const MAX_OFFERED = 8;
const NO_WORDS = /^[^\p{L}\p{N}]*$/u;

/** With what the form of a golden question begins. */
export interface GoldenStart {
  question: string;
  /** What the customer wrote shortly before it, oldest first. */
  earlier: string[];
  /** Sentences of what was answered: candidates for facts. */
  offered: string[];
}

const wordsOf = ({ text, deletedAt }: Message): string => (deletedAt ? '' : plain(text ?? '')).slice(0, MAX_TEXT);

/**
 * Takes a question, the turns before it and the answer after it from a thread.
 *
 * @param messages of the thread, oldest first
 * @returns undefined where the message is no question of the customer in words
 */
export function goldenStart(messages: readonly Message[], message: Message): GoldenStart | undefined {
  const at = messages.findIndex(({ id }) => id === message.id);
  const question = wordsOf(message);
  if (at < 0 || message.direction !== 'inbound' || NO_WORDS.test(question)) return undefined;
  const earliest = Date.parse(message.at) - EARLIER_MS;
  const earlier = messages
    .slice(0, at)
    .filter((each) => each.direction === 'inbound' && Date.parse(each.at) >= earliest)
    .map(wordsOf)
    .filter((text) => text !== '' && text !== question)
    .slice(-MOST_EARLIER);
  const after = messages.slice(at + 1);
  const begins = after.findIndex((each) => each.direction === 'outbound' && wordsOf(each) !== '');
  const answers: Message[] = [];
  for (const each of begins < 0 ? [] : after.slice(begins)) {
    if (each.direction === 'inbound') break;
    answers.push(each);
  }
  const sentences = answers.flatMap((each) => (each.deletedAt ? [] : (each.text ?? '').split(/\n+|(?<=[.!?…])\s+|(?<=[。！？।])/u)));
  // The line by which the assistant names where its answer is from is no fact.
  const facts = sentences.filter((each) => !/^_.+_$/.test(each.trim()));
  const offered = facts.map((each) => plain(each).slice(0, MAX_TEXT)).filter((each) => !NO_WORDS.test(each));
  return { question, earlier, offered: [...new Set(offered)].slice(0, MAX_OFFERED) };
}
