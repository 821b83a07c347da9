import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A folder for one run, on the disk that is to be measured. @param parent default: the system's folder for temporary files */
export function makeRunFolder(parent: string | undefined): string {
  const folder = mkdtempSync(join(parent === undefined ? tmpdir() : resolve(parent), 'chasqui-bench-'));
  // Postgres runs as another user when the benchmark runs as root.
  chmodSync(folder, 0o755);
  return folder;
}

export const removeRunFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });
