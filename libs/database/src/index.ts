export * from './cursors.js';
export * from './errors.js';
export * from './migrate.js';
export * from './partitions.js';
export * from './rls.js';
export * from './roles.js';
export * from './tenant-database.js';
export * from './transaction.js';
