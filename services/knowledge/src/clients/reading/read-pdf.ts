import { getDocumentProxy } from 'unpdf';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import type { PdfLine } from '../../domain/documents/read-pdf-lines.js';
import type { ReadingWarnings } from '../../domain/documents/reading-warning.js';

/** A scanned page may still hold this many letters, as a stamp or a page number. */
const FEWEST_LETTERS = 8;

/** More pages make too many passages anyway. A file of a few kilobytes may claim to have a million. */
const MAX_PAGES = 5_000;
const MAX_ITEMS = 2_000_000;

/**
 * Reads the lines of each page, in the order in which the file draws them.
 *
 * @param warnings gets the pages without text
 * @throws {DocumentProblem} `pdf_encrypted`, `pdf_damaged`, `document_too_long`, or `pdf_no_text` for a scan
 */
export async function readPdf(bytes: Uint8Array, warnings?: ReadingWarnings): Promise<PdfLine[][]> {
  const document = await open(bytes);
  if (document.numPages > MAX_PAGES) throw tooLong(`${document.numPages} pages; ${MAX_PAGES}`);
  const pages: PdfLine[][] = [];
  let left = MAX_ITEMS;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const items = await itemsOf(page, left);
    left -= items.length;
    pages.push(lines(items));
    page.cleanup();
  }
  const letters = pages.map((page) => page.reduce((sum, line) => sum + (line.text.match(/\p{L}/gu)?.length ?? 0), 0));
  if (letters.reduce((sum, count) => sum + count, 0) < FEWEST_LETTERS) {
    throw new DocumentProblem(
      'pdf_no_text',
      'The PDF holds no text, as a scan does. Run text recognition (OCR) over it, or send the text.',
    );
  }
  for (const [index, count] of letters.entries()) if (count < FEWEST_LETTERS) warnings?.about('pages_without_text', String(index + 1));
  return pages;
}

const tooLong = (what: string): DocumentProblem =>
  new DocumentProblem('document_too_long', `The PDF has ${what} are allowed. Split it into several.`);

type PdfPage = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

/** Yields the pieces of text of a page as they come, so that a page without end is given up before it fills the memory. */
async function itemsOf(page: PdfPage, most: number): Promise<PdfItem[]> {
  const items: PdfItem[] = [];
  const reader = (page.streamTextContent() as ReadableStream<Awaited<ReturnType<PdfPage['getTextContent']>>>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return items;
    for (const item of value.items) if ('str' in item) items.push(item);
    if (items.length > most) throw tooLong(`more pieces of text than the ${MAX_ITEMS} that`);
  }
}

type PdfItem = Extract<Awaited<ReturnType<PdfPage['getTextContent']>>['items'][number], { str: string }>;

async function open(bytes: Uint8Array): ReturnType<typeof getDocumentProxy> {
  try {
    // Only text is needed, no fonts. Verbosity 0 keeps its warnings out of our log.
    return await getDocumentProxy(bytes, { useSystemFonts: false, disableFontFace: true, verbosity: 0 });
  } catch (error) {
    if ((error as Error).name === 'PasswordException') {
      throw new DocumentProblem('pdf_encrypted', 'The PDF is protected by a password. Send it without one.');
    }
    throw new DocumentProblem('pdf_damaged', `The PDF cannot be opened (${(error as Error).message}). Export it again.`);
  }
}

/** Joins items of one height to a line; a gap between them is a space that the file did not draw. */
function lines(items: readonly PdfItem[]): PdfLine[] {
  const result: (PdfLine & { end: number })[] = [];
  for (const item of items) {
    if (item.str.trim() === '') {
      const last = result.at(-1);
      if (last && item.str !== '' && !last.text.endsWith(' ')) last.text += ' ';
      continue;
    }
    const [a = 1, b = 0, , , x = 0, y = 0] = item.transform as number[];
    const fontSize = item.height || Math.hypot(a, b);
    const last = result.at(-1);
    if (last && Math.abs(last.y - y) < fontSize * 0.5 && x >= last.end - fontSize * 2) {
      const apart = x - last.end > fontSize * 0.15 && !last.text.endsWith(' ') && !item.str.startsWith(' ');
      last.text += (apart ? ' ' : '') + item.str;
      last.end = x + item.width;
      last.fontSize = Math.max(last.fontSize, fontSize);
    } else result.push({ text: item.str, fontSize, x, y, end: x + item.width });
  }
  return result
    .map(({ text, fontSize, x, y }) => ({ text: text.replace(/\s+/g, ' ').trim(), fontSize, x, y }))
    .filter((line) => line.text !== '');
}
