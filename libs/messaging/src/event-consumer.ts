import { createHash } from 'node:crypto';
import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { envelopeSchema, streamOf, type EventEnvelope, type ServiceName } from '#contracts';
import { isDatabaseUnavailable } from '#database';
import { runInContext, type Logger } from '#service-kit';
import { PoisonedEvent, type ConsumeOptions } from './consume.js';
import { NatsUnavailable, type NatsLink } from './nats-link.js';
import { Delivery, unpackEvents } from './publication.js';
import { MAX_AHEAD } from './stream-room.js';
import { endWhenGone, ensureDurable } from './streams.js';
import { TenantSlots } from './tenant-slots.js';

/** One event of a delivery. */
interface Delivered {
  delivery: Delivery;
  event: EventEnvelope;
  /** The event as it came. */
  content: unknown;
}

const OUTAGE_RETRY_MS = 1_000;
/** Messages, each of up to a hundred events, that wait in this process for room. */
const PULL_AHEAD = 64;
/** Events that are waiting or being handled in this process: all that a relay publishes ahead, so that nobody waits in the stream behind others. */
const MAX_HELD = MAX_AHEAD;

/** Headers of a dead letter beside the event as it was. */
export const DEAD_LETTER_HEADERS = { code: 'Chasqui-Error-Code', detail: 'Chasqui-Error-Detail', consumer: 'Chasqui-Consumer' } as const;

const isOutage = (error: unknown): boolean => isDatabaseUnavailable(error) || error instanceof NatsUnavailable;

/**
 * One durable of one service. Events with the same key are handled one after another, others side by side up to the policy's
 * concurrency, tenants in turns; where the handler takes batches, those of one tenant are, and tenants side by side. A failure is told
 * apart: an outage is waited out, a poisoned event goes to the dead letters, anything else is tried again with back-off until the policy's
 * attempts are spent. Nothing is ever dropped.
 */
export class EventConsumer {
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #inFlight = new Set<Delivery>();
  readonly #failures = new Map<string, number>();
  /** Handlers that may run at a time. */
  readonly #slots: TenantSlots;
  /** Of a consumer of batches, by tenant. */
  readonly #waiting = new Map<string, Delivered[]>();
  readonly #draining = new Set<string>();
  /** Events that are waiting or being handled. */
  #held = 0;
  #freed: (() => void) | undefined;
  #messages: ConsumerMessages | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #stopped = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly service: ServiceName,
    private readonly options: ConsumeOptions,
    private readonly handle: (events: EventEnvelope[]) => Promise<void>,
    private readonly logger: Logger,
    private readonly observe: (outcome: 'processed' | 'retried' | 'dead', events: number) => void,
  ) {
    this.#slots = new TenantSlots(options.event.policy.concurrency);
  }

  start(): void {
    // A handler that runs longer than the acknowledgement wait (a slow model) keeps its delivery.
    this.#heartbeat = setInterval(
      () => this.#inFlight.forEach(({ message }) => message.working()),
      this.options.event.policy.ackWaitMs / 3,
    );
    this.#running = this.#pull();
  }

  /** Stops pulling and finishes what is in hand; what was pulled and not begun goes back to the stream. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#messages?.stop();
    this.#freed?.();
    for (const queue of this.#waiting.values()) this.#giveBack(queue.splice(0));
    await this.#running;
    while (this.#held > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clearInterval(this.#heartbeat);
  }

  async #pull(): Promise<void> {
    const { event } = this.options;
    while (!this.#stopped) {
      try {
        const durable = await ensureDurable(await this.link.manager(), event, this.service);
        const consumer = await this.link.streams.consumers.get(streamOf(event.producer), durable);
        this.#messages = await consumer.consume({ max_messages: PULL_AHEAD, idle_heartbeat: 2_000 });
        // Told to stop while it was being set up: nothing else would end the iteration below.
        if (this.#stopped) this.#messages.stop();
        void endWhenGone(this.#messages);
        for await (const message of this.#messages) {
          if (this.#stopped) {
            message.nak();
            continue;
          }
          await this.#room();
          this.#take(message);
        }
      } catch (error) {
        if (!(error instanceof NatsUnavailable)) this.logger.debug(`${event.name}: pulling stopped`, { reason: (error as Error).message });
      }
      if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  async #room(): Promise<void> {
    const max = Math.max(this.options.batch * 4, MAX_HELD);
    while (this.#held >= max && !this.#stopped) {
      await new Promise<void>((resolve) => (this.#freed = resolve));
    }
  }

  #take(message: JsMsg): void {
    const contents = contentsOf(message);
    const delivery: Delivery = new Delivery(message, contents.length, () => this.#inFlight.delete(delivery));
    this.#inFlight.add(delivery);
    this.#held += contents.length;
    for (const content of contents) {
      let event: EventEnvelope;
      try {
        const envelope = envelopeSchema.parse(content);
        event = { ...envelope, data: this.options.event.data.parse(envelope.data) };
      } catch (error) {
        const text = content === undefined ? message.string() : JSON.stringify(content);
        void this.#bury(delivery, text, 'invalid_event', (error as Error).message).finally(() => this.#free(1));
        continue;
      }
      this.#queue({ delivery, event, content });
    }
  }

  #queue(delivered: Delivered): void {
    const { event } = delivered;
    if (this.options.batch > 1) {
      let queue = this.#waiting.get(event.tenantId);
      if (!queue) this.#waiting.set(event.tenantId, (queue = []));
      queue.push(delivered);
      if (!this.#draining.has(event.tenantId)) void this.#drain(event.tenantId, queue);
      return;
    }
    const key = this.options.event.key(event.data);
    const before = this.#lanes.get(key) ?? Promise.resolve();
    const lane = before
      .then(() => this.#inTurn(delivered))
      .finally(() => {
        if (this.#lanes.get(key) === lane) this.#lanes.delete(key);
        this.#free(1);
      });
    this.#lanes.set(key, lane);
  }

  async #inTurn(delivered: Delivered): Promise<void> {
    const { tenantId } = delivered.event;
    await this.#slots.take(tenantId);
    if (this.#stopped) delivered.delivery.again(0);
    else await this.#run([delivered]);
    this.#slots.give(tenantId);
  }

  /** Hands a tenant's events over, batch after batch, for as long as there are any. */
  async #drain(tenantId: string, queue: Delivered[]): Promise<void> {
    this.#draining.add(tenantId);
    const { batch, waitMs } = this.options;
    while (queue.length > 0) {
      // Lets more come in, unless there is a whole batch already; at least what is being read right now.
      if (queue.length < batch) await new Promise((resolve) => (waitMs > 0 ? setTimeout(resolve, waitMs) : setImmediate(resolve)));
      const group = queue.splice(0, batch);
      if (group.length === 0) break;
      if (this.#stopped) {
        this.#giveBack(group);
        break;
      }
      await this.#run(group);
      this.#free(group.length);
    }
    this.#draining.delete(tenantId);
    this.#waiting.delete(tenantId);
  }

  #giveBack(group: readonly Delivered[]): void {
    for (const { delivery } of group) delivery.again(0);
    this.#free(group.length);
  }

  #free(events: number): void {
    this.#held -= events;
    const freed = this.#freed;
    this.#freed = undefined;
    freed?.();
  }

  async #run(group: Delivered[]): Promise<void> {
    const [first] = group;
    if (!first) return;
    const { tenantId, traceId } = first.event;
    try {
      await runInContext({ tenantId, ...(traceId ? { traceId } : {}) }, () => this.handle(group.map(({ event }) => event)));
    } catch (error) {
      // One bad event must not take its neighbours with it: each gets its own try. An outage is everybody's.
      if (group.length > 1 && !isOutage(error)) {
        for (const delivered of group) await this.#run([delivered]);
        return;
      }
      for (const delivered of group) await this.#failed(delivered, error as Error);
      return;
    }
    for (const { delivery, event } of group) {
      delivery.settle();
      this.#failures.delete(event.id);
    }
    this.observe('processed', group.length);
  }

  async #failed({ delivery, event, content }: Delivered, error: Error): Promise<void> {
    if (isOutage(error)) {
      delivery.again(OUTAGE_RETRY_MS);
      this.observe('retried', 1);
      return;
    }
    const failures = (this.#failures.get(event.id) ?? 0) + 1;
    const { maxAttempts, backoffMs } = this.options.event.policy;
    if (error instanceof PoisonedEvent || failures >= maxAttempts) {
      const code = error instanceof PoisonedEvent ? error.code : 'handler_failed';
      await this.#bury(delivery, JSON.stringify(content), code, error.message, { id: event.id, error });
      this.#failures.delete(event.id);
      return;
    }
    this.#failures.set(event.id, failures);
    this.logger.warn(`${this.options.event.name}: attempt ${failures} of ${maxAttempts} failed`, error, { eventId: event.id });
    delivery.again(backoffMs[Math.min(failures, backoffMs.length) - 1] ?? OUTAGE_RETRY_MS);
    this.observe('retried', 1);
  }

  /** Copies the event to the dead letters first; only then may its message leave the stream. */
  async #bury(delivery: Delivery, envelope: string, code: string, detail: string, of?: { id: string; error: Error }): Promise<void> {
    this.logger.error(`${this.options.event.name}: moved to the dead letters`, { code, detail: detail.slice(0, 500) }, of?.error);
    const { message } = delivery;
    try {
      const reason = headers();
      reason.set(DEAD_LETTER_HEADERS.code, code);
      reason.set(DEAD_LETTER_HEADERS.detail, detail.replaceAll(/[\r\n]+/g, ' ').slice(0, 500));
      reason.set(DEAD_LETTER_HEADERS.consumer, this.service);
      // By the publication, not by its sequence: a stream that was lost counts from one again.
      const publication = message.headers?.get('Nats-Msg-Id') || `${message.time.toISOString()}:${message.seq}`;
      const msgID = `dead:${this.service}:${publication}:${of?.id ?? createHash('sha256').update(envelope).digest('hex')}`;
      await this.link.streams.publish(`chasqui-dead.${this.service}.${message.subject}`, envelope, { headers: reason, msgID });
      delivery.settle();
      this.observe('dead', 1);
    } catch {
      delivery.again(OUTAGE_RETRY_MS);
    }
  }
}

/** What a message holds; a message that is no JSON holds one event that is none. */
function contentsOf(message: JsMsg): unknown[] {
  try {
    const contents = unpackEvents(message.string());
    return contents.length > 0 ? contents : [undefined];
  } catch {
    return [undefined];
  }
}
