import type { ReadingWarning } from './reading-warning.js';

/** Media types that can be read, and that are text. */
export const TEXT_TYPES = ['text/plain', 'text/markdown', 'text/html', 'text/csv'] as const;
/** Word, PowerPoint, Excel and OpenDocument text, each a ZIP archive of XML. */
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const PPTX = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const ODT = 'application/vnd.oasis.opendocument.text';
/** Media types that can be read. */
export const READABLE_TYPES = [...TEXT_TYPES, 'application/pdf', DOCX, PPTX, XLSX, ODT] as const;
export type ReadableType = (typeof READABLE_TYPES)[number];

export const DOCUMENT_STATUSES = ['queued', 'processing', 'ready', 'failed'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];

export const MAX_DOCUMENT_BYTES = 50 * 1024 * 1024;
/**
 * Up to this size text is read beside other documents, in one process for all. A PDF and an office document never are: they may unfold to any size.
 */
const MAX_QUICK_BYTES = 64 * 1024;
export const isQuick = (contentType: ReadableType, bytes: number): boolean => contentType.startsWith('text/') && bytes <= MAX_QUICK_BYTES;
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
  /** The document whose place it takes when it is ready, or took. */
  replaces: string | null;
  createdAt: string;
  processedAt: string | null;
}
