import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { NODE_ARGUMENTS } from '../../deploy/embedded/src/node-arguments.js';
import { loadSecrets } from '../../deploy/embedded/src/secrets.js';
import { UsageError } from './options.js';
import type { Run } from './run.js';

/** `demo.json`, as far as it is needed here. */
export interface Demo {
  superadmin: { email: string; password: string };
  whatsapp: { appSecret: string };
  tenants: {
    id: string;
    slug: string;
    users: { email: string; password: string; role: string }[];
    outlets: { id: string; phoneNumberId: string; wabaId: string; displayPhoneNumber: string }[];
    knowledgeBases: { examples: { question: string; answerContains: string }[] }[];
  }[];
}

export interface System {
  url: string;
  pid: number;
  dataDir: string;
  demo: Demo;
  /** Owner URL of its embedded Postgres. */
  ownerUrl: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 180_000;

/** What is measured is the system, not the 80 messages a second that WhatsApp allows a new number: numbers have their highest rate. */
async function letNumbersBeFast(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`update tenant.outlets set throughput = 'HIGH'`);
  await client.end();
}

/**
 * The whole system as `npm start` runs it, in a data folder of this run.
 *
 * @param options.name of its folder, where a run has several @param options.nodeArgs as `--cpu-prof`
 */
export async function startSystem(
  run: Run,
  options: { env: Record<string, string>; nodeArgs?: readonly string[]; name?: string },
): Promise<System> {
  const main = fileURLToPath(new URL('../../deploy/embedded/src/main.js', import.meta.url));
  if (!existsSync(main)) throw new UsageError('dist/deploy/embedded/src/main.js is not there: run `npm run build`');
  const dataDir = join(run.folder, options.name ?? 'data');
  mkdirSync(dataDir, { recursive: true });
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    PORT: '0',
    SIMULATOR_PORT: '0',
    ...options.env,
  };
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, ...(options.nodeArgs ?? []), main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: run.folder,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(late);
  };
  run.undo(stop);
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the system was not ready within ${READY_WITHIN_MS / 1_000} s`)), READY_WITHIN_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^ready (\S+)$/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
    void ended.then(() => {
      clearTimeout(late);
      reject(new Error(`the system ended before it was ready (exit code ${child.exitCode ?? child.signalCode})`));
    });
  });
  const demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Demo;
  const port = (JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8')) as Record<string, number>).postgres;
  const ownerUrl = `postgres://chasqui:${loadSecrets(dataDir, {}).postgresPassword}@127.0.0.1:${port}/chasqui`;
  await letNumbersBeFast(ownerUrl);
  return { url, pid: child.pid!, dataDir, demo, ownerUrl, stop };
}
