import type { JsMsg } from '@nats-io/jetstream';

/** What is published as one message. */
export interface OutboxRow {
  /** Its `Nats-Msg-Id`. */
  id: string;
  tenantId: string;
  subject: string;
  /** An event, or an array of events, as they travel. */
  envelope: string;
}

/** The most events that travel in one message. */
export const MAX_EVENTS = 100;
/** A message that holds this much takes no further event; a single event may be larger. */
export const FULL_BYTES = 256 * 1024;

/** What travels in a message: an event, or an array of events of one tenant and subject. */
export const packEvents = (envelopes: readonly string[]): string => (envelopes.length === 1 ? envelopes[0]! : `[${envelopes.join(',')}]`);

/** The events of a message or of an outbox row, each as it was packed. @throws when it is not JSON */
export function unpackEvents(text: string): unknown[] {
  const content = JSON.parse(text) as unknown;
  return Array.isArray(content) ? content : [content];
}

/** About how many events a packed text holds, without reading it. */
export const eventsIn = (subject: string, text: string): number =>
  text.startsWith('[') ? Math.max(1, text.split(`"subject":"${subject}"`).length - 1) : 1;

/**
 * A message that was delivered, until each of its events has its outcome. It is taken off the stream once all have; if one must come
 * again, all do, and receipts tell which are done.
 */
export class Delivery {
  #open: number;
  #againMs: number | undefined;

  constructor(
    readonly message: JsMsg,
    events: number,
    private readonly onEnd: () => void,
  ) {
    this.#open = events;
  }

  /** An event of it is done, or safe among the dead letters. */
  settle(): void {
    if (--this.#open > 0) return;
    if (this.#againMs === undefined) this.message.ack();
    else this.message.nak(this.#againMs);
    this.onEnd();
  }

  /** An event of it must come again, after this time at the earliest. */
  again(ms: number): void {
    this.#againMs = Math.max(this.#againMs ?? 0, ms);
    this.settle();
  }
}
