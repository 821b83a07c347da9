import { join } from 'node:path';
import pg from 'pg';
import { startNats } from '#local-servers/nats.js';
import { PidFile } from '#local-servers/pid-file.js';
import { freePort } from '#local-servers/ports.js';
import { startPostgres } from '#local-servers/postgres.js';
import { Supervisor } from '#local-servers/supervisor.js';

export interface Infrastructure {
  ownerUrl: string;
  natsUrl: string;
  postgresPid: number;
  natsPid: number;
  owner: pg.Pool;
  stop(): Promise<void>;
}

/** The Postgres (fsync on, as it is shipped) and the NATS of the embedded system, without anything of ours in them. */
export async function startInfrastructure(folder: string): Promise<Infrastructure> {
  const supervisor = new Supervisor(new PidFile(join(folder, 'pids.json')), (line) => process.stderr.write(`${line}\n`));
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    port: freePort,
    password: 'bench',
    supervisor,
  });
  const nats = await startNats({ dir: join(folder, 'nats'), port: freePort, supervisor });
  const owner = new pg.Pool({ connectionString: postgres.ownerUrl, max: 2, application_name: 'bench:owner' });
  owner.on('error', () => undefined);
  return {
    ownerUrl: postgres.ownerUrl,
    natsUrl: nats.url,
    postgresPid: supervisor.pid('postgres')!,
    natsPid: supervisor.pid('nats')!,
    owner,
    stop: async () => {
      await owner.end();
      await supervisor.stop();
    },
  };
}
