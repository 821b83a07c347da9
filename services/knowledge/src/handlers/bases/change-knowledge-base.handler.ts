import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { described, type Answering, type KnowledgeBase } from '../../domain/bases/knowledge-base.js';
import { searchConfigurationOf } from '../../domain/bases/languages.js';
import type { DocumentRecord } from '../../domain/documents/document.js';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { indexChunks } from '../documents/index-chunks.step.js';
import { Audit } from '../audit.step.js';

const DOCUMENTS_AT_A_TIME = 100;
const CHUNKS_AT_A_TIME = 1_000;

@Injectable()
export class ChangeKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly chunks: ChunksRepository,
    private readonly audit: Audit,
  ) {}

  /** Leaves undefined fields unchanged. A new language indexes the base again, in the same transaction. */
  async execute(
    tenantId: string,
    id: string,
    change: { name?: string; description?: string; language?: string; answering?: Answering },
    by: Actor,
  ): Promise<KnowledgeBase> {
    return this.database.forTenant(tenantId, async (tx) => {
      const locked = await this.bases.lock(tx, id);
      if (!locked) throw Problem.notFound('knowledge base');
      const base = (await this.bases.find(tx, id))!;
      const language = change.language ?? base.language;
      const searchConfiguration = searchConfigurationOf(language);
      await this.bases.update(tx, id, {
        name: change.name ?? base.name,
        description: change.description ?? base.description,
        language,
        answering: change.answering ?? base.answering,
        searchConfiguration,
      });
      if (searchConfiguration !== locked.searchConfiguration) await this.#index(tx, id, searchConfiguration);
      const changed = (await this.bases.find(tx, id))!;
      this.audit.append(tx, by, 'changed', { type: 'knowledge_base', id }, described(base), described(changed));
      return changed;
    });
  }

  async #index(tx: Transaction, baseId: string, configuration: string): Promise<void> {
    // What another has the place of still answers customers until the next publish.
    await this.#indexAll(tx, await this.documents.replaced(tx, baseId), configuration);
    let before: string | undefined;
    for (;;) {
      const documents = (await this.documents.list(tx, baseId, DOCUMENTS_AT_A_TIME, before)).slice(0, DOCUMENTS_AT_A_TIME);
      await this.#indexAll(tx, documents, configuration);
      if (documents.length < DOCUMENTS_AT_A_TIME) return;
      before = documents.at(-1)!.id;
    }
  }

  async #indexAll(tx: Transaction, documents: readonly DocumentRecord[], configuration: string): Promise<void> {
    for (const some of inPortions(documents.filter((document) => document.status === 'ready'))) {
      const titles = new Map(some.map((document) => [document.id, document.title]));
      const ids = [...titles.keys()];
      await this.chunks.unindex(tx, ids);
      const stored = await this.chunks.ofDocuments(tx, ids);
      await this.documents.setLengths(tx, await indexChunks(tx, this.chunks, titles, configuration, stored));
    }
  }
}

/** Splits documents into groups whose passages fit into memory together. */
function inPortions(documents: readonly DocumentRecord[]): DocumentRecord[][] {
  const portions: DocumentRecord[][] = [];
  let chunks = Infinity;
  for (const document of documents) {
    if (chunks + document.chunks > CHUNKS_AT_A_TIME) {
      portions.push([]);
      chunks = 0;
    }
    portions.at(-1)!.push(document);
    chunks += document.chunks;
  }
  return portions;
}
