import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '#contracts';
import { LaunchError } from '#local-servers/launch-error.js';
import { NODE_ARGUMENTS } from './node-arguments.js';
import { stopLeftover } from '#local-servers/processes.js';
import { urlOfPort } from './service-environment.js';
import { ChildFailed, type Supervisor } from '#local-servers/supervisor.js';

type Env = Record<string, string | undefined>;
type EnvironmentOf = (name: ServiceName) => Env;

/** Services of this process. */
export interface RunningServices {
  /** Stops what was started last first. Never rejects. */
  stop(): Promise<void>;
}

/** Services stop first (stage 2), then NATS, then Postgres: each still has under it what it needs to finish. */
const STAGE = 2;
const GATEWAY_STAGE = 3;
const STOP_DEADLINE_MS = 6_000;
const READY_TIMEOUT_MS = 60_000;

const moduleUrl = (name: string, file: string): URL => new URL(`../../../services/${name}/src/${file}`, import.meta.url);
/** Tells this DATA_DIR's processes from those of another one that runs from the same clone. */
const dataDirArgument = (dataDir: string): string => `--data-dir=${dataDir}`;

/** All services in this process, one after another in the order given. @throws LaunchError `service_failed` */
export async function startTogether(
  names: readonly ServiceName[],
  environmentOf: EnvironmentOf,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<RunningServices> {
  const { bootstrap } = await import('#service-kit');
  const running: { name: string; close(): Promise<void> }[] = [];
  const stop = async () => {
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (deadline = setTimeout(resolve, STOP_DEADLINE_MS)));
    const closing = (async () => {
      for (const service of running.splice(0).reverse()) {
        await service.close().catch((error: Error) => log(`! ${service.name} did not close cleanly: ${error.message}`));
      }
    })();
    await Promise.race([closing, late]);
    clearTimeout(deadline);
  };
  for (const name of names) {
    try {
      signal.throwIfAborted();
      const { service } = (await import(moduleUrl(name, 'service.js').href)) as { service: Parameters<typeof bootstrap>[0] };
      running.push(await bootstrap(service, environmentOf(name)));
    } catch (error) {
      await stop();
      throw new LaunchError(
        'service_failed',
        `The service ${name} did not start: ${(error as Error).message}`,
        'LOG_LEVEL=debug npm start shows more.',
        {
          cause: error,
        },
      );
    }
  }
  return { stop };
}

/**
 * Each service as a process of its own, restarted when it dies; the gateway after the others. They stop with the supervisor.
 *
 * @throws LaunchError `service_failed`
 */
export async function startSeparate(
  names: readonly ServiceName[],
  environmentOf: EnvironmentOf,
  options: { supervisor: Supervisor; dataDir: string; logsDir: string; ports: Readonly<Record<string, number>> },
): Promise<void> {
  const { supervisor, dataDir, logsDir, ports } = options;
  const start = async (name: ServiceName) => {
    const main = fileURLToPath(moduleUrl(name, 'main.js'));
    if (!existsSync(main)) throw new LaunchError('service_failed', `The service ${name} is not built.`, 'Run `npm run build`.');
    try {
      await supervisor.start({
        name,
        file: process.execPath,
        args: [...NODE_ARGUMENTS, '--import', new URL('./parent-watch.js', import.meta.url).href, main, dataDirArgument(dataDir)],
        env: { ...environmentOf(name), LAUNCHER_PID: String(process.pid) },
        logFile: join(logsDir, `${name}.log`),
        stage: name === 'gateway' || name === 'whatsapp-simulator' ? GATEWAY_STAGE : STAGE,
        isReady: () => isReady(`${urlOfPort(ports[name]!)}/health/ready`),
        readyTimeoutMs: READY_TIMEOUT_MS,
        firstStartAttempts: 2,
        stopSignal: 'SIGTERM',
        stopDeadlineMs: STOP_DEADLINE_MS,
      });
    } catch (error) {
      if (!(error instanceof ChildFailed)) throw error;
      throw new LaunchError(
        'service_failed',
        `${error.message}\n${error.logTail}`,
        `The whole log is in ${join(logsDir, `${name}.log`)}.`,
        { cause: error },
      );
    }
  };
  await Promise.all(names.filter((name) => name !== 'gateway').map(start));
  if (names.includes('gateway')) await start('gateway');
}

/** Ends the services that a killed launcher of this DATA_DIR left running, after making sure that they are. */
export async function stopLeftoverServices(pids: Readonly<Record<string, number>>, dataDir: string): Promise<void> {
  await Promise.all(
    Object.entries(pids)
      .filter(([name]) => name !== 'postgres' && name !== 'nats')
      .map(([, pid]) => stopLeftover(pid, [dataDirArgument(dataDir)], ['SIGTERM'], 3_000)),
  );
}

/** Whether the URL answers 200 now. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
