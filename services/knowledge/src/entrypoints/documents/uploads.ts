import { Injectable } from '@nestjs/common';
import { ByteBudget, Problem } from '#service-kit';
import { MAX_DOCUMENT_BYTES } from '../../domain/documents/document.js';

/** Of documents that are being received or stored at a time, in this process; a tenant has half of it. */
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_REQUESTS = 512;

/** The room for documents on their way to the database, which takes each as a whole: what is announced is in memory until it is stored. */
@Injectable()
export class Uploads {
  readonly #budget = new ByteBudget({ bytes: MAX_BYTES, requests: MAX_REQUESTS });

  /** @returns gives the room back @throws {Problem} too_much_at_once */
  take(announcedBytes: number, tenantId: string): () => void {
    const giveBack = this.#budget.take(Math.min(announcedBytes, MAX_DOCUMENT_BYTES), tenantId);
    if (giveBack) return giveBack;
    const detail = 'As many documents are being uploaded as there is room for; send it again shortly.';
    throw new Problem(503, 'too_much_at_once', detail, undefined, { 'retry-after': '2' });
  }
}
