import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DataSourcePool, dataSourceOptions, TenantDatabase, type PoolKind, type TenantDatabaseOptions } from '#database';
import { schemaOf } from '#contracts';
import { HealthChecks } from './health.js';
import { CONFIG, SERVICE, type ServiceDefinition } from './service.js';

interface DatabaseConfig {
  DATABASE_URL: string;
  DATABASE_PASSWORD: string;
  DATABASE_POOL_SIZE: number;
}

const optionsOf = (config: DatabaseConfig, service: ServiceDefinition): TenantDatabaseOptions => ({
  databaseUrl: config.DATABASE_URL,
  password: config.DATABASE_PASSWORD,
  schema: schemaOf(service.name),
  poolSize: config.DATABASE_POOL_SIZE,
});

/** Not initialized by Nest, which would wait for Postgres: {@link DataSourcePool} does it when it is first asked for a connection. */
const dataSource = (kind: PoolKind) =>
  TypeOrmModule.forRootAsync({
    name: kind,
    inject: [CONFIG, SERVICE],
    useFactory: (config: DatabaseConfig, service: ServiceDefinition) => ({
      ...dataSourceOptions(kind, { ...optionsOf(config, service), entities: service.entities }),
      manualInitialization: true,
    }),
  });

/** Gives a service its door to Postgres, under its own roles and schema. */
@Global()
@Module({
  imports: [dataSource('tenant'), dataSource('system')],
  providers: [
    {
      provide: TenantDatabase,
      inject: [CONFIG, SERVICE, HealthChecks, getDataSourceToken('tenant'), getDataSourceToken('system')],
      useFactory: (
        config: DatabaseConfig,
        service: ServiceDefinition,
        health: HealthChecks,
        tenant: DataSource,
        system: DataSource,
      ): TenantDatabase => {
        const pools = { tenant: new DataSourcePool(() => tenant), system: new DataSourcePool(() => system) };
        const database = new TenantDatabase(optionsOf(config, service), pools);
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
