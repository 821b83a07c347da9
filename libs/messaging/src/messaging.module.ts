import { Global, Module } from '@nestjs/common';
import { schemaOf } from '#contracts';
import { TenantDatabase } from '#database';
import { CONFIG, DatabaseModule, HealthChecks, Logger, SERVICE, type ServiceDefinition } from '#service-kit';
import { Inbox } from './inbox.js';
import { JetStreamStrategy } from './jetstream-strategy.js';
import { NatsLink, NatsUnavailable } from './nats-link.js';
import { OutboxRelay } from './outbox-relay.js';
import { Outbox } from './outbox.js';
import { Queries } from './queries.js';
import { Signals } from './signals.js';

/** Gives a service its outbox, inbox, queries and signals, and the transport that feeds the methods marked with `@Consumes` and `@Answers`. */
@Global()
@Module({
  imports: [DatabaseModule],
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
    JetStreamStrategy,
    Queries,
    Signals,
  ],
  exports: [NatsLink, Outbox, OutboxRelay, Inbox, Queries, Signals],
})
export class MessagingModule {}
