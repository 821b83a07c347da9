import { join } from 'node:path';
import pg from 'pg';
import { PidFile } from '#local-servers/pid-file.js';
import { freePort } from '#local-servers/ports.js';
import { startPostgres } from '#local-servers/postgres.js';
import { loadSecrets } from '../../deploy/embedded/src/secrets.js';
import { Supervisor } from '#local-servers/supervisor.js';
import type { System } from './system.js';

/** Does work on the database of a system that is stopped, with nobody else in it. */
export async function withPostgresAlone({ dataDir }: Pick<System, 'dataDir'>, work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const supervisor = new Supervisor(new PidFile(join(dataDir, 'bench-pids.json')), (line) => process.stderr.write(`${line}\n`));
  const { ownerUrl } = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    logFile: join(dataDir, 'bench-postgres.log'),
    port: freePort,
    password: loadSecrets(dataDir, {}).postgresPassword,
    supervisor,
  });
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'bench:owner' });
  try {
    await owner.connect();
    await work(owner).finally(() => owner.end());
  } finally {
    await supervisor.stop();
  }
}
