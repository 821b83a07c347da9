import { Liquid } from 'liquidjs';
import type { AudienceFacts } from '../segments/matches.js';

/** Limits of one text: what a company writes may not keep the service busy. */
const OPTIONS = {
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
} as const;
const liquid = new Liquid(OPTIONS);
/** What customers have written stays a value: it adds no part to an address, and no field to JSON. */
const addresses = new Liquid({ ...OPTIONS, outputEscape: (value: unknown) => encodeURIComponent(asText(value).toWellFormed()) });
const json = new Liquid({ ...OPTIONS, outputEscape: (value: unknown) => JSON.stringify(value ?? null) });

const asText = (value: unknown): string => (Array.isArray(value) ? value.map(asText).join(',') : String(value ?? ''));

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

export const HAS_PLACEHOLDER = /\{\{|\{%/;

export interface Placeholders {
  facts: AudienceFacts;
  /** What the customer wrote last. */
  answer: string | null;
  time: TextTime;
}

/** @throws {TextError} */
export const fillText = (text: string, placeholders: Placeholders): string => fill(liquid, text, placeholders);

/** Each value is written as a part of an address is (RFC 3986, section 2.1). @throws {TextError} */
export const fillAddress = (text: string, placeholders: Placeholders): string => fill(addresses, text, placeholders);

/** Each value is written as JSON, a text with its quotation marks. @throws {TextError} */
export const fillJson = (text: string, placeholders: Placeholders): string => fill(json, text, placeholders);

function fill(liquid: Liquid, text: string, { facts, answer, time }: Placeholders): string {
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
