/** More than any limit counts to. */
const MAX_TIMES = 100;

/** Counts events of the last `windowMs` in slots of equal length, so that memory and time stay the same at any rate. */
export class MovingCount {
  private readonly counts: Uint32Array;
  private readonly slotMs: number;
  /** Number of the newest slot, counted from the epoch. */
  private newest = 0;

  constructor(windowMs: number, slots: number) {
    this.counts = new Uint32Array(slots);
    this.slotMs = windowMs / slots;
  }

  add(now: number): void {
    this.turn(now);
    this.counts[this.newest % this.counts.length]! += 1;
  }

  total(now: number): number {
    this.turn(now);
    let total = 0;
    for (const count of this.counts) total += count;
    return total;
  }

  /** Milliseconds until fewer than `limit` are counted, if nothing is added; 0 if that is so now. */
  msUntilBelow(limit: number, now: number): number {
    let total = this.total(now);
    if (total < limit) return 0;
    const { length } = this.counts;
    for (let age = length - 1; age >= 0; age -= 1) {
      const slot = this.newest - age;
      total -= this.counts[(slot + length) % length]!;
      if (total < limit) return (slot + length) * this.slotMs - now;
    }
    return this.slotMs * length;
  }

  private turn(now: number): void {
    const slot = Math.floor(now / this.slotMs);
    if (slot <= this.newest) return;
    const { length } = this.counts;
    if (slot - this.newest >= length) this.counts.fill(0);
    else for (let index = this.newest + 1; index <= slot; index += 1) this.counts[index % length] = 0;
    this.newest = slot;
  }
}

/** Who was met in the last `windowMs`, each once. At most `max` are kept; beyond them the longest unseen are forgotten. */
export class MovingSet {
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly windowMs: number,
    private readonly max: number,
  ) {}

  has(key: string, now: number): boolean {
    const at = this.seen.get(key);
    return at !== undefined && at + this.windowMs > now;
  }

  add(key: string, now: number): void {
    this.forgetEnded(now);
    // Put back at the end: the map is in order of time.
    this.seen.delete(key);
    this.seen.set(key, now);
    if (this.seen.size > this.max) this.seen.delete(this.seen.keys().next().value!);
  }

  size(now: number): number {
    this.forgetEnded(now);
    return this.seen.size;
  }

  /** Milliseconds until the longest unseen falls out; undefined while there is nobody. */
  msUntilNext(now: number): number | undefined {
    if (this.size(now) === 0) return undefined;
    return (this.seen.values().next().value as number) + this.windowMs - now;
  }

  private forgetEnded(now: number): void {
    for (const [key, at] of this.seen) {
      if (at + this.windowMs > now) return;
      this.seen.delete(key);
    }
  }
}

/** How often each was met in the last `windowMs`. At most `max` are kept; beyond them the longest unmet are forgotten. */
export class MovingTally {
  private readonly met = new Map<string, number[]>();

  constructor(
    private readonly windowMs: number,
    private readonly max: number,
  ) {}

  count(key: string, now: number): number {
    return this.recent(key, now).length;
  }

  add(key: string, now: number): void {
    const times = [...this.recent(key, now), now].slice(-MAX_TIMES);
    this.met.delete(key);
    this.met.set(key, times);
    // Two a step, so that what has ended leaves faster than new ones come.
    for (let step = 0; step < 2; step += 1) {
      const [oldest, all] = this.met.entries().next().value!;
      if (this.met.size <= this.max && all.at(-1)! + this.windowMs > now) return;
      this.met.delete(oldest);
    }
  }

  private recent(key: string, now: number): number[] {
    return (this.met.get(key) ?? []).filter((at) => at + this.windowMs > now);
  }
}
