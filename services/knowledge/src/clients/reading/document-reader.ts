import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { Chunk } from '../../domain/documents/chunk-document.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import type { ReadRequest, ReadResult } from './read-document.js';
import { startThread } from './reading-thread.js';

/** What the thread sends. */
export interface Answer {
  result: ReadResult;
}

/** Enough for a PDF of 20 MB. */
const MOST_MEGABYTES = 768;

/**
 * Reads documents, each in a thread of its own: a file that is slow, endless or hostile costs its own thread, and never the
 * questions that this process answers meanwhile.
 */
@Injectable()
export class DocumentReader {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * @param abort ends the work early; then the promise rejects with the signal's reason
   * @throws {DocumentProblem} what is wrong with the document, `document_timeout` included
   */
  async read(request: ReadRequest, abort: AbortSignal): Promise<Chunk[]> {
    abort.throwIfAborted();
    const worker = startThread('document-reader', MOST_MEGABYTES, { workerData: request });
    const timeout = AbortSignal.timeout(this.config.DOCUMENT_TIMEOUT_MS);
    const result = await new Promise<ReadResult>((resolve, reject) => {
      // `node --watch` has its workers tell what they import, on the same channel.
      worker.on('message', (message: Partial<Answer>) => {
        if (message.result) resolve(message.result);
      });
      worker.once('error', (error) => reject(outOfMemory(error) ?? error));
      worker.once('exit', (code) => reject(new Error(`the reading thread ended early with ${code}`)));
      abort.addEventListener('abort', () => reject(abort.reason as Error), { once: true });
      timeout.addEventListener('abort', () => reject(tookTooLong(this.config.DOCUMENT_TIMEOUT_MS)), { once: true });
    }).finally(() => void worker.terminate());
    if ('problem' in result) throw new DocumentProblem(result.problem.code, result.problem.detail);
    return result.chunks;
  }
}

const tookTooLong = (timeoutMs: number): DocumentProblem =>
  new DocumentProblem('document_timeout', `Reading the document took longer than ${timeoutMs / 1_000} s. Split it, or export it as text.`);

const outOfMemory = (error: Error): DocumentProblem | undefined =>
  (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? new DocumentProblem('document_too_long', 'Reading the document takes too much memory. Split it, or export it as text.')
    : undefined;
