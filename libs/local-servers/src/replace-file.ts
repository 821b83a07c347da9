import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces a file in one step: a reader sees the old content or the new, never half of it. */
export function replaceFile(path: string, content: string, mode = 0o644): void {
  const next = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(next, content, { mode });
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/** The parsed JSON, or undefined when the file is missing or not JSON. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
