import { Controller, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { accountChanged, messageReceived, type EventOf } from '#contracts';
import { TenantDatabase, tenantTable, type SchemaMigrations } from '#database';
import { Consumes, Inbox, MessagingModule, messagingPartitions, messagingTables, messagingTurns, Outbox } from '#messaging';
import { databaseEnv, DatabaseModule, defineService, messagingEnv, type RunningService } from '#service-kit';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import { restOf } from './rest-of.js';

export const TENANT = '0198c0de-0000-7000-8000-00000000000a';

const migrations: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-effects',
      sql: `${messagingTables('tenant')}${messagingPartitions('tenant')}${messagingTurns('tenant')}
        create table tenant.effects (tenant_id uuid not null, event_id uuid not null, waba_id text not null);
        ${tenantTable('tenant', 'effects', { tenant: ['select', 'insert'] })}`,
    },
  ],
};
const producerMigrations: SchemaMigrations = {
  schema: 'conversation',
  migrations: [
    { name: '0001-messaging', sql: messagingTables('conversation') + messagingPartitions('conversation') + messagingTurns('conversation') },
  ],
};

/** What the consumer does with an event, by its WABA id. */
export const behaviour = new Map<string, (event: EventOf<typeof accountChanged>) => void | Promise<void>>();

@Controller()
class RecordEffect {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
  ) {}

  @Consumes(accountChanged)
  async on(event: EventOf<typeof accountChanged>): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      await behaviour.get(event.data.wabaId)?.(event);
      await tx.execute('insert into tenant.effects (tenant_id, event_id, waba_id) values ($1, $2, $3)', [
        event.tenantId,
        event.id,
        event.data.wabaId,
      ]);
    });
  }
}

@Module({ imports: [DatabaseModule, MessagingModule], controllers: [RecordEffect, restOf('tenant', accountChanged)] })
class ConsumerModule {}
export const consumer = defineService({
  name: 'tenant',
  summary: 'test',
  config: z.object({ ...databaseEnv, ...messagingEnv }),
  module: ConsumerModule,
});

@Controller()
class Nothing {
  @Consumes(messageReceived) async a(): Promise<void> {}
}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [Nothing, restOf('tenant', accountChanged)] })
export class IncompleteModule {}
@Controller()
class Again {
  @Consumes(accountChanged) async again(): Promise<void> {}
}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [RecordEffect, Again, restOf('tenant', accountChanged)] })
export class DoubledModule {}

@Injectable()
class Producer {
  constructor(readonly outbox: Outbox) {}
}
@Module({ imports: [DatabaseModule, MessagingModule], controllers: [restOf('gateway')], providers: [Producer] })
class ProducerModule {}
// Its stream is the one that accountChanged travels on.
export const producer = defineService({
  name: 'gateway',
  summary: 'test',
  config: z.object({ ...databaseEnv, ...messagingEnv }),
  module: ProducerModule,
});
const gatewayMigrations: SchemaMigrations = {
  schema: 'gateway',
  migrations: [{ name: '0001-messaging', sql: messagingTables('gateway') + messagingPartitions('gateway') + messagingTurns('gateway') }],
};

/** A producer and a consumer on servers of their own. */
export class MessagingWorld {
  infra!: Infrastructure;
  services: RunningService[] = [];

  async begin(): Promise<void> {
    this.infra = await startInfrastructure({ modules: [migrations, producerMigrations, gatewayMigrations] });
  }

  /** Stops the services of a test; the servers stay. */
  async closeServices(): Promise<void> {
    await Promise.all(this.services.map((service) => service.close()));
    this.services = [];
    behaviour.clear();
  }

  async end(): Promise<void> {
    await this.infra?.stop();
  }

  async start(definition: typeof consumer): Promise<RunningService> {
    const running = await startService(this.infra, definition);
    this.services.push(running);
    return running;
  }

  /** The effects of the events of a WABA. */
  effects(wabaId: string): Promise<{ event_id: string }[]> {
    return this.infra.rows<{ event_id: string }>('select event_id from tenant.effects where waba_id = $1', [wabaId]);
  }

  /** @returns the id of the event */
  emit(running: RunningService, wabaId: string): Promise<string> {
    return running.app
      .get(TenantDatabase)
      .forTenant(TENANT, async (tx) => running.app.get(Outbox).append(tx, accountChanged, { wabaId, field: 'f', value: {} }).id);
  }
}
