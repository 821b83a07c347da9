import type { ReadingWarning } from './reading-warning.js';

/** Media types that can be read. */
export const READABLE_TYPES = ['text/plain', 'text/markdown', 'text/html', 'text/csv', 'application/pdf'] as const;
export type ReadableType = (typeof READABLE_TYPES)[number];

export const DOCUMENT_STATUSES = ['queued', 'processing', 'ready', 'failed'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;
/**
 * Up to this size text is read beside other documents, in one process for all. A PDF never is: it may unfold to any size.
 */
const MAX_QUICK_BYTES = 64 * 1024;
export const isQuick = (contentType: ReadableType, bytes: number): boolean => contentType !== 'application/pdf' && bytes <= MAX_QUICK_BYTES;
/** Attempts for a document that fails for a reason other than itself. */
export const MAX_ATTEMPTS = 3;

export interface DocumentRecord {
  id: string;
  baseId: string;
  title: string;
  contentType: ReadableType;
  status: DocumentStatus;
  errorCode: string | null;
  errorDetail: string | null;
  bytes: number;
  sha256: string;
  chunks: number;
  /** What could not be used of it; null when there is nothing to say. */
  warnings: ReadingWarning[] | null;
  attempts: number;
  createdAt: string;
  processedAt: string | null;
}
