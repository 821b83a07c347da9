import type { ConsumerInfo } from '@nats-io/jetstream';
import { durableOf, EVENTS, streamOf, type ServiceName } from '#contracts';
import type { NatsLink } from './nats-link.js';
import { eventsIn } from './publication.js';

/**
 * Events of a subject that may wait in its stream for the consumers. A stream is first in, first out, so it is never deep: what is
 * more waits in the outbox, where tenants take turns. Enough for the largest batches.
 */
export const EVENTS_AHEAD = 256;
/** The most, for tenants that publish few. A consumer that has more to do was away, or cannot keep up: it goes at its own pace, and the others at theirs. */
export const MAX_AHEAD = 4 * EVENTS_AHEAD;
/** A consumer that has taken and settled nothing in this time, though something waits for it, is away. */
const AWAY_MS = 10_000;
/** The stream is asked no more often. */
const ASK_EVERY_MS = 100;
/** Events of a tenant within a second up to which it is let past others that wait. */
const FEW = 32;
const FEW_WITHIN_MS = 1_000;

/** How a consumer stands. */
export interface Standing {
  /** Events that wait for it or are with it. */
  waiting: number;
  isAway: boolean;
}

/** How many events the stream is ahead of its consumers: of the slowest of those who keep up, or of the nearest where none does. */
export function eventsAhead(consumers: readonly Standing[]): number {
  const near = consumers.filter(({ waiting, isAway }) => !isAway && waiting <= MAX_AHEAD);
  if (near.length > 0) return Math.max(...near.map(({ waiting }) => waiting));
  return consumers.length > 0 ? Math.min(...consumers.map(({ waiting }) => waiting)) : 0;
}

interface Subject {
  /** As of the last answer. */
  ahead: number;
  /** Events that were published since that was asked. */
  since: number;
  /** Events in a message, of late. The stream counts messages. */
  mean: number;
}

interface Progress {
  mark: string;
  waiting: number;
  at: number;
}

/** What more may be published of each subject of a service. */
export class StreamRoom {
  readonly #subjects = new Map<string, Subject>();
  /** By durable. */
  readonly #progress = new Map<string, Progress>();
  /** Events that each tenant has published lately, by subject and tenant. */
  readonly #lately = new Map<string, number>();
  #latelySince = 0;
  #asking: Promise<void> | undefined;
  #askedAt = 0;

  constructor(
    private readonly link: NatsLink,
    private readonly service: ServiceName,
  ) {}

  /** Events of a subject that may be published; less than one when the stream holds enough. */
  of(subject: string): number {
    const { ahead, since } = this.#subject(subject);
    return EVENTS_AHEAD - ahead - since;
  }

  /** Whether there is room for an event of a tenant that has published few: it need not wait behind those who have published many. */
  isLeftFor(subject: string, tenantId: string): boolean {
    return this.of(subject) > EVENTS_AHEAD - MAX_AHEAD && (this.#lately.get(`${subject} ${tenantId}`) ?? 0) < FEW;
  }

  /** Counts what is published, and learns in time how far the consumers are. */
  take({ subject, tenantId, envelope }: { subject: string; tenantId: string; envelope: string }): void {
    const events = eventsIn(subject, envelope);
    const state = this.#subject(subject);
    state.since += events;
    state.mean += (events - state.mean) / 8;
    const now = Date.now();
    if (now - this.#latelySince > FEW_WITHIN_MS) {
      this.#lately.clear();
      this.#latelySince = now;
    }
    const key = `${subject} ${tenantId}`;
    this.#lately.set(key, (this.#lately.get(key) ?? 0) + events);
    if (state.since >= EVENTS_AHEAD / 4 && now - this.#askedAt >= ASK_EVERY_MS) void this.ask();
  }

  /** Asks the stream, unless that was done within this time. Where it gives no answer, nobody is held back for it. */
  async ask(withinMs = 0): Promise<void> {
    if (!this.#asking && Date.now() - this.#askedAt < withinMs) return;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    await this.#asking;
  }

  #subject(subject: string): Subject {
    let state = this.#subjects.get(subject);
    if (!state) this.#subjects.set(subject, (state = { ahead: 0, since: 0, mean: 1 }));
    return state;
  }

  async #ask(): Promise<void> {
    this.#askedAt = Date.now();
    const before = new Map([...this.#subjects].map(([subject, { since }]) => [subject, since]));
    const durables = new Map<string, ConsumerInfo>();
    try {
      const manager = await this.link.manager();
      for await (const info of manager.consumers.list(streamOf(this.service))) durables.set(info.name, info);
    } catch {
      durables.clear();
    }
    for (const [subject, since] of before) {
      const state = this.#subject(subject);
      state.since -= since;
      state.ahead = eventsAhead(this.#standings(subject, durables, state.mean));
    }
  }

  #standings(subject: string, durables: ReadonlyMap<string, ConsumerInfo>, mean: number): Standing[] {
    const event = EVENTS.find((each) => each.subject === subject);
    const infos = (event?.consumers ?? []).flatMap((consumer) => durables.get(durableOf(event!, consumer)) ?? []);
    return infos.map((info) => {
      // What comes again after a failure waits for its time and takes nobody's place.
      const waiting = (info.num_pending + Math.max(0, info.num_ack_pending - info.num_redelivered)) * mean;
      const mark = `${info.delivered.consumer_seq} ${info.ack_floor.consumer_seq} ${info.num_ack_pending}`;
      const last = this.#progress.get(info.name);
      const at = last?.mark === mark && last.waiting > 0 ? last.at : Date.now();
      this.#progress.set(info.name, { mark, waiting, at });
      return { waiting, isAway: waiting > 0 && Date.now() - at >= AWAY_MS };
    });
  }
}
