/**
 * Bounds what a flood may take: requests that are not answered yet, and the bytes of their bodies from their first line on. What comes
 * beyond is turned away before it is read.
 */
export class InHand {
  #requests = 0;
  #bytes = 0;

  constructor(
    private readonly mostRequests: number,
    private readonly mostBytes: number,
  ) {}

  /** Makes room for a body of this size. @returns gives the room back, any number of times; undefined where there is none */
  take(bytes: number): (() => void) | undefined {
    if (this.#requests >= this.mostRequests || this.#bytes + bytes > this.mostBytes) return undefined;
    this.#requests++;
    this.#bytes += bytes;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#requests--;
      this.#bytes -= bytes;
    };
  }
}
