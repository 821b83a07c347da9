import { schemaOf, SERVICES } from '#contracts';
import type { SchemaMigrations } from '#database';
import { migrations as billingMigrations } from '../../billing/src/persistence/migrations.js';
import { migrations } from '../src/persistence/migrations.js';

/** The knowledge service's schema, billing's, which says how many documents may be added, and the roles that their views are granted to. */
export const SCHEMAS: readonly SchemaMigrations[] = [
  ...SERVICES.filter((name) => name !== 'knowledge' && name !== 'billing').map((name) => ({ schema: schemaOf(name), migrations: [] })),
  billingMigrations,
  migrations,
];
