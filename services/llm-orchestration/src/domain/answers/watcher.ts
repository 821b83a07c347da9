import type { Passage } from './answer.js';
import type { Grounds } from './grounding/grounds.js';

/** Whoever watches an answer come about. The answer does not depend on it. */
export interface Watcher {
  /** What was found for the question, best first, before anything is written. */
  found?(passages: readonly Passage[]): void;
  /** @param raw all that the model has written so far @param grounds what it may say */
  wrote?(raw: string, grounds: Grounds): void;
  /** Aborted when nobody waits for the answer any more: a model is then told to stop. */
  left?: AbortSignal;
}
