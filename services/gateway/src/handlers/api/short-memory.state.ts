/** So long what was revoked may still open the door. */
const LIFE_MS = 1_000;
const MOST = 10_000;

/** Answers of the database about credentials, each for a second. */
export class ShortMemory<T> {
  readonly #answers = new Map<string, { answer: Promise<T>; readAtMs: number }>();

  get(key: string, read: () => Promise<T>): Promise<T> {
    const nowMs = performance.now();
    const known = this.#answers.get(key);
    if (known && nowMs - known.readAtMs < LIFE_MS) return known.answer;
    if (this.#answers.size >= MOST) this.#answers.clear();
    const answer = read();
    this.#answers.set(key, { answer, readAtMs: nowMs });
    // An outage is not an answer to remember.
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }

  forget(key: string): void {
    this.#answers.delete(key);
  }
}
