import {
  Global,
  Inject,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { EVENTS, QUERIES, schemaOf, type EventEnvelope, type QueryDefinition } from '#contracts';
import { TenantDatabase } from '#database';
import { CONFIG, DatabaseModule, HealthChecks, Logger, Metrics, SERVICE, type ServiceDefinition } from '#service-kit';
import { ANSWERS, CONSUMES, type ConsumeOptions } from './consume.js';
import { EventConsumer } from './event-consumer.js';
import { Inbox } from './inbox.js';
import { NatsLink, NatsUnavailable } from './nats-link.js';
import { OutboxRelay } from './outbox-relay.js';
import { Outbox } from './outbox.js';
import { answer, Queries } from './queries.js';
import { Signals } from './signals.js';
import { ensureStreams } from './streams.js';

/**
 * Gives a service its outbox, inbox, queries, and feeds the methods marked with `@Consumes` and `@Answers`.
 * A service that misses an event or query that the catalog gives it, or handles one twice, does not start.
 */
@Global()
@Module({
  imports: [DatabaseModule, DiscoveryModule],
  providers: [
    {
      provide: NatsLink,
      inject: [CONFIG, SERVICE, Logger, HealthChecks],
      useFactory: (config: { NATS_URL: string }, service: ServiceDefinition, logger: Logger, health: HealthChecks): NatsLink => {
        const link = new NatsLink(config.NATS_URL, service.name, logger);
        health.register('nats', () => {
          if (!link.isReady) throw new NatsUnavailable();
        });
        return link;
      },
    },
    {
      provide: OutboxRelay,
      inject: [NatsLink, TenantDatabase, SERVICE, Logger],
      useFactory: (link: NatsLink, database: TenantDatabase, service: ServiceDefinition, logger: Logger): OutboxRelay =>
        new OutboxRelay(link, database, service.name, schemaOf(service.name), logger),
    },
    {
      provide: Outbox,
      inject: [OutboxRelay, SERVICE],
      useFactory: (relay: OutboxRelay, service: ServiceDefinition): Outbox => new Outbox(relay, schemaOf(service.name)),
    },
    { provide: Inbox, inject: [SERVICE], useFactory: (service: ServiceDefinition): Inbox => new Inbox(schemaOf(service.name)) },
    Queries,
    Signals,
  ],
  exports: [NatsLink, Outbox, OutboxRelay, Inbox, Queries, Signals],
})
export class MessagingModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #consumers: EventConsumer[] = [];

  constructor(
    @Inject(SERVICE) private readonly service: ServiceDefinition,
    private readonly discovery: DiscoveryService,
    private readonly link: NatsLink,
    private readonly relay: OutboxRelay,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const { consumes, answers } = this.#discover();
    const events = this.metrics.counter({
      name: 'chasqui_events_total',
      help: 'Events by outcome in this consumer',
      labelNames: ['event', 'outcome'],
    });
    this.link.onConnect(async () => ensureStreams(await this.link.manager(), this.service.name));
    this.relay.start();
    for (const { query, handle } of answers) answer(this.link, query, handle, this.logger);
    for (const { options, handle } of consumes) {
      const observe = (outcome: string, count: number): void => events.inc({ event: options.event.name, outcome }, count);
      this.#consumers.push(new EventConsumer(this.link, this.service.name, options, handle, this.logger, observe));
    }
    this.link.start();
    for (const consumer of this.#consumers) consumer.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await this.link.close();
  }

  #discover(): {
    consumes: { options: ConsumeOptions; handle: (events: EventEnvelope[]) => Promise<void> }[];
    answers: { query: QueryDefinition; handle: (tenantId: string, request: unknown) => Promise<unknown> }[];
  } {
    type Method = (...args: unknown[]) => Promise<unknown>;
    const consumes: { options: ConsumeOptions; handle: (events: EventEnvelope[]) => Promise<void> }[] = [];
    const answers: { query: QueryDefinition; handle: (tenantId: string, request: unknown) => Promise<unknown> }[] = [];
    const scanner = new MetadataScanner();
    for (const { instance } of [...this.discovery.getControllers(), ...this.discovery.getProviders()]) {
      if (!instance || typeof instance !== 'object' || !Object.getPrototypeOf(instance)) continue;
      for (const name of scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const method = (instance as Record<string, Method>)[name];
        if (typeof method !== 'function') continue;
        const options = Reflect.getMetadata(CONSUMES, method) as ConsumeOptions | undefined;
        if (options) {
          const handle = async (events: EventEnvelope[]): Promise<void> =>
            void (await method.call(instance, options.batch > 1 ? events : events[0]));
          consumes.push({ options, handle });
        }
        const query = Reflect.getMetadata(ANSWERS, method) as QueryDefinition | undefined;
        if (query) answers.push({ query, handle: (tenantId, request) => method.call(instance, tenantId, request) });
      }
    }
    const { name } = this.service;
    checkComplete(
      name,
      EVENTS.filter((event) => event.consumers.includes(name)).map((event) => event.subject),
      consumes.map(({ options }) => options.event.subject),
    );
    checkComplete(
      name,
      QUERIES.filter((query) => query.owner === name).map((query) => query.subject),
      answers.map(({ query }) => query.subject),
    );
    return { consumes, answers };
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
