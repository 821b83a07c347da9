import type { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ReadRequest, ReadResult } from './read-document.js';
import { startThread } from './reading-thread.js';

/** What the thread sends: once that it can read, then one result a document, in their order. */
export type Answer = { isReady: true } | { result: ReadResult };

/** A document of this kind takes a few milliseconds; one that is not read by then is hostile, or the machine is very busy. */
const MOST_MS_A_DOCUMENT = 1_000;
const MOST_MEGABYTES = 256;
const IDLE_MS = 30_000;

/**
 * Reads small documents in one thread that stays: starting a thread for each would take ten times as long as reading it. It is a thread
 * all the same, so that no document holds up the questions that this process answers. It ends when nothing was read for a while.
 */
@Injectable()
export class QuickReader implements OnApplicationShutdown {
  #thread: Worker | undefined;
  #ready: Promise<unknown> | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * Reads documents until one takes too long or breaks the thread, which is then given up; only one call at a time.
   *
   * @param abort ends the work early; then the promise rejects with the signal's reason
   * @returns the results of the documents that were read, in their order; when there are fewer than documents, the first without one is to blame
   */
  async read(requests: readonly ReadRequest[], abort: AbortSignal): Promise<ReadResult[]> {
    abort.throwIfAborted();
    clearTimeout(this.#idle);
    const thread = await this.#start(abort);
    const results: ReadResult[] = [];
    const { promise: done, resolve: finish, reject: stop } = Promise.withResolvers<void>();
    let late: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(late);
      late = setTimeout(finish, MOST_MS_A_DOCUMENT);
    };
    const take = (message: Partial<{ result: ReadResult }>): void => {
      // `node --watch` has its workers tell what they import, on the same channel.
      if (!message.result) return;
      results.push(message.result);
      if (results.length === requests.length) finish();
      else watch();
    };
    const onEnd = (): void => finish();
    const onAbort = (): void => stop(abort.reason);
    thread.on('message', take).on('error', onEnd).on('exit', onEnd);
    abort.addEventListener('abort', onAbort);
    try {
      thread.postMessage(requests);
      watch();
      await done;
    } finally {
      clearTimeout(late);
      thread.off('message', take).off('error', onEnd).off('exit', onEnd);
      abort.removeEventListener('abort', onAbort);
      if (results.length < requests.length) this.#end();
      else this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    }
    return results;
  }

  onApplicationShutdown(): void {
    clearTimeout(this.#idle);
    this.#end();
  }

  async #start(abort: AbortSignal): Promise<Worker> {
    if (!this.#thread) {
      const thread = startThread('quick-reader', MOST_MEGABYTES);
      this.#thread = thread;
      this.#ready = new Promise<void>((resolve, reject) => {
        thread.on('message', (message: Partial<{ isReady: true }>) => message.isReady && resolve());
        thread.once('error', reject);
        thread.once('exit', () => reject(new Error('the reading thread did not start')));
      });
      // A thread that ends by itself must not be taken for one that reads; without a listener its error would end the process.
      thread.on('error', () => this.#forget(thread));
      thread.on('exit', () => this.#forget(thread));
    }
    const thread = this.#thread;
    await this.#ready;
    abort.throwIfAborted();
    return thread;
  }

  #forget(thread: Worker): void {
    if (this.#thread === thread) this.#thread = undefined;
  }

  #end(): void {
    void this.#thread?.terminate();
    this.#thread = undefined;
  }
}
