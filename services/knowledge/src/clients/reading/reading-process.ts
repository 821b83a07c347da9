import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import type { ReadRequest, ReadResult } from './read-document.js';

/** What the process sends: once that it is ready, then one result a document, in their order. */
export type Answer = { isReady: true } | { result: ReadResult };

/** Exit code of a process that used up its budget. */
export const OUT_OF_TIME = 'SIGVTALRM';
export const OUT_OF_MEMORY = 'SIGUSR2';

/** V8's own limit, a little above the budgets: it ends the process too. */
const MAX_HEAP_MEGABYTES = 800;

export const IS_SOURCE = import.meta.url.endsWith('.ts');
// The sources run under jest too, where the process gets TypeScript: Node strips the types, and only the suffixes have to be found.
export const RESOLVE_SOURCES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve: (name, context, next) => next(/^\\.{1,2}\\/.*\\.js$/.test(name) && context.parentURL?.endsWith('.ts') ? name.slice(0, -2) + 'ts' : name, context) });
`)}`;

/**
 * A process that reads documents. A thread would not do: it cannot be ended while a regular expression or the garbage collector runs, and it
 * shares this process's memory. The process gets no environment, because that holds secrets.
 */
export class ReadingProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  readonly #ended: Promise<DocumentProblem | Error>;

  constructor() {
    this.#child = fork(fileURLToPath(new URL(`./reader.process${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url)), {
      env: {},
      execArgv: [`--max-old-space-size=${MAX_HEAP_MEGABYTES}`, ...(IS_SOURCE ? ['--import', RESOLVE_SOURCES] : [])],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const { promise: ended, resolve: end } = Promise.withResolvers<DocumentProblem | Error>();
    this.#ended = ended;
    this.#child.once('error', end);
    this.#child.once('exit', (code, signal) => {
      // Results that it sent before its end come first.
      if (this.#child.connected) this.#child.once('disconnect', () => end(causeOf(code, signal)));
      else end(causeOf(code, signal));
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#child.on('message', (answer: Partial<{ isReady: true }>) => answer.isReady && resolve());
      void ended.then(reject);
    });
    this.#ready.catch(() => undefined);
  }

  /** Resolves when it can read. @throws {Error} when it did not start */
  get ready(): Promise<void> {
    return this.#ready;
  }

  /** Why the process ended: the fault of the document that it was reading, or its own. */
  get ended(): Promise<DocumentProblem | Error> {
    return this.#ended;
  }

  /** @param take told each result, in the order of the requests @returns takes no more */
  send(requests: readonly ReadRequest[], take: (result: ReadResult) => void): () => void {
    const onMessage = (answer: Partial<{ result: ReadResult }>): void => {
      if (answer.result) take(answer.result);
    };
    this.#child.on('message', onMessage);
    // A result, or the end of the process, tells whether it arrived.
    this.#child.send(requests as ReadRequest[], () => undefined);
    return () => this.#child.off('message', onMessage);
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

function causeOf(code: number | null, signal: NodeJS.Signals | null): DocumentProblem | Error {
  if (signal === OUT_OF_TIME) return tookTooLong();
  // Out of memory: V8 ends the process with SIGABRT, the kernel with SIGKILL.
  if (signal === OUT_OF_MEMORY || signal === 'SIGABRT' || signal === 'SIGKILL' || code === 134) {
    return new DocumentProblem('document_too_long', 'Reading the document takes too much memory. Split it, or export it as text.');
  }
  return new Error(`the reading process ended early with ${signal ?? code}`);
}

export const tookTooLong = (): DocumentProblem =>
  new DocumentProblem('document_timeout', 'Reading the document takes too long for its size. Split it, or export it as text.');
