import { migrate } from '#database';
import { MODULES } from '../../migrations.js';
import { LaunchError } from '#local-servers/launch-error.js';

/**
 * Brings the database to the present schema: roles, one schema a service, every service's migrations.
 *
 * @returns how many migrations were applied
 * @throws LaunchError `migration_failed`
 */
export async function migrateDatabase(ownerUrl: string, roleSecret: string, log?: (line: string) => void): Promise<number> {
  let applied = 0;
  try {
    await migrate({
      ownerUrl,
      roleSecret,
      modules: MODULES,
      log: (line) => {
        applied++;
        log?.(line);
      },
    });
  } catch (error) {
    throw new LaunchError(
      'migration_failed',
      `The database could not be brought to the present schema: ${(error as Error).message}.`,
      'Nothing of the failed migration was kept.',
      { cause: error },
    );
  }
  return applied;
}
