import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { CONFIG, inBatches, KeyRing, Logger } from '#service-kit';
import { MediaGraph } from '../../clients/media/media-graph.js';
import type { Config } from '../../config.js';
import type { HoldRequest } from '../../domain/holds/hold.js';
import { settleAttempt, type AttemptOutcome } from '../../domain/sending/settle-attempt.js';
import { TellHolds } from '../holds/tell-holds.step.js';
import { MediaUploadsRepository, type ClaimedUpload } from '../../persistence/media/media-uploads.repository.js';
import { OwnMediaRepository } from '../../persistence/media/own-media.repository.js';
import { MessagesRepository, type StoredMessage } from '../../persistence/queue/messages.repository.js';
import { AnnounceStatus } from '../queue/announce-status.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { leaseMs } from '../../domain/media/lease.js';
import { Places } from './places.state.js';

/** At a stop. Nest stops one module after another: these, the answers that are out (10 s) and their outcomes (3 s) have 15 s together. */
const LAST_UPLOADS_MS = 1_000;
const BATCH = 1_000;

type UploadOutcome = { outcome: 'uploaded'; graphId: string } | Exclude<AttemptOutcome, { outcome: 'accepted' | 'media_missing' }>;

/** Uploads files that queued messages wait for, each once for each number, and lets the messages go or fail with it. */
@Injectable()
export class UploadMediaHandler {
  readonly #places: Places;
  #stopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly uploads: MediaUploadsRepository,
    private readonly ownMedia: OwnMediaRepository,
    private readonly messages: MessagesRepository,
    private readonly stops: TellHolds,
    private readonly graph: MediaGraph,
    private readonly keys: KeyRing,
    private readonly store: ObjectStore,
    private readonly announce: AnnounceStatus,
    private readonly signal: DispatchSignal,
    private readonly logger: Logger,
  ) {
    this.#places = new Places(config.MEDIA_CONCURRENCY);
  }

  /** Takes as many in hand as there is room for, and does not wait for them. @param onFree called when there is room again */
  async execute(onFree: () => void): Promise<void> {
    await this.#places.fill(
      async (after, without) =>
        this.#stopped ? undefined : this.database.forSystem((tx) => this.uploads.claimNext(tx, after, without, v7(), leaseMs(this.config))),
      (upload) => this.#run(upload),
      onFree,
    );
  }

  /** What is not over soon is cut off with its connection; another process takes it in hand when the lease has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.race([this.#places.empty(), wait(LAST_UPLOADS_MS, undefined, { ref: false })]);
  }

  async prune(): Promise<void> {
    await inBatches(
      BATCH,
      () => this.#stopped,
      (size) => this.database.forSystem((tx) => this.uploads.prune(tx, size)),
    );
  }

  async #run(upload: ClaimedUpload): Promise<void> {
    try {
      await this.#settle(upload, await this.#attempt(upload));
    } catch (error) {
      // The lease ends, and the upload is taken in hand again.
      this.logger.warn('an upload could not be settled', error as Error, { mediaId: upload.mediaId });
    }
  }

  async #attempt({ tenantId, mediaId, outletId, phoneNumberId, sealedToken }: ClaimedUpload): Promise<UploadOutcome> {
    if (!phoneNumberId || !sealedToken) return { outcome: 'no_token', code: 'token_missing' };
    let accessToken: string;
    try {
      accessToken = this.keys.open(sealedToken, outletId);
    } catch {
      return { outcome: 'no_token', code: 'token_unreadable' };
    }
    const media = await this.database.forTenant(tenantId, async (tx) => (await this.ownMedia.stored(tx, [mediaId])).get(mediaId));
    const object = media && (await this.store.get({ tenantId, id: mediaId }));
    if (!media || !object) {
      return {
        outcome: 'content_invalid',
        problems: [{ field: 'mediaId', code: 'not_valid', message: `there is no stored file ${mediaId}` }],
      };
    }
    try {
      const result = await this.graph.uploadMedia({
        phoneNumberId,
        accessToken,
        sizeBytes: object.sizeBytes,
        chunks: () => object.body as AsyncIterable<Uint8Array>,
        mimeType: media.contentType,
        filename: media.filename ?? `file.${media.contentType.split('/').at(-1)}`,
      });
      if (result.outcome === 'ok') return { outcome: 'uploaded', graphId: result.value.id };
      // An upload that may have arrived does no harm: nobody knows its id.
      return result.outcome === 'unknown' ? { outcome: 'not_sent', reason: 'connect_failed', detail: result.detail } : result;
    } finally {
      object.body.destroy();
    }
  }

  async #settle(upload: ClaimedUpload, outcome: UploadOutcome): Promise<void> {
    await this.database.forTenant(upload.tenantId, async (tx) => {
      const waited = await this.uploads.finish(tx, upload, outcome.outcome === 'uploaded' ? outcome.graphId : undefined);
      if (!waited) return;
      tx.afterCommit(() => this.signal.wake());
      const queued = (await this.messages.lock(tx, waited)).filter(({ state }) => state === 'queued');
      if (outcome.outcome === 'uploaded') {
        await this.messages.save(
          tx,
          queued.map((message) => ({ ...message, delayMs: 0 })),
        );
        return;
      }
      this.logger.info(
        { tenantId: upload.tenantId, mediaId: upload.mediaId, outletId: upload.outletId, outcome, messages: queued.length },
        'a file was not uploaded',
      );
      const holds: HoldRequest[] = [];
      const changed: (StoredMessage & { delayMs?: number })[] = [];
      for (const message of queued) {
        // As if the message itself had met it: the same table says what follows.
        const place = { ...upload, template: message.template };
        const settlement = settleAttempt({ ...message, state: 'sending' }, message.claim, place, outcome, Math.random());
        if (!settlement) continue;
        const saved = { ...message, ...settlement.progress, ...(settlement.delayMs === undefined ? {} : { delayMs: settlement.delayMs }) };
        // Held messages are due when their hold ends.
        changed.push(settlement.hold ? { ...saved, delayMs: 0 } : saved);
        if (settlement.hold) holds.push(settlement.hold);
        if (settlement.announce) this.announce.append(tx, saved);
      }
      await this.messages.save(tx, changed);
      // One reason, one hold.
      await this.stops.put(tx, holds.slice(0, 1));
    });
  }
}
