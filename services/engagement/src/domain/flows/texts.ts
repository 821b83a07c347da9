import { Liquid } from 'liquidjs';
import type { AudienceFacts } from '../segments/matches.js';

/** Limits of one text: what a company writes may not keep the service busy. */
const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // `{{ attributes.city | default: "your city" }}` stands for whoever has none.
  lenientIf: true,
  // No files: a text stands by itself.
  templates: {},
  parseLimit: 8_192,
  renderLimit: 100,
  memoryLimit: 100_000,
});

/** What all texts between two waits may take together, in milliseconds: hundreds of nodes, each within its own limit, would hold up everybody. */
export const ALL_TEXTS_MS = 500;

/** The time that the texts of one walk have left. */
export class TextTime {
  #left = ALL_TEXTS_MS;

  /** @param clock milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** @throws {TextError} where all of it is used */
  spend<T>(work: () => T): T {
    if (this.#left <= 0) throw new TextError(`the texts of the flow take more than ${ALL_TEXTS_MS} ms`);
    const begun = this.clock();
    try {
      return work();
    } finally {
      this.#left -= this.clock() - begun;
    }
  }
}

/** A text names something that this contact does not have, or is wrong in itself. */
export class TextError extends Error {}

const HAS_PLACEHOLDER = /\{\{|\{%/;

export interface Placeholders {
  facts: AudienceFacts;
  /** What the customer wrote last. */
  answer: string | null;
  time: TextTime;
}

/** @throws {TextError} */
export function fillText(text: string, { facts, answer, time }: Placeholders): string {
  if (!HAS_PLACEHOLDER.test(text)) return text;
  const { name, phone, language, attributes, tags } = facts;
  try {
    return time.spend(() => String(liquid.parseAndRenderSync(text, { name, phone, language, attributes, tags, answer })));
  } catch (error) {
    if (error instanceof TextError) throw error;
    throw new TextError((error as Error).message.slice(0, 300));
  }
}

/** A message with every text in it filled. @throws {TextError} */
export function fillMessage<T>(value: T, placeholders: Placeholders): T {
  if (typeof value === 'string') return fillText(value, placeholders) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => fillMessage(one, placeholders)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillMessage(one as unknown, placeholders)])) as T;
}

/** What is wrong with a text whatever the contact is, in Liquid's words; undefined for nothing. */
export function textFault(text: string): string | undefined {
  if (!HAS_PLACEHOLDER.test(text)) return undefined;
  try {
    liquid.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message.slice(0, 300);
  }
}
