/**
 * Tells the loops of this process that something waits. It only saves time: what waits stands in the database, and a loop's next look finds what
 * nobody told of.
 */
export class Wake {
  readonly #listeners: (() => void)[] = [];

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  wake(): void {
    for (const listener of this.#listeners) listener();
  }
}
