/** What holds until a time. Bounded: when it is full it begins anew, since what it forgets can be asked again. */
export class KnownUntil<T> {
  readonly #entries = new Map<string, { value: T; untilMs: number }>();

  constructor(private readonly most: number) {}

  get(key: string, nowMs: number): T | undefined {
    const entry = this.#entries.get(key);
    return entry && nowMs < entry.untilMs ? entry.value : undefined;
  }

  set(key: string, value: T, untilMs: number): void {
    if (this.#entries.size >= this.most) this.#entries.clear();
    this.#entries.set(key, { value, untilMs });
  }
}
