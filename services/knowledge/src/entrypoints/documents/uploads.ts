import { Injectable } from '@nestjs/common';
import { ByteBudget, Problem } from '#service-kit';
import { MAX_DOCUMENT_BYTES } from '../../domain/documents/document.js';

/** Bytes of documents that this process receives or stores at a time; one tenant may use half of it. */
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_REQUESTS = 512;

/** Limits how many bytes of documents are in memory: each is held whole, from its announced size until it is stored. */
@Injectable()
export class Uploads {
  readonly #budget = new ByteBudget({ bytes: MAX_BYTES, requests: MAX_REQUESTS });

  /** Reserves room. @returns a function that gives it back @throws {Problem} too_much_at_once */
  take(announcedBytes: number, tenantId: string): () => void {
    const giveBack = this.#budget.take(Math.min(announcedBytes, MAX_DOCUMENT_BYTES), tenantId);
    if (giveBack) return giveBack;
    const detail = 'Too many documents are being uploaded. Try again in a few seconds.';
    throw new Problem(503, 'too_much_at_once', detail, undefined, { 'retry-after': '2' });
  }
}
