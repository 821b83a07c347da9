import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Logger, Problem } from '#service-kit';
import { WebClient } from '../../clients/web/web.client.js';
import type { ReadableType } from '../../domain/documents/document.js';
import { fingerprintOf, titleOfPage } from '../../domain/documents/web-page.js';
import { MAX_LOOKS, PAUSE_MS, untilNextLook, untilNextTry, WebProblem } from '../../domain/documents/web-source.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { ReplacementsRepository } from '../../persistence/documents/replacements.repository.js';
import {
  WebSourcesRepository,
  type Failure,
  type PageClaim,
  type SourceClaim,
} from '../../persistence/documents/web-sources.repository.js';
import type { Author } from '../audit.step.js';
import { AddDocumentHandler } from './add-document.handler.js';
import { ChangeDocumentHandler } from './change-document.handler.js';
import { checkedType } from './checked-type.step.js';
import { pagesOf } from './sitemap-pages.step.js';

/** For all sitemaps of a source. It ends well before the lease of its claim does (2 minutes): else another process would begin anew, for ever. */
const SITEMAPS_MS = 90_000;
const SYSTEM: Author = { kind: 'system', id: null, address: null, requestId: null };

/** Looks at web addresses that are due, and makes documents of their pages. */
@Injectable()
export class LookAtWebHandler {
  /** Companies of which this process looks at something: one thing of each at a time, so that slow sites of one hold up no other's. */
  readonly #busy = new Set<string>();
  #claiming: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: TenantDatabase,
    private readonly sources: WebSourcesRepository,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly replacements: ReplacementsRepository,
    private readonly client: WebClient,
    private readonly addDocument: AddDocumentHandler,
    private readonly changeDocument: ChangeDocumentHandler,
    private readonly logger: Logger,
  ) {}

  /** Looks at one address, or at one page. @returns false when nothing is due of a company whose turn it is */
  async execute(): Promise<boolean> {
    const claim = await this.#claim();
    if (!claim) return false;
    try {
      await ('sourceId' in claim ? this.#lookAtPage(claim) : this.#lookAtSource(claim));
    } finally {
      this.#busy.delete(claim.tenantId);
    }
    return true;
  }

  /** One after another: which company has a look under way must be known before the next claim. */
  async #claim(): Promise<SourceClaim | PageClaim | undefined> {
    const claiming = this.#claiming.then(async () => {
      const busy = [...this.#busy];
      const claim =
        (await this.database.forSystem((tx) => this.sources.claimSource(tx, busy))) ??
        (await this.database.forSystem((tx) => this.sources.claimPage(tx, busy)));
      if (claim) this.#busy.add(claim.tenantId);
      return claim;
    });
    this.#claiming = claiming.catch(() => undefined);
    return claiming;
  }

  async #lookAtSource(claim: SourceClaim): Promise<void> {
    try {
      refuseAnother(claim);
      const { kind, urls } = await pagesOf(this.client, claim.url, AbortSignal.timeout(SITEMAPS_MS));
      const kept = urls.slice(0, claim.maxPages);
      const nextMs = untilNextLook(claim.everyHours, Math.random());
      await this.database.forTenant(claim.tenantId, async (tx) => {
        const end = { kind, leftOut: urls.length - kept.length, failure: null, nextMs, tryAgain: false };
        if (!(await this.sources.settleSource(tx, claim, end))) return;
        await this.sources.setPages(
          tx,
          claim.id,
          kept,
          kept.map(() => v7()),
          kept.length > 1 ? PAUSE_MS : 0,
        );
      });
    } catch (error) {
      const { failure, isPassing } = this.#failureOf(error, claim.id);
      const again = isPassing ? untilNextTry(claim.attempts) : null;
      const nextMs = again ?? untilNextLook(claim.everyHours, Math.random());
      const end = { kind: null, leftOut: 0, failure, nextMs, tryAgain: again !== null };
      await this.database.forTenant(claim.tenantId, (tx) => this.sources.settleSource(tx, claim, end));
    }
  }

  async #lookAtPage(claim: PageClaim): Promise<void> {
    const kept = { documentId: claim.documentId, etag: claim.etag, lastModified: claim.lastModified, fingerprint: claim.fingerprint };
    try {
      refuseAnother(claim);
      // What has no document any more is fetched whole.
      const current = claim.documentId
        ? await this.database.forTenant(claim.tenantId, (tx) => this.replacements.current(tx, claim.documentId!))
        : undefined;
      const fetched = await this.client.fetch(claim.url, current ? claim : undefined);
      await this.database.forTenant(claim.tenantId, async (tx) => {
        const locked = await this.#lock(tx, claim);
        if (!locked) return;
        const same = { ...kept, documentId: current ?? null, failure: null, nextMs: null };
        if (!fetched) return this.sources.settlePage(tx, claim, { ...same, status: 'done', hasChanged: false });
        const file = { bytes: fetched.bytes, contentType: fetched.contentType, fileName: new URL(fetched.url).pathname };
        const contentType = checkedType(file);
        const isHtml = contentType === 'text/html';
        const fingerprint = fingerprintOf(fetched.bytes, isHtml);
        const { etag, lastModified } = fetched;
        const hasChanged = !current || fingerprint !== claim.fingerprint;
        const title = titleOfPage(fetched.bytes, isHtml, fetched.url);
        const documentId = hasChanged
          ? await this.#put(tx, locked.baseId, current, { title, contentType, bytes: fetched.bytes })
          : current!;
        await this.sources.settlePage(tx, claim, { ...same, status: 'done', documentId, etag, lastModified, fingerprint, hasChanged });
      });
    } catch (error) {
      const { failure, isPassing } = this.#failureOf(error, claim.id);
      const nextMs = isPassing ? untilNextTry(claim.attempts) : null;
      const status = failure.code === 'web_gone' ? 'gone' : nextMs === null ? 'failed' : 'waiting';
      await this.database.forTenant(claim.tenantId, (tx) =>
        this.sources.settlePage(tx, claim, { ...kept, status, failure, nextMs, hasChanged: false }),
      );
    }
  }

  /** Bases are locked before what is in them, as everywhere. */
  async #lock(tx: Transaction, claim: PageClaim): Promise<{ baseId: string } | undefined> {
    const source = await this.sources.find(tx, claim.sourceId);
    if (!source || (await this.bases.share(tx, [source.baseId])).length === 0) return undefined;
    return this.sources.lockPage(tx, claim);
  }

  /** Makes a document of a page, or lets it take the place of the one that the page was. @returns its id */
  async #put(
    tx: Transaction,
    baseId: string,
    current: string | undefined,
    page: { title: string; contentType: ReadableType; bytes: Uint8Array },
  ): Promise<string> {
    const old = current && (await this.documents.find(tx, current));
    const locked = old && (await this.replacements.lock(tx, old.id));
    if (!old || !locked) return (await this.addDocument.addTo(tx, baseId, page, SYSTEM)).id;
    return (await this.changeDocument.replace(tx, old, page, SYSTEM)).id;
  }

  #failureOf(error: unknown, id: string): { failure: Failure; isPassing: boolean } {
    if (error instanceof WebProblem) return { failure: { code: error.code, detail: error.message }, isPassing: error.isPassing };
    if (error instanceof Problem) return { failure: { code: error.code, detail: error.message }, isPassing: false };
    this.logger.error('a web address could not be looked at', error as Error, { id });
    return {
      failure: { code: 'processing_failed', detail: 'Looking at the address failed on our side. It is tried again.' },
      isPassing: true,
    };
  }
}

/**
 * Whoever looked last never told how it ended: the process died of it, or hung. Without this, such a page would take down each process
 * that comes, for ever.
 */
function refuseAnother({ attempts }: { attempts: number }): void {
  if (attempts <= MAX_LOOKS) return;
  const detail = `Looking at the address was tried ${MAX_LOOKS} times, and the last time it never ended. Give another address, or upload the page.`;
  throw new Problem(422, 'processing_failed', detail);
}
