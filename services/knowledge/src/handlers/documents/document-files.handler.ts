import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { ObjectStore, ObjectTooLarge, withHead } from '#object-store';
import { Problem } from '#service-kit';
import { MAX_DOCUMENT_BYTES } from '../../domain/documents/document.js';
import { END_BYTES, MAX_WHOLE_BYTES, type SourceFile, type StoredFile } from '../../domain/documents/source-file.js';
import { ObjectsRepository } from '../../persistence/documents/objects.repository.js';

/** Takes the bytes of a file as they come. */
export type Receive = (body: AsyncIterable<Buffer>) => Promise<SourceFile>;

/** Files of documents as they come and go. */
@Injectable()
export class DocumentFiles {
  constructor(
    private readonly database: TenantDatabase,
    private readonly objects: ObjectsRepository,
    private readonly store: ObjectStore,
  ) {}

  /**
   * Receives files for `work`. What no document has taken by its end is deleted; after a day, where this process did not live to see it.
   *
   * @param look asked before a large file is taken in; throws where no document could take it
   */
  async receiving<Result>(tenantId: string, look: () => Promise<void>, work: (receive: Receive) => Promise<Result>): Promise<Result> {
    const ids: string[] = [];
    try {
      return await work((body) => this.#receive(tenantId, body, look, ids));
    } finally {
      if (ids.length > 0) await this.database.forTenant(tenantId, (tx) => this.objects.release(tx, ids));
    }
  }

  /**
   * A large file goes into the object store piece by piece, so that memory holds both its ends and no more.
   *
   * @throws {Problem} document_too_large
   */
  async #receive(tenantId: string, body: AsyncIterable<Buffer>, look: () => Promise<void>, ids: string[]): Promise<SourceFile> {
    const { head, all } = await withHead(body, MAX_WHOLE_BYTES + 1);
    if (head.length <= MAX_WHOLE_BYTES) return { bytes: head };
    try {
      await look();
    } catch (error) {
      // The rest is not read.
      for await (const _piece of all) break;
      throw error;
    }
    const file = await this.#put(tenantId, all, ids);
    const start = Math.max(0, file.size - END_BYTES);
    const end = await this.store.get({ tenantId, id: file.objectId }, { start, end: file.size - 1 });
    const tail: Buffer[] = [];
    for await (const piece of end!.body) tail.push(piece as Buffer);
    return { ...file, head, tail: Buffer.concat(tail) };
  }

  /** @returns a file of its own with the same bytes @throws {Problem} not_found: it is gone */
  async copy(tenantId: string, objectId: string): Promise<StoredFile> {
    const found = await this.store.get({ tenantId, id: objectId });
    if (!found) throw Problem.notFound('document');
    return { ...(await this.#put(tenantId, found.body)), head: new Uint8Array(), tail: new Uint8Array() };
  }

  /** Puts a file on the disk of this machine while `work` reads it there. @throws {Error} when it is gone */
  async onDisk<Result>(tenantId: string, objectId: string, work: (path: string) => Promise<Result>): Promise<Result> {
    const found = await this.store.get({ tenantId, id: objectId });
    if (!found) throw new Error(`the file ${objectId} of a document is not in the object store`);
    const folder = await mkdtemp(join(tmpdir(), 'chasqui-document-'));
    try {
      const path = join(folder, 'file');
      await pipeline(found.body, createWriteStream(path, { mode: 0o600 }));
      return await work(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #put(tenantId: string, body: AsyncIterable<Uint8Array>, ids: string[] = []): Promise<Omit<StoredFile, 'head' | 'tail'>> {
    const objectId = v7();
    ids.push(objectId);
    await this.database.forTenant(tenantId, (tx) => this.objects.announce(tx, objectId));
    try {
      const { sizeBytes, sha256 } = await this.store.put({ tenantId, id: objectId }, body, { maxBytes: MAX_DOCUMENT_BYTES });
      return { objectId, size: sizeBytes, sha256 };
    } catch (error) {
      if (error instanceof ObjectTooLarge) throw TOO_LARGE;
      throw error;
    }
  }
}

const TOO_LARGE = new Problem(413, 'document_too_large', `A document may have at most ${MAX_DOCUMENT_BYTES} bytes (50 MB). Split it.`);
