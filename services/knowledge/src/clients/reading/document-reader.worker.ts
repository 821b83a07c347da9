import { parentPort, workerData } from 'node:worker_threads';
import type { Block } from '../../domain/documents/block.js';
import { chunkDocument } from '../../domain/documents/chunk-document.js';
import { decodeText } from '../../domain/documents/decode-text.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import { readCsv } from '../../domain/documents/read-csv.js';
import { readMarkdown } from '../../domain/documents/read-markdown.js';
import { readPdfLines } from '../../domain/documents/read-pdf-lines.js';
import { readText } from '../../domain/documents/read-text.js';
import type { Answer, ReadRequest, ReadResult } from './document-reader.js';
import { readHtml } from './read-html.js';
import { readPdf } from './read-pdf.js';

const MOST_CHUNKS = 5_000;

/** The body of the thread: one document in, its passages out. */
async function read({ bytes, contentType, title }: ReadRequest): Promise<ReadResult> {
  try {
    const chunks = chunkDocument(await blocksOf(bytes, contentType), title);
    if (chunks.length === 0) throw new DocumentProblem('document_empty', 'The document holds no text.');
    if (chunks.length > MOST_CHUNKS) {
      throw new DocumentProblem(
        'document_too_long',
        `The document makes ${chunks.length} passages; ${MOST_CHUNKS} are allowed. Split it into several.`,
      );
    }
    return { chunks };
  } catch (error) {
    if (error instanceof DocumentProblem) return { problem: { code: error.code, detail: error.message } };
    return {
      problem: { code: 'document_unreadable', detail: `The document could not be read as ${contentType}: ${(error as Error).message}` },
    };
  }
}

async function blocksOf(bytes: Uint8Array, contentType: ReadRequest['contentType']): Promise<Block[]> {
  switch (contentType) {
    case 'application/pdf':
      return readPdfLines(await readPdf(bytes));
    case 'text/html':
      return readHtml(decodeText(bytes));
    case 'text/markdown':
      return readMarkdown(decodeText(bytes));
    case 'text/csv':
      return readCsv(decodeText(bytes));
    case 'text/plain':
      return readText(decodeText(bytes));
  }
}

parentPort!.postMessage({ result: await read(workerData as ReadRequest) } satisfies Answer);
