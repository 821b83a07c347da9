import { Worker, type WorkerOptions } from 'node:worker_threads';

const IS_SOURCE = import.meta.url.endsWith('.ts');
// The sources run under jest too, where the thread gets TypeScript: Node strips the types, and only the suffixes have to be found.
const RESOLVE_SOURCES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve: (name, context, next) => next(/^\\.{1,2}\\/.*\\.js$/.test(name) && context.parentURL?.endsWith('.ts') ? name.slice(0, -2) + 'ts' : name, context) });
`)}`;

/** Starts a thread that reads documents. @param mostMegabytes a document that swells beyond it must not take the service down */
export function startThread(name: string, mostMegabytes: number, options: Pick<WorkerOptions, 'workerData'> = {}): Worker {
  return new Worker(new URL(`./${name}.worker${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url), {
    ...options,
    execArgv: IS_SOURCE ? ['--import', RESOLVE_SOURCES] : [],
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    stdout: true,
    stderr: true,
  });
}
