import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseUnavailable, TenantDatabase, type Transaction } from '#database';
import { CONFIG, Logger } from '#service-kit';
import { DocumentReader } from '../../clients/reading/document-reader.js';
import type { ReadRequest } from '../../clients/reading/read-document.js';
import { QuickReader } from '../../clients/reading/quick-reader.js';
import type { Config } from '../../config.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import { MAX_ATTEMPTS } from '../../domain/documents/document.js';
import { DocumentQueueRepository, type Claim, type DocumentSource } from '../../persistence/documents/document-queue.repository.js';
import { DocumentFiles } from './document-files.handler.js';
import { StoreDocuments, type ReadDocument } from './store-documents.handler.js';
import { Turns } from './turns.handler.js';

const RETRY_DELAY_MS = 2_000;

/** Takes waiting documents of the tenant whose turn it is, reads them and makes them searchable. */
@Injectable()
export class ProcessDocumentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly turns: Turns,
    private readonly queue: DocumentQueueRepository,
    private readonly quickReader: QuickReader,
    private readonly reader: DocumentReader,
    private readonly store: StoreDocuments,
    private readonly files: DocumentFiles,
    private readonly logger: Logger,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param isQuick true: several small documents at once; false: one document in a process of its own
   * @param shutdown puts the documents back for another process
   * @returns false when no document waits
   */
  async execute(isQuick: boolean, shutdown: AbortSignal): Promise<boolean> {
    const claims = await this.turns.take(isQuick);
    const [first] = claims;
    if (!first) return false;
    const lost = new AbortController();
    // Claims that are not settled yet. One that was put back may already belong to another process.
    let held: readonly Claim[] = claims;
    const heartbeat = setInterval(() => void this.#renew(held, lost), this.config.DOCUMENT_LEASE_MS / 3);
    try {
      const abort = AbortSignal.any([shutdown, lost.signal]);
      const sources = await this.database.forTenant(first.tenantId, (tx) => this.queue.sources(tx, claims));
      const read = isQuick ? await this.#readTogether(claims, sources, abort) : await this.#readApart(claims, sources, abort);
      held = read.map(({ claim }) => claim);
      await this.#store(first.tenantId, read);
    } catch (error) {
      if (!lost.signal.aborted) await this.#giveUp(held, error as Error, shutdown.aborted);
    } finally {
      clearInterval(heartbeat);
      this.turns.done(isQuick, first.tenantId);
    }
    return true;
  }

  async #readApart(claims: readonly Claim[], sources: readonly DocumentSource[], abort: AbortSignal): Promise<ReadDocument[]> {
    const read: ReadDocument[] = [];
    for (const source of sources) {
      const found = await this.#onMachine(claims[0]!.tenantId, source, (request) => this.reader.read(request, abort));
      read.push({ ...about(claims, source), ...found });
    }
    return read;
  }

  #onMachine<Result>(tenantId: string, document: DocumentSource, work: (request: ReadRequest) => Promise<Result>): Promise<Result> {
    const { objectId, bytes } = document;
    if (!objectId) return work(requestOf(document));
    return this.files.onDisk(tenantId, objectId, (path) => work({ ...requestOf(document), source: { path, bytes } }));
  }

  async #readTogether(claims: readonly Claim[], sources: readonly DocumentSource[], abort: AbortSignal): Promise<ReadDocument[]> {
    if (sources.length === 0) return [];
    const results = await this.quickReader.read(sources.map(requestOf), abort);
    const read: ReadDocument[] = [];
    const unread: ((tx: Transaction) => Promise<void>)[] = [];
    for (const [index, source] of sources.entries()) {
      const document = about(claims, source);
      const result = results[index];
      if (!result) {
        // The document at which the process stopped is read apart, with its full time. Those after it are queued again.
        const options = { counted: false, delayMs: 0, apart: index === results.length };
        unread.push((tx) => this.queue.putBack(tx, document.claim, options));
      } else if ('problem' in result) {
        const { code, detail } = result.problem;
        unread.push((tx) => this.queue.setFailed(tx, document.claim, code, detail));
      } else read.push({ ...document, ...result });
    }
    if (unread.length > 0) {
      await this.database.forTenant(claims[0]!.tenantId, async (tx) => void (await Promise.all(unread.map((settle) => settle(tx)))));
    }
    return read;
  }

  /** Stores all together. If that fails, stores each by itself, so that one bad document does not fail the others. */
  async #store(tenantId: string, read: readonly ReadDocument[]): Promise<void> {
    if (read.length === 0) return;
    try {
      await this.store.execute(tenantId, read);
    } catch (error) {
      if (read.length === 1 || isDatabaseUnavailable(error)) throw error;
      for (const document of read) {
        await this.store.execute(tenantId, [document]).catch((failure: Error) => this.#giveUp([document.claim], failure, false));
      }
    }
  }

  async #renew(claims: readonly Claim[], lost: AbortController): Promise<void> {
    if (claims.length === 0) return;
    try {
      const mine = await this.database.forSystem((tx) => this.queue.renewLeases(tx, claims, this.config.DOCUMENT_LEASE_MS));
      if (!mine) lost.abort(new Error('the documents were deleted or taken over'));
    } catch {
      // The database is away. If it stays away, the lease runs out and the next process starts over.
    }
  }

  async #giveUp(claims: readonly Claim[], error: Error, interrupted: boolean): Promise<void> {
    // Nothing can be written: the lease runs out and another process takes the documents.
    if (isDatabaseUnavailable(error)) return;
    await this.database.forTenant(claims[0]!.tenantId, async (tx) => {
      for (const claim of claims) {
        if (error instanceof DocumentProblem) await this.queue.setFailed(tx, claim, error.code, error.message);
        else if (interrupted) await this.queue.putBack(tx, claim, { counted: false, delayMs: 0, apart: false });
        else {
          this.logger.error('a document could not be processed', error, { documentId: claim.id, attempt: claim.attempt });
          if (claim.attempt < MAX_ATTEMPTS) {
            await this.queue.putBack(tx, claim, { counted: true, delayMs: RETRY_DELAY_MS * claim.attempt, apart: true });
          } else {
            const detail = 'The document could not be processed. Upload it again to try once more.';
            await this.queue.setFailed(tx, claim, 'processing_failed', detail);
          }
        }
      }
    });
  }
}

const requestOf = ({ source, contentType, title }: DocumentSource): ReadRequest => ({
  source: source ?? new Uint8Array(),
  contentType,
  title,
});

const about = (claims: readonly Claim[], { id, baseId, title }: DocumentSource): Omit<ReadDocument, 'chunks' | 'warnings'> => ({
  claim: claims.find((claim) => claim.id === id)!,
  baseId,
  title,
});
