import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { envelopeSchema, streamOf, type EventEnvelope, type ServiceName } from '#contracts';
import { isDatabaseUnavailable } from '#database';
import { runInContext, type Logger } from '#service-kit';
import { PoisonedEvent, type ConsumeOptions } from './consume.js';
import { NatsUnavailable, type NatsLink } from './nats-link.js';
import { endWhenGone, ensureDurable } from './streams.js';

interface Delivery {
  message: JsMsg;
  event: EventEnvelope;
}

const OUTAGE_RETRY_MS = 1_000;
const PULL_AHEAD = 256;

/** Headers of a dead letter beside the event as it was. */
export const DEAD_LETTER_HEADERS = { code: 'Chasqui-Error-Code', detail: 'Chasqui-Error-Detail', consumer: 'Chasqui-Consumer' } as const;

/**
 * One durable of one service. Events with the same key are handled one after another, others side by side up to the policy's
 * concurrency. A failure is told apart: an outage is waited out, a poisoned event goes to the dead letters, anything else is
 * tried again with back-off until the policy's attempts are spent. Nothing is ever dropped.
 */
export class EventConsumer {
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #inFlight = new Set<JsMsg>();
  readonly #failures = new Map<string, number>();
  readonly #waiting: Delivery[] = [];
  #batchRunning = false;
  #active = 0;
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
  ) {}

  start(): void {
    // A handler that runs longer than the acknowledgement wait (a slow model) keeps its delivery.
    this.#heartbeat = setInterval(() => this.#inFlight.forEach((message) => message.working()), this.options.event.policy.ackWaitMs / 3);
    this.#running = this.#pull();
  }

  /** Stops pulling and finishes what is in hand; what was pulled and not begun goes back to the stream. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#messages?.stop();
    this.#freed?.();
    for (const { message } of this.#waiting.splice(0)) message.nak();
    await this.#running;
    while (this.#active > 0) await new Promise((resolve) => setTimeout(resolve, 5));
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
    const most = this.options.batch > 1 ? this.options.batch * 4 : this.options.event.policy.concurrency;
    while (this.#active + this.#waiting.length >= most && !this.#stopped) {
      await new Promise<void>((resolve) => (this.#freed = resolve));
    }
  }

  #take(message: JsMsg): void {
    let event: EventEnvelope;
    try {
      const envelope = envelopeSchema.parse(message.json());
      event = { ...envelope, data: this.options.event.data.parse(envelope.data) };
    } catch (error) {
      this.#inFlight.add(message);
      this.#active++;
      void this.#bury(message, 'invalid_event', (error as Error).message).finally(() => this.#done([{ message }]));
      return;
    }
    this.#inFlight.add(message);
    if (this.options.batch > 1) {
      this.#waiting.push({ message, event });
      if (!this.#batchRunning) void this.#drain();
      return;
    }
    this.#active++;
    const key = this.options.event.key(event.data);
    const before = this.#lanes.get(key) ?? Promise.resolve();
    const lane = before
      .then(() => this.#run([{ message, event }]))
      .finally(() => {
        if (this.#lanes.get(key) === lane) this.#lanes.delete(key);
        this.#done([{ message }]);
      });
    this.#lanes.set(key, lane);
  }

  async #drain(): Promise<void> {
    this.#batchRunning = true;
    while (this.#waiting.length > 0) {
      // Lets more come in, unless there is a whole batch already.
      if (this.#waiting.length < this.options.batch) await new Promise((resolve) => setTimeout(resolve, this.options.waitMs));
      const deliveries = this.#waiting.splice(0, this.options.batch);
      this.#active += deliveries.length;
      const byTenant = Map.groupBy(deliveries, ({ event }) => event.tenantId);
      for (const group of byTenant.values()) {
        await this.#run(group);
        this.#done(group);
      }
    }
    this.#batchRunning = false;
  }

  #done(deliveries: readonly { message: JsMsg }[]): void {
    for (const { message } of deliveries) this.#inFlight.delete(message);
    this.#active -= deliveries.length;
    const freed = this.#freed;
    this.#freed = undefined;
    freed?.();
  }

  async #run(deliveries: Delivery[]): Promise<void> {
    const [first] = deliveries;
    if (!first) return;
    const { tenantId, traceId } = first.event;
    try {
      await runInContext({ tenantId, ...(traceId ? { traceId } : {}) }, () => this.handle(deliveries.map(({ event }) => event)));
    } catch (error) {
      // One bad event must not take its neighbours with it: each gets its own try.
      if (deliveries.length > 1) {
        for (const delivery of deliveries) await this.#run([delivery]);
        return;
      }
      await this.#failed(first, error as Error);
      return;
    }
    for (const { message, event } of deliveries) {
      message.ack();
      this.#failures.delete(event.id);
    }
    this.observe('processed', deliveries.length);
  }

  async #failed({ message, event }: Delivery, error: Error): Promise<void> {
    if (isDatabaseUnavailable(error) || error instanceof NatsUnavailable) {
      message.nak(OUTAGE_RETRY_MS);
      this.observe('retried', 1);
      return;
    }
    const failures = (this.#failures.get(event.id) ?? 0) + 1;
    const { maxAttempts, backoffMs } = this.options.event.policy;
    if (error instanceof PoisonedEvent || failures >= maxAttempts) {
      await this.#bury(message, error instanceof PoisonedEvent ? error.code : 'handler_failed', error.message, error);
      this.#failures.delete(event.id);
      return;
    }
    this.#failures.set(event.id, failures);
    this.logger.warn(`${this.options.event.name}: attempt ${failures} of ${maxAttempts} failed`, error, { eventId: event.id });
    message.nak(backoffMs[Math.min(failures, backoffMs.length) - 1]);
    this.observe('retried', 1);
  }

  /** Copies the message to the dead letters first and only then takes it off its stream. */
  async #bury(message: JsMsg, code: string, detail: string, error?: Error): Promise<void> {
    this.logger.error(`${this.options.event.name}: moved to the dead letters`, { code, detail: detail.slice(0, 500) }, error);
    try {
      const reason = headers();
      reason.set(DEAD_LETTER_HEADERS.code, code);
      reason.set(DEAD_LETTER_HEADERS.detail, detail.replaceAll(/[\r\n]+/g, ' ').slice(0, 500));
      reason.set(DEAD_LETTER_HEADERS.consumer, this.service);
      await this.link.streams.publish(`chasqui-dead.${this.service}.${message.subject}`, message.data, {
        headers: reason,
        // By the publication, not by its sequence: a stream that was lost counts from one again.
        msgID: `dead:${this.service}:${message.headers?.get('Nats-Msg-Id') || `${message.time.toISOString()}:${message.seq}`}`,
      });
      message.term();
      this.observe('dead', 1);
    } catch {
      message.nak(OUTAGE_RETRY_MS);
    }
  }
}
