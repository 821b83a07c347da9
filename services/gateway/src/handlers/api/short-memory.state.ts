import { LRUCache } from 'lru-cache';

/** For how long what was revoked may still open the door. */
const LIFE_MS = 1_000;
const MAX_ANSWERS = 10_000;

/** Remembers answers of the database about credentials, each for a second. */
export class ShortMemory<T> {
  readonly #answers = new LRUCache<string, Promise<T>>({ max: MAX_ANSWERS, ttl: LIFE_MS });

  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = read();
    this.#answers.set(key, answer);
    // An outage is not an answer to remember.
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }

  forget(key: string): void {
    this.#answers.delete(key);
  }
}
