import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { IS_SOURCE, RESOLVE_SOURCES } from '../reading/reading-process.js';
import { EncoderUnavailable, type Encoder } from './encoder.js';

export type EncodeRequest = { id: number; texts: readonly string[] };
export type EncodeReply = { id: number; vectors: Float32Array[] } | { id: number; failure: string };

/**
 * The Universal Sentence Encoder (lite, 512 dimensions, English), whose weights are in a package of npm: nothing is fetched at run time. Runs in a
 * thread of its own, which loads it at once, so that questions are answered meanwhile. It takes about 220 MB and 10 ms a question.
 */
export class LocalEncoder implements Encoder {
  readonly model = 'universal-sentence-encoder-lite';
  readonly languages = ['en'];
  readonly most = 16;
  readonly #waiting = new Map<number, PromiseWithResolvers<EncodeReply>>();
  #worker: Worker | undefined;
  #last = 0;

  constructor() {
    this.#thread();
  }

  async encode(texts: readonly string[], abort: AbortSignal): Promise<{ vectors: Float32Array[]; tokens: number }> {
    const id = ++this.#last;
    const waiting = Promise.withResolvers<EncodeReply>();
    const onAbort = (): void => waiting.reject(new EncoderUnavailable('the local encoder took too long'));
    if (abort.aborted) onAbort();
    abort.addEventListener('abort', onAbort);
    this.#waiting.set(id, waiting);
    try {
      this.#thread().postMessage({ id, texts } satisfies EncodeRequest);
      const reply = await waiting.promise;
      if ('failure' in reply) throw new EncoderUnavailable(reply.failure);
      return { vectors: reply.vectors, tokens: 0 };
    } finally {
      abort.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    // It gets no environment, because that holds secrets.
    const worker = new Worker(fileURLToPath(new URL(`./local-encoder.worker${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url)), {
      env: {},
      execArgv: IS_SOURCE ? ['--import', RESOLVE_SOURCES] : [],
    });
    worker.unref();
    worker.on('message', (reply: EncodeReply) => this.#waiting.get(reply.id)?.resolve(reply));
    const end = (why: string): void => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) reject(new EncoderUnavailable(why));
    };
    worker.once('error', (error) => end(`the local encoder ended: ${error.message}`));
    worker.once('exit', () => end('the local encoder ended'));
    this.#worker = worker;
    return worker;
  }
}
