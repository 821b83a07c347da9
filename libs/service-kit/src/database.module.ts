import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { schemaOf } from '#contracts';
import { HealthChecks } from './health.js';
import { CONFIG, SERVICE, type ServiceDefinition } from './service.js';

interface DatabaseConfig {
  DATABASE_URL: string;
  DATABASE_PASSWORD: string;
  DATABASE_POOL_SIZE: number;
}

/** Gives a service its door to Postgres, under its own roles and schema. */
@Global()
@Module({
  providers: [
    {
      provide: TenantDatabase,
      inject: [CONFIG, SERVICE, HealthChecks],
      useFactory: (config: DatabaseConfig, service: ServiceDefinition, health: HealthChecks): TenantDatabase => {
        const database = new TenantDatabase({
          databaseUrl: config.DATABASE_URL,
          password: config.DATABASE_PASSWORD,
          schema: schemaOf(service.name),
          poolSize: config.DATABASE_POOL_SIZE,
        });
        health.register('postgres', () => database.ping());
        return database;
      },
    },
  ],
  exports: [TenantDatabase],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(TenantDatabase) private readonly database: TenantDatabase) {}

  // Shutdown hooks of importing modules run in onModuleDestroy and beforeApplicationShutdown; the database goes last.
  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
