/** Maximum of rows in one flush, and bytes after which it takes no further row. */
export const MAX_ROWS = 256;
const MAX_BYTES = 16 * 1024 * 1024;

interface Waiting {
  body: Buffer;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Lets concurrent writes share commits: one flush runs at a time and takes everything that came in during the last one. Two at a time are
 * slower, since they queue for the same fsync. `Receiving` bounds how many wait.
 */
export class GroupCommit {
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  constructor(
    /** Resolves once the bodies are durable. */
    private readonly sink: (bodies: Buffer[]) => Promise<void>,
    private readonly observe: { flushed: (rows: number) => void; failed: (error: Error) => void },
  ) {}

  /** Resolves after the commit of the body. @throws the sink's error: nothing of the batch may count as stored */
  add(body: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits until nothing waits. */
  async drain(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  async #flush(): Promise<void> {
    // Requests that arrived in the same turn of the event loop share the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      try {
        await this.sink(batch.map(({ body }) => body));
      } catch (error) {
        // Requests that wait behind a failed flush would only wait as long for the same answer.
        for (const { reject } of [...batch, ...this.#waiting]) reject(error as Error);
        this.#waiting = [];
        this.observe.failed(error as Error);
        break;
      }
      for (const { resolve } of batch) resolve();
      this.observe.flushed(batch.length);
    }
    this.#flushing = undefined;
  }

  #take(): Waiting[] {
    let bytes = 0;
    let rows = 0;
    for (; rows < this.#waiting.length && rows < MAX_ROWS; rows++) {
      bytes += this.#waiting[rows]!.body.length;
      if (rows > 0 && bytes > MAX_BYTES) break;
    }
    return this.#waiting.splice(0, rows);
  }
}
