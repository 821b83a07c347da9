import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { mediaFetched } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { ObjectMismatch, ObjectStore, ObjectTooLarge, withHead } from '#object-store';
import { CONFIG, KeyRing, Logger } from '#service-kit';
import { contentTypeOf, fitsKind, HEAD_BYTES, LARGEST_INBOUND_BYTES, sha256Hex } from '#whatsapp';
import { MediaGraph } from '../../clients/media/media-graph.js';
import type { Config } from '../../config.js';
import { MISMATCH, notGiven, settleFetch, type FetchOutcome } from '../../domain/media/settle-fetch.js';
import { MediaFetchesRepository, type ClaimedFetch } from '../../persistence/media/media-fetches.repository.js';
import { leaseMs } from '../../domain/media/lease.js';
import { Places } from './places.state.js';

/** Fetches customers' files from WhatsApp, which keeps them for seven days only. */
@Injectable()
export class FetchMediaHandler {
  readonly #places: Places;
  readonly #stopping = new AbortController();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly fetches: MediaFetchesRepository,
    private readonly graph: MediaGraph,
    private readonly keys: KeyRing,
    private readonly store: ObjectStore,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {
    this.#places = new Places(config.MEDIA_CONCURRENCY);
  }

  /** Takes as many in hand as there is room for, and does not wait for them. @param onFree called when there is room again */
  async execute(onFree: () => void): Promise<void> {
    await this.#places.fill(
      async (after, without) =>
        this.#stopping.signal.aborted
          ? undefined
          : this.database.forSystem((tx) => this.fetches.claimNext(tx, after, without, v7(), leaseMs(this.config))),
      (fetch) => this.#run(fetch),
      onFree,
    );
  }

  /** What is on its way is cut off; another process takes it over when the lease has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#places.empty();
  }

  async #run(fetch: ClaimedFetch): Promise<void> {
    try {
      const outcome = await this.#attempt(fetch);
      const settlement = settleFetch(fetch, outcome, new Date(), Math.random());
      if (outcome.outcome !== 'stored') {
        this.logger.info({ tenantId: fetch.tenantId, mediaId: fetch.id, attempts: fetch.attempts, ...outcome }, 'a file was not fetched');
      }
      await this.database.forTenant(fetch.tenantId, async (tx) => {
        if (!settlement.done) return this.fetches.postpone(tx, fetch, settlement.delayMs);
        if (!(await this.fetches.finish(tx, fetch))) return;
        const { done, ...rest } = settlement;
        this.outbox.append(tx, mediaFetched, { mediaId: fetch.id, outcome: done, ...rest });
      });
    } catch (error) {
      // The lease ends, and the fetch is taken in hand again.
      this.logger.warn('what became of a file could not be stored', error as Error, { mediaId: fetch.id });
    }
  }

  async #attempt(fetch: ClaimedFetch): Promise<FetchOutcome> {
    const { phoneNumberId, sealedToken } = fetch;
    if (!phoneNumberId || !sealedToken) return { outcome: 'again', code: 'no_token', detail: 'the outlet has no access token' };
    let accessToken: string;
    try {
      accessToken = this.keys.open(sealedToken, fetch.outletId);
    } catch {
      return { outcome: 'again', code: 'no_token', detail: 'the access token cannot be decrypted with the keys in ENCRYPTION_KEYS' };
    }
    const deadline = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(this.config.MEDIA_TIMEOUT_MS)]);
    const info = await this.graph.getMedia({ mediaId: fetch.graphId, accessToken, phoneNumberId });
    if (info.outcome !== 'ok') return notGiven(info);
    const maxBytes = LARGEST_INBOUND_BYTES;
    if ((info.value.sizeBytes ?? 0) > maxBytes) return TOO_LARGE;
    const opened = await this.graph.openMedia({ url: info.value.url, accessToken, signal: deadline });
    if (opened.outcome !== 'ok') {
      // Of the address, which lives for minutes; the id has just been good.
      const isStale = opened.outcome === 'rejected' && opened.error.httpStatus === 404;
      return isStale ? { outcome: 'again', code: 'address_ended', detail: 'the address of the file has expired' } : notGiven(opened);
    }
    const { body } = opened.value;
    try {
      if ((opened.value.sizeBytes ?? 0) > maxBytes) return TOO_LARGE;
      const { head, all } = await withHead(body as AsyncIterable<Buffer>, HEAD_BYTES);
      const contentType = await contentTypeOf(head, fetch.contentType ?? info.value.mimeType);
      if (!fitsKind(fetch.kind, contentType)) {
        return {
          outcome: 'refused',
          code: 'type_not_accepted',
          detail: `the file is ${contentType}, which WhatsApp does not send as ${fetch.kind}`,
        };
      }
      const sha256 = sha256Hex(info.value.sha256) ?? sha256Hex(fetch.sha256 ?? undefined);
      const put = await this.store.put({ tenantId: fetch.tenantId, id: fetch.id }, all, { maxBytes, ...(sha256 ? { sha256 } : {}) });
      return { outcome: 'stored', contentType, ...put };
    } catch (error) {
      if (error instanceof ObjectTooLarge) return TOO_LARGE;
      if (error instanceof ObjectMismatch) return { outcome: 'again', code: MISMATCH, detail: error.message };
      return { outcome: 'again', code: 'transfer_failed', detail: (error as Error).message };
    } finally {
      body.destroy();
    }
  }
}

const TOO_LARGE: FetchOutcome = {
  outcome: 'refused',
  code: 'too_large',
  detail: `The file is larger than ${LARGEST_INBOUND_BYTES / 1024 / 1024} MB, the most that is accepted from a customer.`,
};
