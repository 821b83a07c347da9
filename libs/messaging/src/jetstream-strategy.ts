import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { EVENTS, QUERIES, type EventEnvelope } from '#contracts';
import { Logger, Metrics, SERVICE, Transports, type ServiceDefinition } from '#service-kit';
import { JETSTREAM, type ConsumeOptions, type HandlerExtras } from './consume.js';
import { EventConsumer } from './event-consumer.js';
import { NatsLink } from './nats-link.js';
import { OutboxRelay } from './outbox-relay.js';
import { answer } from './queries.js';
import { ensureStreams } from './streams.js';

/**
 * Nest's way to the methods marked with `@Consumes`, `@ConsumesBatch` and `@Answers`. A service that misses an event or query that the
 * catalog gives it, or handles one twice, does not start. When the service listens, the connection to NATS, the relay of its outbox and
 * its consumers start; when it closes, the consumers stop before HTTP does, and the relay and the connection last.
 */
@Injectable()
export class JetStreamStrategy
  extends Server
  implements CustomTransportStrategy, OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown
{
  override readonly transportId = JETSTREAM;
  override readonly propagatesEventHandlerErrors = true;
  readonly #handled: string[] = [];
  readonly #consumers: EventConsumer[] = [];
  readonly #events: ReturnType<Metrics['counter']>;

  constructor(
    transports: Transports,
    @Inject(SERVICE) private readonly service: ServiceDefinition,
    private readonly link: NatsLink,
    private readonly relay: OutboxRelay,
    private readonly log: Logger,
    metrics: Metrics,
  ) {
    super();
    transports.add(this);
    this.#events = metrics.counter({
      name: 'chasqui_events_total',
      help: 'Events by outcome in this consumer',
      labelNames: ['event', 'outcome'],
    });
  }

  override addHandler(subject: string, ...rest: [MessageHandler, boolean?, Record<string, unknown>?]): void {
    this.#handled.push(subject);
    super.addHandler(subject, ...rest);
  }

  onModuleInit(): void {
    const { name } = this.service;
    const expected = [...EVENTS.filter((event) => event.consumers.includes(name)), ...QUERIES.filter((query) => query.owner === name)];
    checkComplete(
      name,
      expected.map(({ subject }) => subject),
      this.#handled,
    );
  }

  listen(done: () => void): void {
    this.link.onConnect(async () => ensureStreams(await this.link.manager(), this.service.name));
    this.relay.start();
    for (const handler of this.messageHandlers.values()) {
      // Without interceptors Nest hands on what the method returns, and no observable.
      const handle = handler as (data: unknown) => Promise<unknown>;
      const extras = handler.extras as HandlerExtras;
      if ('query' in extras) answer(this.link, extras.query, handle, this.log);
      else this.#consumers.push(this.#consumer(extras.consume, handle));
    }
    this.link.start();
    for (const consumer of this.#consumers) consumer.start();
    done();
  }

  async close(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
  }

  /** Nest closes its transports after HTTP, which is too late. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await this.link.close();
  }

  on(event: string): never {
    throw new Error(`this transport has no event ${event}`);
  }

  /** The connection to NATS. @throws when NATS is away. */
  unwrap<T>(): T {
    return this.link.connection as T;
  }

  #consumer(options: ConsumeOptions, handle: (data: unknown) => Promise<unknown>): EventConsumer {
    const take = async (events: EventEnvelope[]): Promise<void> => void (await handle(options.batch > 1 ? events : events[0]));
    const observe = (outcome: string, count: number): void => this.#events.inc({ event: options.event.name, outcome }, count);
    return new EventConsumer(this.link, this.service.name, options, take, this.log, observe);
  }
}

/** @throws when the handled subjects are not exactly those that the catalog gives the service. */
export function checkComplete(service: string, expected: readonly string[], handled: readonly string[]): void {
  const missing = expected.filter((subject) => !handled.includes(subject));
  const foreign = handled.filter((subject) => !expected.includes(subject));
  const doubled = handled.filter((subject, index) => handled.indexOf(subject) !== index);
  const faults = [
    ...missing.map((subject) => `has no handler for ${subject}`),
    ...foreign.map((subject) => `handles ${subject}, which the catalog does not give it`),
    ...doubled.map((subject) => `handles ${subject} twice`),
  ];
  if (faults.length > 0) throw new Error(`${service} ${faults.join('; ')}`);
}
