import { Injectable } from '@nestjs/common';
import { ByteBudget, Problem } from '#service-kit';
import { END_BYTES, MAX_WHOLE_BYTES } from '../../domain/documents/source-file.js';

/** Bytes of documents that this process receives or stores at a time; one tenant may use half of it. */
const MAX_BYTES = 35 * 1024 * 1024;
const MAX_REQUESTS = 512;

/** Of a large file both ends are in memory. */
const MAX_OF_ONE = MAX_WHOLE_BYTES + END_BYTES;

/** Limits how many bytes of documents are in memory, of each from its announced size until it is stored. */
@Injectable()
export class Uploads {
  readonly #budget = new ByteBudget({ bytes: MAX_BYTES, requests: MAX_REQUESTS });

  /** Reserves room. @returns a function that gives it back @throws {Problem} too_much_at_once */
  take(announcedBytes: number, tenantId: string): () => void {
    const giveBack = this.#budget.take(Math.min(announcedBytes, MAX_OF_ONE), tenantId);
    if (giveBack) return giveBack;
    const detail = 'Too many documents are being uploaded. Try again in a few seconds.';
    throw new Problem(503, 'too_much_at_once', detail, undefined, { 'retry-after': '2' });
  }
}
