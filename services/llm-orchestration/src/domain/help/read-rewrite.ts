import { handoff, type Handoff, type Outcome } from '../answers/answer.js';
import { conceptOf, isPromise } from '../answers/grounding/concepts.js';
import { Said } from '../answers/grounding/grounds.js';
import { Secrets } from '../answers/grounding/leak.js';
import { targetsOf } from '../answers/grounding/targets.js';
import { figuresOf, longNumbersOf, wordsOf } from '../answers/grounding/tokens.js';
import { completedJson } from '../answers/partial-json.js';
import { toWhatsAppText } from '../answers/whatsapp-text.js';
import { REWRITE_RULES } from './rewrite.js';

/** As long as a message may be. */
const MAX_CHARACTERS = 4_096;
/** A translation is longer than its text, and no more than this many times; short ones by so many characters. */
const MAX_TIMES = 3;
const MAX_MORE = 200;

/** A word of letters alone. Of numbers only digits are compared: written ones are articles in many languages ("un", "ein"). */
const WORD = /(?<![\p{L}\p{N}])\p{L}+(?![\p{L}\p{N}])/gu;

/** Checks what a model makes of an agent's text: it may say it otherwise, and nothing else. */
export class RewriteCheck {
  readonly #said: Said;
  readonly #secrets: Secrets;
  readonly #longest: number;

  constructor(text: string) {
    this.#said = new Said(text);
    this.#secrets = new Secrets([REWRITE_RULES], [text]);
    this.#longest = Math.min(MAX_CHARACTERS, text.length * MAX_TIMES + MAX_MORE);
  }

  /** @param raw a finished answer @param finishReason as the model gave it */
  read(raw: string, finishReason: string | undefined): Outcome {
    if (raw.trim() === '') return handoff('model_empty');
    if (finishReason === undefined) return handoff('model_error', 'the answer broke off');
    if (finishReason !== 'stop') return handoff('model_error', `the model ended with ${finishReason.slice(0, 40)}`);
    const text = textOf(raw);
    if (!/[\p{L}\p{N}]/u.test(text)) return handoff('model_empty');
    if (text.length > this.#longest) return handoff('model_error', 'the answer is much longer than the text');
    return this.#refuse(text) ?? { kind: 'answer', text, citations: [] };
  }

  /** The whole sentences of an unfinished answer, as far as nothing is wrong with them. */
  begun(raw: string): string {
    const text = textOf(raw);
    const end = [...text.matchAll(/[.!?…]["'”’»)]*(?=\s)|[。！？।]|\n/gu)].at(-1);
    const whole = end ? text.slice(0, end.index + end[0].length).trimEnd() : '';
    return whole.length > this.#longest || this.#refuse(whole) ? '' : whole;
  }

  #refuse(text: string): Handoff | undefined {
    if (this.#secrets.areIn(text)) return handoff('unsafe_answer', 'it gives away what the assistant was told');
    if ([...targetsOf(text)].some((target) => !this.#said.targets.has(target)))
      return handoff('unsafe_answer', 'it holds an address that is not in the text');
    if (figuresOf(text.replaceAll(WORD, ' ')).some(({ value, also }) => ![value, ...also].some((each) => this.#said.figures.has(each))))
      return handoff('ungrounded_answer', 'it names a number that is not in the text');
    if (longNumbersOf(text).some((number) => !this.#said.longNumbers.has(number)))
      return handoff('ungrounded_answer', 'it names a number that is not in the text');
    const promises = wordsOf(text).flatMap((word) => conceptOf.get(word.plain) ?? []);
    if (promises.some((concept) => isPromise(concept) && !this.#said.concepts.has(concept)))
      return handoff('ungrounded_answer', 'it promises what the text does not');
    return undefined;
  }
}

/** The new text in what the model wrote: of its JSON, or all of it where it wrote none. */
function textOf(raw: string): string {
  const body = raw.trim().replace(/^```(?:json)?\s*/i, '');
  if (!body.startsWith('{')) return toWhatsAppText(raw.trim());
  const value = completedJson(body.replace(/\s*```$/, ''));
  const text = (value as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? toWhatsAppText(text) : '';
}
