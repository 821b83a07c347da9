import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import type { Readable } from 'node:stream';
import { DocumentProblem } from '../../../domain/documents/document-problem.js';

const MB = 1024 * 1024;
/** What all parts that are read may unfold to. The text of 5,000 passages is about 8 MB; its markup is several times as long. */
const MAX_UNPACKED_BYTES = 128 * MB;
const MAX_ENTRIES = 10_000;

export const damaged = (why: string): DocumentProblem =>
  new DocumentProblem('office_damaged', `The document cannot be opened (${why}). Open it in its program, save it again, and send that.`);
export const encrypted = (): DocumentProblem =>
  new DocumentProblem('office_encrypted', 'The document is protected by a password. Save it without one and send it again.');
export const tooLong = (what: string): DocumentProblem =>
  new DocumentProblem('document_too_long', `The document ${what}. Split it into several, or export it as text.`);

/** A relationship of one part of a package to another, or to an address outside (ECMA-376, part 2, section 6.5). */
export interface Relation {
  /** The last word of its type: `officeDocument`, `slide`, `hyperlink`. */
  kind: string;
  /** The path of the part inside the package, or an address. */
  target: string;
}

/** An office document as the ZIP archive that it is. Parts are unpacked as they are read, and only those that hold text. */
export class OfficePackage {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #left = MAX_UNPACKED_BYTES;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws {DocumentProblem} `office_damaged`, `office_encrypted` */
  static async open(bytes: Uint8Array): Promise<OfficePackage> {
    const entries = new Map<string, Entry>();
    try {
      const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true });
      if (zip.entryCount > MAX_ENTRIES) throw new Error(`it holds ${zip.entryCount} files`);
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw encrypted();
        if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
      }
      return new OfficePackage(zip, entries);
    } catch (error) {
      throw error instanceof DocumentProblem ? error : damaged((error as Error).message);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * The bytes of a part, as they are unpacked.
   *
   * @throws {DocumentProblem} `office_damaged` when it is missing or broken, `document_too_long` when the parts unfold to more than 128 MB
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (!entry) throw damaged(`it has no part named ${name}`);
    if (entry.uncompressedSize > this.#left) throw tooLong(UNFOLDS);
    let stream: Readable | undefined;
    try {
      stream = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        this.#left -= chunk.length;
        if (this.#left < 0) throw tooLong(UNFOLDS);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof DocumentProblem ? error : damaged((error as Error).message);
    } finally {
      stream?.destroy();
    }
  }
}

const UNFOLDS = `unfolds to more than ${MAX_UNPACKED_BYTES / MB} MB of markup`;

/** `xl/workbook.xml` and `../styles.xml` -> `styles.xml` */
export function resolvePart(base: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path = base.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.') path.push(step);
  }
  return path.join('/');
}
