export interface Budget {
  bytes: number;
  /** However small they are. */
  requests: number;
}

interface Held {
  requests: number;
  bytes: number;
  /** Of large bodies alone. */
  largeBytes: number;
}

/** Nearly everything that people and WhatsApp send is smaller. */
const SMALL_BYTES = 64 * 1024;
/** Part of the budget that one holder may have. */
const HOLDERS_PART = 1 / 2;
/** Part of what may be had that large bodies may have: whoever sends a little finds room also while others withhold a lot. */
const LARGE_PART = 3 / 4;

/**
 * Bounds the bytes of bodies that are held at a time, and the requests that hold them: what comes beyond is turned away before it is read.
 * What is announced counts, whether it has come or not. No holder (an address, a tenant) has more than half of it.
 */
export class ByteBudget {
  readonly #all: Held = nothing();
  readonly #byHolder = new Map<string, Held>();

  constructor(private readonly most: Budget) {}

  /** Makes room for a body of this size. @returns gives the room back, any number of times; undefined where there is none */
  take(bytes: number, holder: string): (() => void) | undefined {
    const held = this.#byHolder.get(holder) ?? nothing();
    if (!hasRoom(this.#all, bytes, this.most, 1) || !hasRoom(held, bytes, this.most, HOLDERS_PART)) return undefined;
    this.#byHolder.set(holder, held);
    add(this.#all, bytes, 1);
    add(held, bytes, 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      add(this.#all, bytes, -1);
      add(held, bytes, -1);
      if (held.requests === 0) this.#byHolder.delete(holder);
    };
  }
}

const nothing = (): Held => ({ requests: 0, bytes: 0, largeBytes: 0 });

function hasRoom(held: Held, bytes: number, most: Budget, part: number): boolean {
  if (held.requests + 1 > most.requests * part || held.bytes + bytes > most.bytes * part) return false;
  return bytes <= SMALL_BYTES || held.largeBytes + bytes <= most.bytes * part * LARGE_PART;
}

function add(held: Held, bytes: number, sign: 1 | -1): void {
  held.requests += sign;
  held.bytes += sign * bytes;
  if (bytes > SMALL_BYTES) held.largeBytes += sign * bytes;
}
