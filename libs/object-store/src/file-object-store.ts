import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  checkedPart,
  measured,
  ObjectStore,
  pathOf,
  type ByteRange,
  type ObjectKey,
  type PutObject,
  type PutOptions,
  type StoredObject,
} from './object-store.js';

/** Parts of files that never became objects, because a process ended in between, are removed after this time. */
const ABANDONED_AFTER_MS = 24 * 60 * 60_000;

/** Objects as files below one folder, which all processes of an installation share. */
export class FileObjectStore extends ObjectStore {
  readonly #incoming: string;
  #prepared: Promise<void> | undefined;

  constructor(private readonly folder: string) {
    super();
    this.#incoming = join(folder, '.incoming');
  }

  async put(key: ObjectKey, body: AsyncIterable<Uint8Array>, options: PutOptions): Promise<PutObject> {
    const path = this.#fileOf(key);
    await (this.#prepared ??= this.#prepare());
    const part = join(this.#incoming, randomUUID());
    let put: PutObject | undefined;
    try {
      const file = await open(part, 'wx', 0o600);
      try {
        for await (const chunk of measured(body, options, (result) => (put = result))) await file.writeFile(chunk);
        await file.sync();
      } finally {
        await file.close();
      }
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(part, path);
    } catch (error) {
      await unlink(part).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(path));
    return put!;
  }

  async get(key: ObjectKey, range?: ByteRange): Promise<StoredObject | undefined> {
    const file = await open(this.#fileOf(key), 'r').catch(ifMissing(undefined));
    if (!file) return undefined;
    try {
      const { size: sizeBytes } = await file.stat();
      return { sizeBytes, body: file.createReadStream(range ?? {}) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async delete(key: ObjectKey): Promise<void> {
    await unlink(this.#fileOf(key)).catch(ifMissing(undefined));
  }

  async deletePrefix(tenantId: string): Promise<void> {
    await rm(join(this.folder, checkedPart(tenantId)), { recursive: true, force: true });
  }

  #fileOf(key: ObjectKey): string {
    return join(this.folder, pathOf(key));
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      const found = await stat(path).catch(ifMissing(undefined));
      if (found && found.mtimeMs < Date.now() - ABANDONED_AFTER_MS) await unlink(path).catch(ifMissing(undefined));
    }
  }
}

const ifMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };

/** The new name is durable only with its folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
