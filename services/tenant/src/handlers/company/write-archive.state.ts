import { finished } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import yazl from 'yazl';
import { ObjectStore } from '#object-store';
import { documentPath, mediaPath, readmeOf } from '../../domain/company/export.js';
import { CompanySources, type SourceFile } from './company-sources.state.js';

/** More than any company has: a bound all the same, so that a fault cannot fill the store. */
const MAX_BYTES = 500 * 1024 ** 3;
interface Listed {
  listed: SourceFile;
  /** @returns the object of a row, and where it lies in the archive; undefined for a row without one */
  objectOf(row: never): { id: string; path: string } | undefined;
}
/** Where services list what they keep in the object store: files of messages, and large documents. */
const WITH_OBJECTS: readonly Listed[] = [
  {
    listed: { service: 'conversation', file: 'files' },
    objectOf: (media: { id: string; status: string; filename: string | null; contentType: string }) =>
      media.status === 'stored' ? { id: media.id, path: mediaPath(media) } : undefined,
  },
  {
    listed: { service: 'knowledge', file: 'documents' },
    objectOf: (document: { id: string; objectId: string | null; contentType: string }) =>
      document.objectId ? { id: document.objectId, path: documentPath(document) } : undefined,
  },
];

export interface ArchiveOf {
  tenantId: string;
  /** Of the object that it becomes. */
  id: string;
  company: string;
  at: Date;
  /** Rows that are in no table of one service. */
  own: Readonly<Record<string, readonly object[]>>;
}

/** Writes an archive into the object store: one entry at a time, so that memory holds a piece of one and no more. */
@Injectable()
export class WriteArchive {
  constructor(
    private readonly sources: CompanySources,
    private readonly store: ObjectStore,
  ) {}

  /**
   * @param progress told after each file, with how many there are; what it throws ends the archive
   * @returns its bytes @throws {QueryFailed} when a service does not answer; then nothing is kept
   */
  async execute(of: ArchiveOf, progress: (written: number, files: number) => Promise<void>): Promise<number> {
    const zip = new yazl.ZipFile();
    const out = zip.outputStream as Readable;
    // Whoever waits for a file, or for the store, is told of their failure; without a listener it would end the process besides.
    zip.on('error', () => undefined);
    out.on('error', () => undefined);
    const put = this.store.put({ tenantId: of.tenantId, id: of.id }, out, { maxBytes: MAX_BYTES });
    // The store fails with the stream; its error is not a second one.
    put.catch(() => undefined);
    try {
      await this.#fill(zip, of, progress);
      zip.end();
    } catch (error) {
      out.destroy(error as Error);
      await put.catch(() => undefined);
      throw error;
    }
    return (await put).sizeBytes;
  }

  async #fill(zip: yazl.ZipFile, of: ArchiveOf, progress: (written: number, files: number) => Promise<void>): Promise<void> {
    const { tenantId } = of;
    const files = await this.sources.files(tenantId);
    const services = [...new Set(files.map(({ service }) => service))];
    await add(zip, 'README.txt', [readmeOf(of.company, of.at, services)], of.at);
    for (const [name, rows] of Object.entries(of.own))
      await add(
        zip,
        `tenant/${name}.ndjson`,
        rows.map((row) => `${JSON.stringify(row)}\n`),
        of.at,
      );
    // What is in the object store counts as one file: how many there are is known when they are listed.
    const all = files.length + 1;
    await progress(0, all);
    for (const [index, file] of files.entries()) {
      await add(zip, `${file.service}/${file.file}.ndjson`, this.sources.read(tenantId, file), of.at);
      await progress(index + 1, all);
    }
    for (const { listed, objectOf } of WITH_OBJECTS) {
      if (!files.some(({ service, file }) => service === listed.service && file === listed.file)) continue;
      for await (const row of this.sources.lines(tenantId, listed)) {
        const { id, path } = objectOf(row as never) ?? {};
        const object = id && (await this.store.get({ tenantId, id }));
        // Erased since it was listed.
        if (!object) continue;
        await add(zip, path!, object.body, of.at, false);
        await progress(files.length, all);
      }
    }
    await progress(all, all);
  }
}

/** One entry, and waits until it is written. */
async function add(
  zip: yazl.ZipFile,
  path: string,
  content: AsyncIterable<string | Uint8Array> | Iterable<string>,
  mtime: Date,
  compress = true,
): Promise<void> {
  const stream = Readable.from(bytesOf(content), { objectMode: false });
  zip.addReadStream(stream, path, { mtime, compress });
  await finished(stream);
}

async function* bytesOf(content: AsyncIterable<string | Uint8Array> | Iterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of content) yield Buffer.from(piece as string);
}
