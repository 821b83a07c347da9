import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import type { ReadContent, ReadRequest, ReadResult } from './read-document.js';
import { ReadingProcess, tookTooLong } from './reading-process.js';

/**
 * Reads each document in a process of its own, within a budget of time and memory. A slow, endless or hostile file costs only that process;
 * this one keeps answering questions.
 */
@Injectable()
export class DocumentReader {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * @param abort ends the work early; then the promise rejects with the signal's reason
   * @throws {DocumentProblem} when the document is faulty, or with `document_timeout`
   */
  async read(request: ReadRequest, abort: AbortSignal): Promise<ReadContent> {
    abort.throwIfAborted();
    const reader = new ReadingProcess();
    const { promise, resolve, reject } = Promise.withResolvers<ReadResult>();
    const onAbort = (): void => reject(abort.reason as Error);
    abort.addEventListener('abort', onAbort);
    const late = setTimeout(() => reject(tookTooLong()), this.config.DOCUMENT_TIMEOUT_MS);
    void reader.ended.then(reject);
    reader.send([request], resolve);
    try {
      const result = await promise;
      if ('problem' in result) throw new DocumentProblem(result.problem.code, result.problem.detail);
      return result;
    } finally {
      clearTimeout(late);
      abort.removeEventListener('abort', onAbort);
      reader.end();
    }
  }
}
