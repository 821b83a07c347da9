import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { isQuick, type DocumentRecord, type ReadableType } from '../../domain/documents/document.js';
import { fingerprintOf, sizeOf, type SourceFile, type StoredFile } from '../../domain/documents/source-file.js';
import { isText, tableOfPairs, type Pair } from '../../domain/documents/editable.js';
import type { DocumentSource } from '../../persistence/documents/document-queue.repository.js';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { ReplacementsRepository } from '../../persistence/documents/replacements.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { Audit, type Author } from '../audit.step.js';
import { checkedType } from './checked-type.step.js';
import { DocumentFiles } from './document-files.handler.js';
import { ProcessingSignal } from './processing-signal.state.js';

/** What of a document changes; at most one of `file`, `content` and `pairs`. */
export interface DocumentChange {
  title?: string;
  file?: SourceFile & { fileName: string; contentType: string };
  content?: string;
  pairs?: readonly Pair[];
}

/**
 * Changes a document by another that takes its place when it has been read. Until then, and if it cannot be read, the draft keeps the one that was
 * there; customers get answers from that one until the next publish.
 */
@Injectable()
export class ChangeDocumentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly replacements: ReplacementsRepository,
    private readonly chunks: ChunksRepository,
    private readonly files: DocumentFiles,
    private readonly signal: ProcessingSignal,
    private readonly audit: Audit,
  ) {}

  /**
   * @returns the document that takes the place; the same one when nothing changes
   * @throws {Problem} not_found, document_exists, document_not_text, and what a file is refused with
   */
  async execute(tenantId: string, id: string, change: DocumentChange, by: Actor): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const given = change.file ? { ...change.file, contentType: checkedType(change.file) } : await this.#copied(tenantId, id, change);
    return this.database.forTenant(tenantId, async (tx) => {
      const found = await this.documents.find(tx, id);
      // Bases are locked before documents, as everywhere.
      if (found) await this.bases.share(tx, [found.baseId]);
      const old = found && (await this.replacements.lock(tx, id));
      if (!old) throw Problem.notFound('document');
      return this.replace(tx, found, { ...(given ?? changed(old, change)), title: change.title ?? old.title }, by);
    });
  }

  /** Of a document in the object store whose file stays as it is: a copy for the one that takes its place, since each has its own. */
  async #copied(
    tenantId: string,
    id: string,
    { content, pairs }: DocumentChange,
  ): Promise<(StoredFile & { contentType: ReadableType }) | undefined> {
    if (content !== undefined || pairs) return undefined;
    const old = await this.database.forTenant(tenantId, (tx) => this.replacements.source(tx, id));
    if (!old?.objectId) return undefined;
    return { ...(await this.files.copy(tenantId, old.objectId)), contentType: old.contentType };
  }

  /** Queues what takes the place of a locked document of a base that is shared by the transaction. */
  async replace(
    tx: Transaction,
    old: DocumentRecord,
    next: SourceFile & { title: string; contentType: ReadableType },
    by: Author,
  ): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const { title, contentType } = next;
    const bytes = sizeOf(next);
    if (fingerprintOf(contentType, next) === old.sha256 && title === old.title) return { id: old.id, status: old.status };
    // What cannot be read, or waits, has no place yet: the next one takes the place that it was to take, and it is overtaken.
    const place = await this.replacements.placeOf(tx, old.id);
    const newId = v7();
    const readsQuickly = isQuick(contentType, bytes);
    const added = await this.documents.add(tx, {
      id: newId,
      baseId: old.baseId,
      title,
      contentType,
      isQuick: readsQuickly,
      file: next,
    });
    if (added.id !== newId && (await this.documents.find(tx, added.id))?.replaces !== place) {
      throw new Problem(
        409,
        'document_exists',
        'The knowledge base has another document with this title and content. Remove one of the two.',
      );
    }
    const overtaken = await this.replacements.waitingFor(tx, place, added.id);
    for (const each of overtaken) await this.documents.markDeleted(tx, each);
    if (overtaken.length > 0) await this.chunks.deleteOf(tx, overtaken);
    await this.replacements.setReplaces(tx, added.id, place);
    tx.afterCommit(() => this.signal.of(readsQuickly).wake());
    const before = { baseId: old.baseId, title: old.title, contentType: old.contentType, bytes: old.bytes };
    this.audit.append(tx, by, 'changed', { type: 'document', id: added.id }, before, {
      baseId: old.baseId,
      title,
      contentType,
      bytes,
    });
    return added;
  }
}

function changed(old: DocumentSource, { content, pairs }: DocumentChange): { contentType: ReadableType; bytes: Uint8Array } {
  if (pairs) return { contentType: 'text/csv', bytes: Buffer.from(tableOfPairs(pairs)) };
  // Of a large file a copy was made before.
  if (content === undefined) return { contentType: old.contentType, bytes: old.source! };
  if (isText(old.contentType)) return { contentType: old.contentType, bytes: Buffer.from(content) };
  throw new Problem(
    422,
    'document_not_text',
    `The document is of type ${old.contentType}, whose text cannot be changed here. Change it in its program, and send the file.`,
  );
}
