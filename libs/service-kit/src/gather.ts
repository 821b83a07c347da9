import { AsyncLocalStorage } from 'node:async_hooks';

interface Asked<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes one call of many: what is asked for one key in the same turn of the event loop, or while the call before is under way, is asked
 * together. Alone, a question waits for nothing but the end of that turn.
 *
 * A call that fails is made again for each of its items by itself, so that one bad item does not fail its neighbours.
 */
export class Gather<Item, Result> {
  readonly #waiting = new Map<string, Asked<Item, Result>[]>();
  /** A call is made for several askers: in the context of none of them. */
  readonly #inOwnContext = AsyncLocalStorage.snapshot();

  constructor(
    /** @returns a result for each item, in their order */
    private readonly call: (key: string, items: Item[]) => Promise<readonly Result[]>,
    private readonly options: {
      most: number;
      /** Whether asking again makes sense after this; always, if it is not said. */
      isOfItem?: (error: unknown) => boolean;
    },
  ) {}

  ask(key: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const asked = { item, resolve, reject };
      const waiting = this.#waiting.get(key);
      if (waiting) return void waiting.push(asked);
      this.#waiting.set(key, [asked]);
      this.#inOwnContext(() => setImmediate(() => void this.#drain(key)));
    });
  }

  async #drain(key: string): Promise<void> {
    const waiting = this.#waiting.get(key)!;
    while (waiting.length > 0) await this.#together(key, waiting.splice(0, this.options.most));
    // In the same turn in which nobody was waiting: who asks later begins anew.
    this.#waiting.delete(key);
  }

  async #together(key: string, asked: Asked<Item, Result>[]): Promise<void> {
    const items = asked.map(({ item }) => item);
    try {
      const results = await this.call(key, items);
      if (results.length !== items.length) throw new Error(`${results.length} results for ${items.length} items`);
      asked.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (asked.length === 1 || this.options.isOfItem?.(error) === false) asked.forEach(({ reject }) => reject(error));
      else await Promise.all(asked.map((each) => this.#together(key, [each])));
    }
  }
}
