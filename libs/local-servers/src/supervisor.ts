import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextDelayMs } from './backoff.js';
import type { PidFile } from './pid-file.js';

export interface ChildSpec {
  /** Its name in pids.json. */
  name: string;
  file: string;
  args: readonly string[];
  env: Record<string, string | undefined>;
  uid?: number;
  gid?: number;
  /** Everything it prints is appended here. */
  logFile: string;
  /** Children stop from the highest stage to the lowest; those of one stage stop together. */
  stage: number;
  /** Before every start: repairs what a killed predecessor left behind. */
  beforeStart?(): Promise<void>;
  /** Whether it takes traffic. */
  isReady(): Promise<boolean>;
  /** A child that is not ready by then is killed and started again. */
  readyTimeoutMs: number;
  /** How often the very first start is tried before `start` rejects. */
  firstStartAttempts: number;
  /** Asks it to end. */
  stopSignal: NodeJS.Signals;
  /** Counted from the moment the whole system is told to stop; after it SIGKILL. */
  stopDeadlineMs: number;
}

/** A child that could not be started even once. `logTail` holds the last lines that it wrote. */
export class ChildFailed extends Error {
  constructor(
    readonly child: string,
    reason: string,
    readonly logTail: string,
  ) {
    super(`${child} did not start: ${reason}`);
    this.name = 'ChildFailed';
  }
}

interface Child {
  spec: ChildSpec;
  stopRequested: AbortController;
  ended: Promise<void>;
}

const READY_POLL_MS = 25;
const LOG_ROTATES_AT_BYTES = 16 * 1024 * 1024;

/**
 * Keeps processes running: a child that dies is started again on the same port, with growing waits, until it is told to stop.
 * `pids.json` follows along.
 */
export class Supervisor {
  readonly #children: Child[] = [];
  #closed = false;

  constructor(
    private readonly pidFile: PidFile,
    private readonly log: (line: string) => void,
  ) {}

  /** Resolves when the child takes traffic for the first time. */
  async start(spec: ChildSpec): Promise<void> {
    if (this.#closed) throw new ChildFailed(spec.name, 'everything is being stopped', '');
    rotate(spec.logFile);
    const firstReady = Promise.withResolvers<void>();
    const stopRequested = new AbortController();
    const ended = this.#keepRunning(spec, stopRequested.signal, firstReady);
    this.#children.push({ spec, stopRequested, ended });
    await firstReady.promise;
  }

  pid(name: string): number | undefined {
    return this.pidFile.get(name);
  }

  /** Stops all children for good (or the named one), stage by stage. Never rejects; a child that does not listen is killed. */
  async stop(name?: string): Promise<void> {
    if (name === undefined) this.#closed = true;
    const startedAt = Date.now();
    const stopping = this.#children.filter((child) => name === undefined || child.spec.name === name);
    for (const child of stopping) this.#children.splice(this.#children.indexOf(child), 1);
    const stages = [...new Set(stopping.map((child) => child.spec.stage))].sort((a, b) => b - a);
    for (const stage of stages) {
      await Promise.all(stopping.filter((child) => child.spec.stage === stage).map((child) => this.#stopChild(child, startedAt)));
    }
  }

  async #stopChild({ spec, stopRequested, ended }: Child, startedAt: number): Promise<void> {
    stopRequested.abort();
    this.#signal(spec.name, spec.stopSignal);
    const deadline = new AbortController();
    const remainingMs = Math.max(spec.stopDeadlineMs - (Date.now() - startedAt), 0);
    const late = sleep(remainingMs, 'late' as const, { signal: deadline.signal }).catch(() => undefined);
    if ((await Promise.race([ended, late])) === 'late') {
      this.log(`! ${spec.name} does not stop; killing it`);
      this.#signal(spec.name, 'SIGKILL');
      await ended;
    }
    deadline.abort();
  }

  #signal(name: string, signal: NodeJS.Signals): void {
    const pid = this.pidFile.get(name);
    if (pid === undefined) return;
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself just now; its exit is on the way to us.
    }
  }

  async #keepRunning(spec: ChildSpec, stop: AbortSignal, firstReady: PromiseWithResolvers<void>): Promise<void> {
    let delayMs: number | undefined;
    let wasReady = false;
    let failures = 0;
    while (!stop.aborted) {
      const startedAt = Date.now();
      const reason = await this.#runOnce(spec, stop, () => {
        if (wasReady) this.log(`✓ ${spec.name} is back (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
        wasReady = true;
        firstReady.resolve();
      });
      if (stop.aborted) break;
      if (!wasReady && ++failures >= spec.firstStartAttempts) {
        firstReady.reject(new ChildFailed(spec.name, reason, tail(spec.logFile)));
        return;
      }
      delayMs = nextDelayMs(delayMs, Date.now() - startedAt);
      if (wasReady) this.log(`! ${spec.name} ended (${reason}); starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs, undefined, { signal: stop }).catch(() => undefined);
    }
    firstReady.reject(new ChildFailed(spec.name, 'stopped meanwhile', ''));
  }

  /** Starts the process and resolves with the reason when it has ended. */
  async #runOnce(spec: ChildSpec, stop: AbortSignal, onReady: () => void): Promise<string> {
    try {
      await spec.beforeStart?.();
    } catch (error) {
      return (error as Error).message;
    }
    if (stop.aborted) return 'stopped';
    const log = openSync(spec.logFile, 'a');
    const child = spawn(spec.file, spec.args, {
      env: spec.env,
      stdio: ['ignore', log, log],
      // A process group of its own: Ctrl-C in the terminal reaches only the launcher, which stops all in order.
      detached: true,
      ...(spec.uid === undefined ? {} : { uid: spec.uid, gid: spec.gid }),
    });
    closeSync(log);
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    if (child.pid === undefined) return exited;
    this.pidFile.set(spec.name, child.pid);
    const life = new AbortController();
    const tooLate = this.#awaitReady(spec, life.signal, onReady).then((isReady) => {
      if (isReady || life.signal.aborted) return false;
      child.kill('SIGKILL');
      return true;
    });
    const reason = await exited;
    life.abort();
    this.pidFile.delete(spec.name);
    return (await tooLate) ? `not ready within ${spec.readyTimeoutMs / 1000} s` : reason;
  }

  async #awaitReady(spec: ChildSpec, life: AbortSignal, onReady: () => void): Promise<boolean> {
    const deadline = Date.now() + spec.readyTimeoutMs;
    while (!life.aborted && Date.now() < deadline) {
      const isReady = await spec.isReady().catch(() => false);
      if (life.aborted) return false;
      if (isReady) {
        onReady();
        return true;
      }
      await sleep(READY_POLL_MS, undefined, { signal: life }).catch(() => undefined);
    }
    return false;
  }
}

function rotate(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_ROTATES_AT_BYTES) renameSync(logFile, `${logFile}.1`);
}

function tail(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}
