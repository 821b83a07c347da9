export type LaunchErrorCode =
  | 'node_too_old'
  | 'invalid_environment'
  | 'data_dir_not_writable'
  | 'data_dir_in_use'
  | 'disk_full'
  | 'port_taken'
  | 'postgres_missing'
  | 'postgres_failed'
  | 'database_unreachable'
  | 'nats_server_missing'
  | 'nats_failed'
  | 'nats_unreachable'
  | 'migration_failed'
  | 'service_failed'
  | 'seed_failed';

/** Why the system cannot start: what was wrong, and what the reader can do about it. */
export class LaunchError extends Error {
  constructor(
    readonly code: LaunchErrorCode,
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LaunchError';
  }
}
