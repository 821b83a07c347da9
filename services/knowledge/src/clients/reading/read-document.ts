import { readFile } from 'node:fs/promises';
import type { Block } from '../../domain/documents/block.js';
import { chunkDocument, type Chunk } from '../../domain/documents/chunk-document.js';
import { decodeText } from '../../domain/documents/decode-text.js';
import { DocumentProblem, type DocumentProblemCode } from '../../domain/documents/document-problem.js';
import { DOCX, ODT, PPTX, XLSX, type ReadableType } from '../../domain/documents/document.js';
import { readCsv } from '../../domain/documents/read-csv.js';
import { readMarkdown } from '../../domain/documents/read-markdown.js';
import { readPdfLines } from '../../domain/documents/read-pdf-lines.js';
import { readText } from '../../domain/documents/read-text.js';
import { ReadingWarnings, type ReadingWarning } from '../../domain/documents/reading-warning.js';

export interface ReadRequest {
  /** The file, or where it is on this machine. */
  source: Uint8Array | { path: string; bytes: number };
  contentType: ReadableType;
  title: string;
}
/** Passages, and what could not be used. */
export interface ReadContent {
  chunks: Chunk[];
  warnings: ReadingWarning[];
}
export type ReadResult = ReadContent | { problem: { code: DocumentProblemCode; detail: string } };

const MAX_CHUNKS = 5_000;

/** Turns a document into passages, or says what is wrong with it. Runs in a process of its own, because the document may be hostile. */
export async function readDocument({ source, contentType, title }: ReadRequest): Promise<ReadResult> {
  try {
    // A Buffer is no Uint8Array to pdf.js.
    const bytes = new Uint8Array(source instanceof Uint8Array ? source : await readFile(source.path));
    const warnings = new ReadingWarnings();
    const chunks = chunkDocument(await blocksOf(bytes, contentType, warnings), title, warnings);
    if (chunks.length === 0) throw new DocumentProblem('document_empty', 'The document holds no text.');
    if (chunks.length > MAX_CHUNKS) {
      throw new DocumentProblem(
        'document_too_long',
        `The document makes ${chunks.length} passages; ${MAX_CHUNKS} are allowed. Split it into several.`,
      );
    }
    return { chunks, warnings: warnings.all() };
  } catch (error) {
    if (error instanceof DocumentProblem) return { problem: { code: error.code, detail: error.message } };
    return {
      problem: { code: 'document_unreadable', detail: `The document could not be read as ${contentType}: ${(error as Error).message}` },
    };
  }
}

async function blocksOf(bytes: Uint8Array, contentType: ReadableType, warnings: ReadingWarnings): Promise<Block[]> {
  // The readers of PDF, office documents and HTML are large, so they are loaded only when needed.
  switch (contentType) {
    case 'application/pdf':
      return readPdfLines(await (await import('./read-pdf.js')).readPdf(bytes, warnings));
    case DOCX:
      return (await import('./office/read-docx.js')).readDocx(bytes, warnings);
    case PPTX:
      return (await import('./office/read-pptx.js')).readPptx(bytes, warnings);
    case XLSX:
      return (await import('./office/read-xlsx.js')).readXlsx(bytes, warnings);
    case ODT:
      return (await import('./office/read-odt.js')).readOdt(bytes, warnings);
  }
  const text = decodeText(bytes, warnings);
  switch (contentType) {
    case 'text/html':
      return (await import('./read-html.js')).readHtml(text);
    case 'text/markdown':
      return readMarkdown(text, /<(?:table|details|dl)[\s>]/i.test(text) ? (await import('./read-html.js')).readHtml : undefined);
    case 'text/csv':
      return readCsv(text, warnings);
    case 'text/plain':
      return readText(text);
  }
}
