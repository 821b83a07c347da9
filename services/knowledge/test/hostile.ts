import { deflateSync } from 'node:zlib';
import type { ReadableType } from '../src/domain/documents/document.js';
import { pdf, pdfOf } from './pdf.js';

const MB = 1024 * 1024;

/** Text that makes readers look again and again at what they have seen: of about the same size each. */
export function hostileTexts(bytes: number): [name: string, contentType: ReadableType, content: Buffer][] {
  const repeat = (piece: string): Buffer => Buffer.from(piece.repeat(Math.ceil(bytes / piece.length)));
  const between = (begin: string, piece: string, end: string): Buffer =>
    Buffer.concat([Buffer.from(begin), repeat(piece), Buffer.from(end)]);
  const of = (contentType: ReadableType, contents: Record<string, Buffer>): [string, ReadableType, Buffer][] =>
    Object.entries(contents).map(([name, content]) => [name, contentType, content]);
  const pieces = (contentType: ReadableType, ...each: string[]): [string, ReadableType, Buffer][] =>
    each.map((piece) => [JSON.stringify(piece), contentType, repeat(piece)]);
  const depth = Math.min(100_000, Math.floor(bytes / 11));
  return [
    ...pieces(
      'text/markdown',
      '[',
      '[\n',
      '![',
      '[a](',
      '[a](<',
      '[a](b ',
      '*a',
      '**a ',
      '__a ',
      ' *a',
      ' _a',
      '`',
      '`a',
      '<a ',
      '<http:',
      '<!--',
    ),
    ...pieces(
      'text/markdown',
      '---\n',
      '>',
      '> ',
      '|',
      '|-|\n',
      '# # ',
      '- a\n',
      '```\n',
      'a',
      'a ',
      'a. ',
      '# a\n',
      '&amp;',
      '\\',
      '1. ',
      '=\n',
    ),
    ...of('text/markdown', {
      'a separator of blanks': between('a|b\n', ' ', '-x'),
      'a heading of blanks': between('# a', ' ', 'x'),
      'a rule that is none': between('', '- ', 'x'),
      'lists in lists': Buffer.from(Array.from({ length: Math.ceil(Math.sqrt(2 * bytes)) }, (_, n) => `${' '.repeat(n)}- a\n`).join('')),
    }),
    ...pieces(
      'text/html',
      '<div>',
      '<b>',
      '<',
      '<a b="',
      '&amp;',
      '&',
      '<!--',
      '<!doctype ',
      '<table><tr><td>',
      '<ul><li>',
      '<p>',
      '<li>',
      '<br>',
    ),
    ...pieces(
      'text/html',
      '<dl><dt>a<dd>',
      '<details><summary>',
      '<main>',
      '</p>',
      '<script>',
      '<style>',
      '<pre>',
      'a   \n ',
      '<span>a</span>',
    ),
    ...of('text/html', {
      '100,000 elements in each other': Buffer.from(`${'<div>'.repeat(depth)}x${'</div>'.repeat(depth)}`),
      'attributes without end': between('<p ', 'a=1 ', '>x</p>'),
      'one long attribute': between('<p title="', 'a', '">x</p>'),
      'rows of blanks': between('<p>a', '<br> ', 'b</p>'),
    }),
    ...pieces('text/csv', 'a,', '"', '"a,', 'a"', 'a,b\n', ' ', '\r', 'a', ' "'),
    ...of('text/csv', {
      'one quoted cell': between('a\n"', '""', '"'),
      'many columns and many rows': Buffer.concat([between('question,answer', ',topic', '\n'), repeat('a,b\n')]),
    }),
    ...pieces(
      'text/plain',
      'a\n',
      'Q: a\n',
      'Q: a\nA: b\n',
      'a?\n\n',
      '."',
      '. ',
      '- a\n b\n',
      '.',
      '[',
      '\u6f22',
      '\u{1f600}',
      'a\u0301',
      '?  ',
    ),
    ...of('text/plain', {
      'blank lines': between('a', '\n ', 'b'),
      tabs: between('a\n', '\t', 'b'),
      'a question of blanks': between('Q', ' ', 'x'),
      'no valid encoding': Buffer.alloc(bytes, 0xff),
      'half of UTF-16': Buffer.concat([Buffer.from([0xff, 0xfe]), repeat('a b'), Buffer.from('a')]),
    }),
  ];
}

const flate = (content: Buffer | string, filter = '/FlateDecode'): Buffer => {
  const packed = deflateSync(content, { level: 9 });
  return Buffer.concat([Buffer.from(`<< /Filter ${filter} /Length ${packed.length} >>\nstream\n`), packed, Buffer.from('\nendstream')]);
};
const onePage = (content: Buffer): Buffer =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>',
    content,
  ]);

/** Small files that unfold without end, or go round in circles. */
export const hostilePdfs: Readonly<Record<string, () => Buffer>> = {
  'a page of 300 MB of blanks': () => onePage(flate(Buffer.alloc(300 * MB, 0x20))),
  'a page that unfolds twice': () => onePage(flate(deflateSync(Buffer.alloc(600 * MB, 0x20), { level: 9 }), '[/FlateDecode /FlateDecode]')),
  'a page of three million words': () => onePage(flate(`BT /F1 9 Tf ${'(x) Tj '.repeat(3_000_000)}ET`)),
  'a page of ten million saved states': () => onePage(flate('q '.repeat(10_000_000))),
  'a million pages': () =>
    pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${'3 0 R '.repeat(100_000)}] /Count 1000000 >>`,
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>',
    ]),
  'pages that are their own parents': () => pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>']),
  'a tree of pages 20,000 deep': () =>
    pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      ...Array.from({ length: 20_000 }, (_, n) => `<< /Type /Pages /Kids [${n + 3} 0 R] /Count 1 >>`),
      '<< /Type /Page /Parent 20001 0 R /MediaBox [0 0 9 9] >>',
    ]),
  'arrays in arrays': () => onePage(flate('['.repeat(5_000_000))),
  'no object that ends': () => Buffer.from(`%PDF-1.4\n${'1 0 obj '.repeat(100_000)}`),
  'half a file': () => pdf([[{ text: 'Hello there, this is a page.' }]]).subarray(0, 400),
};
