import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { PartsRepository, type WithoutParts } from '../../persistence/documents/parts.repository.js';
import { indexChunks } from './index-chunks.step.js';

const DOCUMENTS_AT_A_TIME = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Indexes documents again that were indexed before there were parts of words. */
@Injectable()
export class AddPartsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly parts: PartsRepository,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly chunks: ChunksRepository,
  ) {}

  /** Goes through all documents once, each in a transaction of its own, so that answers never wait. @returns how many got parts */
  async execute(isStopped: () => boolean): Promise<number> {
    let done = 0;
    let after = { tenantId: BEFORE_ALL, id: BEFORE_ALL };
    for (;;) {
      const found = await this.database.forSystem((tx) => this.parts.next(tx, after, DOCUMENTS_AT_A_TIME));
      for (const document of found) {
        if (isStopped()) return done;
        if (await this.#index(document)) done++;
      }
      if (found.length < DOCUMENTS_AT_A_TIME) return done;
      after = found.at(-1)!;
    }
  }

  async #index({ tenantId, id, baseId }: WithoutParts): Promise<boolean> {
    return this.database.forTenant(tenantId, async (tx) => {
      // Bases are locked before documents, as everywhere.
      const [base] = await this.bases.share(tx, [baseId]);
      const title = base && (await this.parts.lock(tx, id));
      if (title === undefined) return false;
      await this.chunks.unindex(tx, [id]);
      const stored = await this.chunks.ofDocuments(tx, [id]);
      await this.documents.setLengths(tx, await indexChunks(tx, this.chunks, new Map([[id, title]]), base!.searchConfiguration, stored));
      return true;
    });
  }
}
