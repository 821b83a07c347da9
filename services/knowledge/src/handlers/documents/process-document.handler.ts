import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { isDatabaseUnavailable, TenantDatabase } from '#database';
import { CONFIG, Logger } from '#service-kit';
import { DocumentReader } from '../../clients/reading/document-reader.js';
import type { Config } from '../../config.js';
import type { Chunk } from '../../domain/documents/chunk-document.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import { MOST_ATTEMPTS } from '../../domain/documents/document.js';
import { ChunksRepository } from '../../persistence/chunks.repository.js';
import { DocumentsRepository, type Claim } from '../../persistence/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/knowledge-bases.repository.js';
import { indexChunks } from './index-chunks.js';

const RETRY_DELAY_MS = 2_000;

/** Takes one waiting document of any tenant, reads it, and makes it searchable. */
@Injectable()
export class ProcessDocumentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly chunks: ChunksRepository,
    private readonly reader: DocumentReader,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param shutdown puts the document back for another process
   * @returns false when no document waits
   */
  async execute(shutdown: AbortSignal): Promise<boolean> {
    const claim = await this.database.forSystem(async (tx) => {
      await this.documents.failAbandoned(tx);
      return this.documents.claim(tx, this.config.DOCUMENT_LEASE_MS);
    });
    if (!claim) return false;
    const lost = new AbortController();
    const heartbeat = setInterval(() => void this.#renew(claim, lost), this.config.DOCUMENT_LEASE_MS / 3);
    try {
      await this.#process(claim, AbortSignal.any([shutdown, lost.signal]));
    } catch (error) {
      if (!lost.signal.aborted) await this.#giveUp(claim, error as Error, shutdown.aborted);
    } finally {
      clearInterval(heartbeat);
    }
    return true;
  }

  async #process(claim: Claim, abort: AbortSignal): Promise<void> {
    const document = await this.database.forTenant(claim.tenantId, (tx) => this.documents.source(tx, claim));
    if (!document) return;
    const { baseId, title, contentType, source } = document;
    const chunks = await this.reader.read({ bytes: new Uint8Array(source), contentType, title }, abort);
    await this.#store(claim, baseId, title, chunks);
  }

  async #store(claim: Claim, baseId: string, title: string, chunks: readonly Chunk[]): Promise<void> {
    const stored = chunks.map((chunk) => ({ id: v7(), ...chunk }));
    await this.database.forTenant(claim.tenantId, async (tx) => {
      // The base before the document, in the order in which everybody locks them.
      const base = await this.bases.share(tx, baseId);
      // Deleted meanwhile, or taken over by another process that thought this one dead.
      if (!base || !(await this.documents.lockClaimed(tx, claim))) return;
      await this.chunks.deleteOf(tx, [claim.id]);
      await this.chunks.insert(tx, claim.id, stored);
      const words = await indexChunks(this.chunks, tx, { id: claim.id, title }, base.searchConfiguration, stored);
      await this.documents.setReady(tx, claim.id, { chunks: stored.length, words });
    });
  }

  async #renew(claim: Claim, lost: AbortController): Promise<void> {
    try {
      const mine = await this.database.forSystem((tx) => this.documents.renewLease(tx, claim, this.config.DOCUMENT_LEASE_MS));
      if (!mine) lost.abort(new Error('the document was deleted or taken over'));
    } catch {
      // The database is away. If it stays away, the lease runs out, and whoever comes next begins again.
    }
  }

  async #giveUp(claim: Claim, error: Error, interrupted: boolean): Promise<void> {
    // Nothing can be written; the lease runs out and the document is taken again.
    if (isDatabaseUnavailable(error)) return;
    await this.database.forTenant(claim.tenantId, async (tx) => {
      if (error instanceof DocumentProblem) return this.documents.setFailed(tx, claim, error.code, error.message);
      if (interrupted) return this.documents.putBack(tx, claim, { counted: false, delayMs: 0 });
      this.logger.error('a document could not be processed', error, { documentId: claim.id, attempt: claim.attempt });
      if (claim.attempt < MOST_ATTEMPTS)
        return this.documents.putBack(tx, claim, { counted: true, delayMs: RETRY_DELAY_MS * claim.attempt });
      return this.documents.setFailed(
        tx,
        claim,
        'processing_failed',
        'The document could not be processed. Upload it again to try once more.',
      );
    });
  }
}
