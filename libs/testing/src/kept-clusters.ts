import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SchemaMigrations } from '#database';

/** Of this run alone (`libs/testing/run-folder.mjs`), so that it cannot hold what other code has made. */
const FOLDER = process.env.SPECS_FOLDER;

/** A new cluster and some hundred migrations take seconds, and each spec file needs them: the first makes them, all others get a copy. */
export class KeptCluster {
  readonly #path: string | undefined;

  constructor(modules: readonly SchemaMigrations[]) {
    const key = createHash('sha256').update(JSON.stringify(modules)).digest('hex').slice(0, 16);
    this.#path = FOLDER && join(FOLDER, `cluster-${key}`);
  }

  get isKept(): boolean {
    return this.#path !== undefined && existsSync(this.#path);
  }

  /** Whether this run keeps any. */
  get isWanted(): boolean {
    return this.#path !== undefined && !this.isKept;
  }

  async copyTo(dataDir: string): Promise<void> {
    await copy(this.#path!, dataDir);
  }

  /** @param dataDir of a Postgres that was stopped in order */
  async keep(dataDir: string): Promise<void> {
    const beside = `${this.#path}.${process.pid}`;
    await copy(dataDir, beside);
    try {
      renameSync(beside, this.#path!);
    } catch {
      // Another worker was faster.
      rmSync(beside, { recursive: true, force: true });
    }
  }
}

/** With owners and rights: Postgres may run as another user, and wants its folder for itself. */
const copy = (from: string, to: string) => promisify(execFile)('cp', ['-a', from, to]);
