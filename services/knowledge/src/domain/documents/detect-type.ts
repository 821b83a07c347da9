import { DocumentProblem } from './document-problem.js';
import { DOCX, ODT, PPTX, XLSX, type ReadableType } from './document.js';
import { sizeOf, type SourceFile } from './source-file.js';
import { zipNames } from './zip-names.js';

const BY_MEDIA_TYPE: Readonly<Record<string, ReadableType>> = {
  'text/plain': 'text/plain',
  'text/markdown': 'text/markdown',
  'text/x-markdown': 'text/markdown',
  'text/html': 'text/html',
  'application/xhtml+xml': 'text/html',
  'text/csv': 'text/csv',
  'application/csv': 'text/csv',
  'application/x-csv': 'text/csv',
  'text/x-csv': 'text/csv',
  'text/comma-separated-values': 'text/csv',
  'text/x-comma-separated-values': 'text/csv',
  'text/tab-separated-values': 'text/csv',
  'application/pdf': 'application/pdf',
  'application/x-pdf': 'application/pdf',
  [DOCX]: DOCX,
  'application/vnd.ms-word.document.macroenabled.12': DOCX,
  [PPTX]: PPTX,
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow': PPTX,
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': PPTX,
  [XLSX]: XLSX,
  'application/vnd.ms-excel.sheet.macroenabled.12': XLSX,
  [ODT]: ODT,
};

const BY_EXTENSION: Readonly<Record<string, ReadableType>> = {
  txt: 'text/plain',
  text: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'text/html',
  csv: 'text/csv',
  tsv: 'text/csv',
  tab: 'text/csv',
  pdf: 'application/pdf',
  docx: DOCX,
  docm: DOCX,
  pptx: PPTX,
  pptm: PPTX,
  ppsx: PPTX,
  xlsx: XLSX,
  xlsm: XLSX,
  odt: ODT,
};

/** Media types to ignore: those sent for unknown files, Excel's type for .csv on Windows, and what office documents are packed by. */
const VAGUE = new Set([
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/vnd.ms-excel',
  'text/plain',
  'application/zip',
  'application/x-zip-compressed',
]);

const SUPPORTED =
  'Supported are plain text, Markdown, HTML, CSV, PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx) and OpenDocument text (.odt).';
/** What people call each type that is told by its content. */
const NAMES: Readonly<Record<string, string>> = {
  'application/pdf': 'a PDF',
  [DOCX]: 'a Word document',
  [PPTX]: 'a PowerPoint presentation',
  [XLSX]: 'an Excel workbook',
  [ODT]: 'an OpenDocument text',
};

/**
 * Detects the type of a document from the declared type, its file name and its bytes, which decide.
 *
 * @param declared the media type it was sent with, parameters included
 * @throws {DocumentProblem} `unsupported_type` when it cannot be read, or is not what it is said to be; `office_encrypted`, `office_damaged`
 */
export function detectType(file: SourceFile, declared: string | undefined, fileName: string | undefined): ReadableType {
  const mediaType = (declared ?? '').split(';')[0]!.trim().toLowerCase();
  const extension = /\.([a-z0-9]+)$/i.exec(fileName ?? '')?.[1]?.toLowerCase() ?? '';
  const known = BY_MEDIA_TYPE[mediaType];
  if (!known && !VAGUE.has(mediaType))
    throw new DocumentProblem('unsupported_type', `Documents of type ${mediaType} cannot be read. ${SUPPORTED}`);
  const said = VAGUE.has(mediaType) ? (BY_EXTENSION[extension] ?? known) : known;
  const head = 'bytes' in file ? file.bytes : file.head;
  const found = sniff(file, head);
  const name = NAMES[found];
  if (name) {
    if (said && said !== found && mediaType !== 'text/plain') throw mismatch(said, name);
    return found as ReadableType;
  }
  if (found !== 'text') throw new DocumentProblem('unsupported_type', `The file is ${found}, which cannot be read. ${SUPPORTED}`);
  if (said && said in NAMES) throw mismatch(said, 'text');
  if (said) return said;
  if (extension) throw new DocumentProblem('unsupported_type', `Files named .${extension} cannot be read. ${SUPPORTED}`);
  return looksLikeHtml(head) ? 'text/html' : 'text/plain';
}

const mismatch = (said: string, found: string): DocumentProblem =>
  new DocumentProblem(
    'unsupported_type',
    `The file is said to be ${said}, but its content is ${found}. Send it with the right type. ${SUPPORTED}`,
  );

const ascii = (bytes: Uint8Array, length: number): string => String.fromCharCode(...bytes.subarray(0, length));
const looksLikeHtml = (bytes: Uint8Array): boolean =>
  /^\s*(<!doctype html|<html|<head|<body)/i.test(ascii(bytes, 1_024).replace(/^\xef\xbb\xbf/, ''));

/** PNG, JPEG, GIF, RIFF (WebP, WAV), gzip, ELF, Windows programs, Ogg, MP3. */
const FOREIGN = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF', '\x1f\x8b', '\x7fELF', 'MZ\x90', 'OggS', 'ID3\x03', 'ID3\x04'];

function sniff(file: SourceFile, bytes: Uint8Array): 'application/pdf' | 'text' | string {
  // ISO 32000-1, annex H: readers accept the header anywhere in the first 1024 bytes.
  const start = ascii(bytes, 1_024);
  if (start.includes('%PDF-')) return 'application/pdf';
  if (start.startsWith('PK\x03\x04')) return packed(file, start);
  if (start.startsWith('\xd0\xcf\x11\xe0')) {
    // What Office protects by a password is put into the container of its old formats ([MS-OFFCRYPTO], section 2.3.4).
    if (('bytes' in file ? [file.bytes] : [file.head, file.tail]).some(holdsPackage)) {
      throw new DocumentProblem('office_encrypted', 'The document is protected by a password. Save it without one and send it again.');
    }
    return 'a document of an old version of Office, before 2007';
  }
  if (start.startsWith('{\\rtf')) return 'an RTF document';
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) return 'text';
  if (FOREIGN.some((magic) => start.startsWith(magic)) || start.startsWith('ftyp', 4))
    return 'an image, a recording, a program or an archive';
  return bytes.subarray(0, 8_192).includes(0) ? 'binary data' : 'text';
}

const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
const holdsPackage = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ENCRYPTED_PACKAGE);

/** What a ZIP archive is, by the names of its parts. */
function packed(file: SourceFile, start: string): ReadableType | string {
  const names = zipNames('bytes' in file ? file.bytes : file.tail, sizeOf(file));
  if (!names)
    throw new DocumentProblem('office_damaged', 'The file is a document or an archive whose end is missing. Send it again as a whole.');
  // OpenDocument 1.3, part 2, section 3.3: the first file says it, and is not compressed.
  if (/mimetypeapplication\/vnd\.oasis\.opendocument\.text(?!-)/.test(start)) return ODT;
  if (names.includes('[Content_Types].xml')) {
    for (const [folder, type] of [
      ['word/', DOCX],
      ['ppt/', PPTX],
      ['xl/', XLSX],
    ] as const)
      if (names.some((name) => name.startsWith(folder))) return type;
  }
  return 'a ZIP archive';
}
