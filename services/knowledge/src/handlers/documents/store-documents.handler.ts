import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import type { Chunk } from '../../domain/documents/chunk-document.js';
import type { ReadingWarning } from '../../domain/documents/reading-warning.js';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { DocumentQueueRepository, type Claim } from '../../persistence/documents/document-queue.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { ReplacementsRepository } from '../../persistence/documents/replacements.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { indexChunks } from './index-chunks.step.js';

/** A document that was read and is not stored yet. */
export interface ReadDocument {
  claim: Claim;
  baseId: string;
  title: string;
  chunks: readonly Chunk[];
  warnings: readonly ReadingWarning[];
}

/** Stores documents of one tenant so that they can be searched: all or none, with one statement a table. */
@Injectable()
export class StoreDocuments {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly queue: DocumentQueueRepository,
    private readonly chunks: ChunksRepository,
    private readonly documents: DocumentsRepository,
    private readonly replacements: ReplacementsRepository,
  ) {}

  async execute(tenantId: string, documents: readonly ReadDocument[]): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      // Bases are locked before documents, as everywhere.
      const bases = await this.bases.share(tx, [...new Set(documents.map(({ baseId }) => baseId))]);
      const claimed = await this.queue.lockClaimed(
        tx,
        documents.map(({ claim }) => claim),
      );
      // Leaves out documents that were deleted meanwhile, or taken over by another process after our lease ran out.
      const ours = documents.filter(({ claim, baseId }) => claimed.has(claim.id) && bases.some(({ id }) => id === baseId));
      if (ours.length === 0) return;
      const stored = ours.map(({ claim, chunks }) => chunks.map((chunk) => ({ id: v7(), documentId: claim.id, ...chunk })));
      await this.chunks.deleteOf(
        tx,
        ours.map(({ claim }) => claim.id),
      );
      await this.chunks.insert(tx, stored.flat());
      for (const [configuration, indexes] of Map.groupBy(ours.keys(), (index) => configurationOf(ours[index]!.baseId))) {
        const titles = new Map(indexes.map((index) => [ours[index]!.claim.id, ours[index]!.title]));
        const lengths = await indexChunks(
          tx,
          this.chunks,
          titles,
          configuration,
          indexes.flatMap((index) => stored[index]!),
        );
        await this.queue.setReady(
          tx,
          indexes.map((index) => {
            const { claim, warnings } = ours[index]!;
            return { id: claim.id, chunks: stored[index]!.length, ...lengths.get(claim.id)!, warnings };
          }),
        );
      }
      const readyIds = ours.map(({ claim }) => claim.id);
      const replaced = await this.replacements.takeOver(tx, readyIds);
      const gone = replaced.length > 0 ? await this.replacements.outdated(tx, replaced) : [];
      for (const id of gone) await this.documents.markDeleted(tx, id);
      if (gone.length > 0) await this.chunks.deleteOf(tx, gone);

      function configurationOf(baseId: string): string {
        return bases.find(({ id }) => id === baseId)!.searchConfiguration;
      }
    });
  }
}
