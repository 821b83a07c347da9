import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A child process of the benchmark whose exported calls are made over Node's own channel. */

type CallMap<Calls> = { [Name in keyof Calls]: (options: never) => Promise<unknown> };

interface Question {
  id: number;
  name: string;
  options: unknown;
}
type Answer = { id: number; value: unknown } | { id: number; error: string };

/** In the child: answers calls until the parent goes away. */
export function serveCalls<Calls extends CallMap<Calls>>(calls: Calls): void {
  process.on('message', ({ id, name, options }: Question) => {
    const call = calls[name as keyof Calls] as unknown as (options: unknown) => Promise<unknown>;
    call(options).then(
      (value) => process.send!({ id, value }),
      (error: Error) => process.send!({ id, error: error.stack ?? error.message }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send!({ ready: true });
}

export interface Callable<Calls> {
  pid: number;
  call: <Name extends keyof Calls & string>(
    name: Name,
    options: Calls[Name] extends (options: infer Options) => unknown ? Options : never,
  ) => Calls[Name] extends (options: never) => infer Value ? Value : never;
}

/** In the parent. @param module compiled path below dist/bench, as `load/generator.js` */
export async function startCallable<Calls extends CallMap<Calls>>(module: string): Promise<Callable<Calls>> {
  const child = forkModule(new URL(`../${module}`, import.meta.url), process.env);
  await awaitReady(child, module, 20_000);
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  child.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.value);
  });
  child.on('exit', (code, signal) => {
    for (const asked of waiting.values()) asked.reject(new Error(`${module} ended (${signal ?? code})`));
  });
  const call = (name: string, options: unknown): Promise<unknown> => {
    const asked = Promise.withResolvers<unknown>();
    waiting.set(++lastId, asked);
    child.send({ id: lastId, name, options } satisfies Question);
    return asked.promise;
  };
  return { pid: child.pid!, call: call as Callable<Calls>['call'] };
}

export interface ServerProcess {
  pid: number;
  url: string;
  stop(): Promise<void>;
}

/** Starts a server that reports `{ ready: true, url }` over Node's channel, as every service of ours does under a parent. */
export async function startServer(module: string, env: Record<string, string | undefined>): Promise<ServerProcess> {
  const child = forkModule(new URL(`../${module}`, import.meta.url), env);
  const { url } = await awaitReady(child, module, 60_000);
  return {
    pid: child.pid!,
    url: url!,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Ends with this process: the channel closes, and every child of ours listens for that. */
function forkModule(module: URL, env: Record<string, string | undefined>): ChildProcess {
  return fork(fileURLToPath(module), [], {
    env: env as NodeJS.ProcessEnv,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}

async function awaitReady(child: ChildProcess, module: string, timeoutMs: number): Promise<{ url?: string }> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${module} was not ready within ${timeoutMs / 1_000} s`));
    }, timeoutMs);
    const onExit = (code: number | null, signal: string | null): void => {
      clearTimeout(late);
      reject(new Error(`${module} ended before it was ready (${signal ?? `exit code ${code}`})`));
    };
    child.once('exit', onExit);
    child.once('message', (message: { ready: boolean; url?: string }) => {
      clearTimeout(late);
      child.removeListener('exit', onExit);
      resolve(message);
    });
  });
}
