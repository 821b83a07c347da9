import type { Passage } from './answer.js';

const MAX_PASSAGES = 8;

/**
 * The best passage of each question first, then the second best, so that every question is represented.
 *
 * @param found the passages of each question, best first
 * @returns at most 8, each once
 */
export function inTurns(found: readonly (readonly Passage[])[]): Passage[] {
  const longest = Math.max(0, ...found.map((passages) => passages.length));
  const all = Array.from({ length: longest }, (_, rank) => found.flatMap((passages) => passages[rank] ?? [])).flat();
  return [...new Map(all.map((passage) => [passage.chunkId, passage])).values()].slice(0, MAX_PASSAGES);
}
