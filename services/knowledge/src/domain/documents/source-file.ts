import { createHash } from 'node:crypto';
import type { ReadableType } from './document.js';

/** A file in memory. */
export interface WholeFile {
  bytes: Uint8Array;
}

/** A file that went into the object store while it was received: of it only both ends are in memory. */
export interface StoredFile {
  objectId: string;
  size: number;
  /** Hex. */
  sha256: string;
  head: Uint8Array;
  tail: Uint8Array;
}

export type SourceFile = WholeFile | StoredFile;

/** Larger ones go into the object store; smaller ones stay in the row, where many are written with one statement. */
export const MAX_WHOLE_BYTES = 1024 * 1024;
/** How much of a stored file is kept in memory of each end. The directory of an office document is at its end. */
export const END_BYTES = 1024 * 1024;

export const sizeOf = (file: SourceFile): number => ('bytes' in file ? file.bytes.length : file.size);

/** By which the same file is known again: of its type and its bytes. */
export function fingerprintOf(contentType: ReadableType, file: SourceFile): string {
  const hash = createHash('sha256').update(contentType).update('\0');
  return ('bytes' in file ? hash.update(file.bytes) : hash.update('sha256:').update(file.sha256)).digest('hex');
}
