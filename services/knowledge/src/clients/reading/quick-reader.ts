import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ReadRequest, ReadResult } from './read-document.js';
import { ReadingProcess } from './reading-process.js';

/** A small document takes a few milliseconds. One that is not read by then is hostile, or the machine is very busy. */
const MAX_MS_A_DOCUMENT = 1_000;
const IDLE_MS = 30_000;

/**
 * Reads small documents in one process that stays, since starting a process takes many times as long as reading. It ends after a while
 * without work.
 */
@Injectable()
export class QuickReader implements OnApplicationShutdown {
  #reader: ReadingProcess | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * Reads documents until one takes too long or breaks the process; the process is then ended. One call at a time.
   *
   * @param abort ends the work early; then the promise rejects with the signal's reason
   * @returns the results in the order of the documents; when there are fewer, the first document without a result is the bad one
   */
  async read(requests: readonly ReadRequest[], abort: AbortSignal): Promise<ReadResult[]> {
    abort.throwIfAborted();
    clearTimeout(this.#idle);
    const reader = await this.#start(abort);
    const results: ReadResult[] = [];
    const { promise: done, resolve: finish, reject: stop } = Promise.withResolvers<void>();
    let late: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(late);
      late = setTimeout(finish, MAX_MS_A_DOCUMENT);
    };
    const onAbort = (): void => stop(abort.reason);
    abort.addEventListener('abort', onAbort);
    void reader.ended.then(() => finish());
    const forget = reader.send(requests, (result) => {
      results.push(result);
      if (results.length === requests.length) finish();
      else watch();
    });
    try {
      watch();
      await done;
    } finally {
      clearTimeout(late);
      forget();
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

  async #start(abort: AbortSignal): Promise<ReadingProcess> {
    if (!this.#reader) {
      const reader = new ReadingProcess();
      this.#reader = reader;
      // A process that ended by itself must not be used again.
      void reader.ended.then(() => {
        if (this.#reader === reader) this.#reader = undefined;
      });
    }
    const reader = this.#reader;
    await reader.ready;
    abort.throwIfAborted();
    return reader;
  }

  #end(): void {
    this.#reader?.end();
    this.#reader = undefined;
  }
}
