import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect as connectToNats } from '@nats-io/transport-node';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { NatsUser } from '#messaging/nats-users.js';
import { ensureCatalog } from '#messaging/streams.js';
import { LaunchError } from './launch-error.js';
import { ensureNatsServer } from './nats-binary.js';
import { PidFile } from './pid-file.js';
import { Ports } from './ports.js';
import { stopLeftover } from './processes.js';
import { ChildFailed, Supervisor } from './supervisor.js';

export interface RunningNats {
  /** As the first of its users, `nats://<user>:<password>@127.0.0.1:<port>`, where it has any. */
  url: string;
  port: number;
  version: string;
  /** Which program it is, and what is wrong with that if anything is. */
  program: string;
  pid(): number | undefined;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_PAYLOAD_BYTES = 8 * 1024 * 1024;
const PROBE_TIMEOUT_MS = 1_000;

/**
 * Starts a real nats-server with JetStream, restarted on the same port whenever it dies. Everything is kept in `dir`: a second
 * start on the same folder finds streams and messages again.
 *
 * A server that survived a killed launcher is stopped first, after making sure that it is the one of this folder.
 *
 * @throws LaunchError `nats_server_missing`, `nats_failed`
 */
export async function startNats(options: {
  dir: string;
  /** A function is asked once, after a leftover server is gone; a free port that stays the same for this folder when left out. */
  port?: number | (() => Promise<number>);
  /** Who may come in, and what each may say and hear; anybody, and everything, when left out. */
  users?: readonly NatsUser[];
  /** Stops it together with the rest; one of its own when left out. */
  supervisor?: Supervisor;
  logFile?: string;
  log?: (line: string) => void;
}): Promise<RunningNats> {
  const { dir, users = [] } = options;
  const [own] = users;
  const log = options.log ?? (() => undefined);
  const binary = await ensureNatsServer({ log });
  mkdirSync(dir, { recursive: true });
  const pidPath = join(dir, 'nats.pid');
  const configPath = join(dir, 'nats.conf');
  const logFile = options.logFile ?? join(dir, 'nats.log');
  const supervisor = options.supervisor ?? new Supervisor(new PidFile(join(dir, 'pids.json')), log);
  await clearLeftover(pidPath, configPath);
  const port = typeof options.port === 'number' ? options.port : await (options.port?.() ?? new Ports(dir).stable('nats'));

  // In a file and not among the arguments, where everybody on the machine could read the passwords.
  const lines = [
    `listen: ${JSON.stringify(`${HOST}:${port}`)}`,
    `server_name: "embedded"`,
    `pid_file: ${JSON.stringify(pidPath)}`,
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    `jetstream { store_dir: ${JSON.stringify(join(dir, 'store'))}, max_memory_store: 67108864, max_file_store: 10737418240 }`,
    ...(own ? [`authorization ${JSON.stringify({ users })}`] : []),
  ];
  writeFileSync(configPath, `${lines.join('\n')}\n`, { mode: 0o600 });

  try {
    await supervisor.start({
      name: 'nats',
      file: binary.path,
      args: ['-c', configPath],
      // Go returns memory to the system when it nears this.
      env: { PATH: process.env.PATH, GOMEMLIMIT: '128MiB' },
      logFile,
      stage: 1,
      beforeStart: () => clearLeftover(pidPath, configPath),
      isReady: () => answers(port, own),
      readyTimeoutMs: 60_000,
      firstStartAttempts: 2,
      stopSignal: 'SIGTERM',
      stopDeadlineMs: 8_000,
    });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    throw new LaunchError('nats_failed', `${error.message}\n${error.logTail}`, `The whole log is in ${logFile}.`, { cause: error });
  }
  return {
    url: `nats://${own ? `${encodeURIComponent(own.user)}:${encodeURIComponent(own.password)}@` : ''}${HOST}:${port}`,
    port,
    version: binary.version,
    program: `${binary.path}${binary.olderThan ? `, older than ${binary.olderThan}, which could not be fetched` : ''}`,
    pid: () => supervisor.pid('nats'),
    stop: () => supervisor.stop('nats'),
  };
}

/**
 * Makes sure that a NATS server of somebody else's is there and has JetStream.
 *
 * @throws LaunchError `nats_unreachable`
 */
export async function checkNats(natsUrl: string): Promise<void> {
  const { host } = new URL(natsUrl);
  try {
    await withManager(natsUrl, (manager) => manager.getAccountInfo());
  } catch (error) {
    throw new LaunchError(
      'nats_unreachable',
      `NATS_URL (${host}) cannot be used: ${(error as Error).message}.`,
      'Check that the server runs, has JetStream on, and takes the credentials; or unset NATS_URL to get the embedded one.',
      { cause: error },
    );
  }
}

/** Creates every stream and consumer of the catalog that is missing. */
export const createStreams = (natsUrl: string): Promise<void> => withManager(natsUrl, ensureCatalog);

async function withManager<T>(natsUrl: string, work: (manager: JetStreamManager) => Promise<T>): Promise<T> {
  const url = new URL(natsUrl);
  const user = decodeURIComponent(url.username);
  const pass = decodeURIComponent(url.password);
  const connection = await connectToNats({
    servers: url.host,
    timeout: 5_000,
    reconnect: false,
    ...(pass ? { user, pass } : user ? { token: user } : {}),
  });
  try {
    return await work(await jetstreamManager(connection));
  } finally {
    await connection.close();
  }
}

async function clearLeftover(pidPath: string, configPath: string): Promise<void> {
  let pid: number;
  try {
    pid = Number(readFileSync(pidPath, 'utf8'));
  } catch {
    return;
  }
  if (pid > 1) await stopLeftover(pid, ['nats-server', configPath], ['SIGTERM'], 5_000);
}

/** Whether the server accepts the user and has JetStream up, asked in its own protocol (docs.nats.io, "Client Protocol"). */
function answers(port: number, own: NatsUser | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port, timeout: PROBE_TIMEOUT_MS });
    let received = '';
    const finish = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.on('error', () => finish(false));
    socket.on('timeout', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('connect', () =>
      socket.write(`CONNECT ${JSON.stringify({ verbose: false, user: own?.user, pass: own?.password })}\r\nPING\r\n`),
    );
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes('-ERR')) finish(false);
      if (/(^|\n)PONG\r\n/.test(received)) finish(/"jetstream":\s*true/.test(received));
    });
  });
}
