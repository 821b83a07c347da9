import { decodeText } from './decode-text.js';
import { detectType } from './detect-type.js';
import { readCsv } from './read-csv.js';
import { readMarkdown } from './read-markdown.js';
import { chunkDocument } from './chunk-document.js';
import { readPdfLines, type PdfLine } from './read-pdf-lines.js';
import { readText } from './read-text.js';

describe('readMarkdown', () => {
  it('reads headings of both kinds, and paragraphs without inline marks', () => {
    expect(
      readMarkdown('---\ntitle: x\n---\n# One #\n\nTwo\n---\n\nSome **bold**, _soft_ and `code`\\!\nsnake_case_name 2 * 3 * 4\n'),
    ).toEqual([
      { kind: 'heading', level: 1, text: 'One' },
      { kind: 'heading', level: 2, text: 'Two' },
      { kind: 'paragraph', text: 'Some bold, soft and code! snake_case_name 2 * 3 * 4' },
    ]);
  });

  it('keeps the target of a link that works outside of the document', () => {
    expect(readMarkdown('See [returns](https://a.example/r "t"), [below](#x), ![logo](l.png) or [us](mailto:a@b.example).')).toEqual([
      { kind: 'paragraph', text: 'See returns (https://a.example/r), below, logo or us (a@b.example).' },
    ]);
  });

  it('reads lists with their introduction, wrapped items and empty lines between items', () => {
    expect(readMarkdown('We sell:\n- lamps\n  for the ceiling\n\n- chairs\n\n1. first\n2) second')).toEqual([
      { kind: 'paragraph', text: 'We sell:' },
      { kind: 'list', items: ['lamps for the ceiling', 'chairs', 'first', 'second'] },
    ]);
  });

  it('reads tables, code and quotes, and skips comments and rules', () => {
    expect(readMarkdown('| A | B |\n|---|:-:|\n| 1 | x \\| y |\n\n***\n<!-- no\nno -->\n```js\nlet a;\n\n# b\n```\n> quoted')).toEqual([
      { kind: 'table', header: ['A', 'B'], rows: [['1', 'x | y']] },
      { kind: 'code', text: 'let a;\n\n# b' },
      { kind: 'paragraph', text: 'quoted' },
    ]);
  });

  it('takes a bold line above a paragraph for a heading', () => {
    expect(readMarkdown('**Do you deliver?**\n\nYes.')).toEqual([
      { kind: 'heading', level: 6, text: 'Do you deliver?' },
      { kind: 'paragraph', text: 'Yes.' },
    ]);
  });
});

describe('readText', () => {
  it('takes short lines above text for headings, and short lines in a row for statements', () => {
    expect(readText('Store guide\r\n\r\nOpening hours\r\n\r\nFrom 9 to 18.\r\n')).toEqual([
      { kind: 'heading', level: 1, text: 'Store guide' },
      { kind: 'heading', level: 2, text: 'Opening hours' },
      { kind: 'paragraph', text: 'From 9 to 18.' },
    ]);
    expect(readText('We sell lamps\n\nWe sell chairs\n\nWe sell tables\n\nWe sell beds').map((block) => block.kind)).toEqual(
      Array(4).fill('paragraph'),
    );
  });

  it('keeps questions with their answers', () => {
    expect(
      readText('Do you deliver?\nYes, we do.\n\nDo you repair?\n\nNo.\n\nQ: Why?\nA: Because\nit is so.\nP: ¿Cuándo?\nR: Hoy.'),
    ).toEqual([
      { kind: 'heading', level: 3, text: 'Do you deliver?' },
      { kind: 'paragraph', text: 'Yes, we do.' },
      { kind: 'heading', level: 3, text: 'Do you repair?' },
      { kind: 'paragraph', text: 'No.' },
      { kind: 'entry', topic: ['Why?'], paragraphs: ['Because it is so.'] },
      { kind: 'entry', topic: ['¿Cuándo?'], paragraphs: ['Hoy.'] },
    ]);
  });

  it('reads lists, and keeps the lines of an address', () => {
    expect(readText('12 Mill Street\n4711 Town\n\n* one\n• two')).toEqual([
      { kind: 'paragraph', text: '12 Mill Street\n4711 Town' },
      { kind: 'list', items: ['one', 'two'] },
    ]);
  });
});

describe('readCsv', () => {
  it('reads questions and answers, whatever the separator, the language and the order of the columns', () => {
    const entry = { kind: 'entry', topic: ['Hours', 'When, and "why"?'], paragraphs: ['At 9.\nEvery day.', 'Note: n'] };
    expect(readCsv('Category,Question,Answer,Note\r\nHours,"When, and ""why""?","At 9.\nEvery day.",n\r\n')).toEqual([entry]);
    expect(readCsv('Respuesta;Pregunta\nA las 9;¿Cuándo?\n')).toEqual([{ kind: 'entry', topic: ['¿Cuándo?'], paragraphs: ['A las 9'] }]);
    expect(readCsv('When?\tAt 9\nWhere?\tHere')).toHaveLength(2);
  });

  it('reads any other table as records', () => {
    expect(readCsv('Product,Price\nLamp,10\nChair,\n')).toEqual([
      { kind: 'entry', topic: ['Lamp'], paragraphs: ['Product: Lamp\nPrice: 10'] },
      { kind: 'entry', topic: ['Chair'], paragraphs: ['Product: Chair'] },
    ]);
  });

  it('names the line of a quote that is never closed', () => {
    expect(() => readCsv('a,b\n1,2\n3,"4\n5,6')).toThrow(
      expect.objectContaining({ code: 'csv_malformed', message: expect.stringContaining('line 3') }),
    );
  });
});

describe('readPdfLines', () => {
  const line = (text: string, y: number, fontSize = 10): PdfLine => ({ text, y, fontSize, x: 60 });

  it('tells headings by their size, paragraphs by gaps, and joins hyphenated words', () => {
    expect(
      readPdfLines([
        [
          line('Guide', 780, 20),
          line('Opening hours', 740, 14),
          line('We are open every day, and on Sun-', 720),
          line('days too, as long as somebody comes to the store.', 708),
          line('A second paragraph stands below a gap of its own.', 680),
          line('• one', 668),
          { ...line('and more of it', 656), x: 70 },
          line('• two', 644),
          line('Contents . . . . . . . . . 12', 632),
        ],
      ]),
    ).toEqual([
      { kind: 'heading', level: 1, text: 'Guide', pages: [{ from: 0, page: 1 }] },
      { kind: 'heading', level: 2, text: 'Opening hours', pages: [{ from: 0, page: 1 }] },
      {
        kind: 'paragraph',
        text: 'We are open every day, and on Sundays too, as long as somebody comes to the store.',
        pages: [{ from: 0, page: 1 }],
      },
      { kind: 'paragraph', text: 'A second paragraph stands below a gap of its own.', pages: [{ from: 0, page: 1 }] },
      { kind: 'list', items: ['one and more of it', 'two'], pages: [{ from: 0, page: 1 }] },
    ]);
  });

  it('leaves page numbers and running titles out, and lets a paragraph run over a page', () => {
    const page = (number: number, text: string): PdfLine[] => [line('Lumen Home 2026', 820), line(text, 700), line(`Page ${number}`, 20)];
    expect(
      readPdfLines([
        page(1, 'This sentence begins on the first page of the document and goes'),
        page(2, 'on over the second page of it until the end of the'),
        page(3, 'third page.'),
      ]),
    ).toEqual([
      {
        kind: 'paragraph',
        text: 'This sentence begins on the first page of the document and goes on over the second page of it until the end of the third page.',
        pages: [
          { from: 0, page: 1 },
          { from: 52, page: 2 },
          { from: 91, page: 3 },
        ],
      },
    ]);
  });

  it('tells each passage the page on which it begins', () => {
    const sentence = (page: number): string => `Page ${page} tells about many things of the house, one after another, in words that go on.`;
    const text = (page: number): PdfLine[] =>
      Array.from({ length: 24 }, (_, index) => line(index === 23 ? sentence(page).slice(0, -1) : sentence(page), 800 - index * 12));
    const prices = [
      line('Prices', 780, 20),
      line('We sell:', 740),
      ...Array.from({ length: 30 }, (_, n) => line(`${n + 1}. a lamp that costs ${n} dollars`, 728 - n * 12)),
    ];
    const chunks = chunkDocument(readPdfLines([text(1), text(2), [], text(4), prices, [line('- the last lamp of all', 800)]]), 'T');
    for (const { text: passage, heading, page } of chunks) {
      if (heading.length > 0) expect(page).toBe(5);
      // What begins on one page and ends on the next tells of both, and of the first one first.
      else expect(Number(/Page (\d)/.exec(passage)![1])).toBe(page);
    }
    expect(new Set(chunks.map(({ page }) => page))).toEqual(new Set([1, 2, 4, 5]));
  });
});

describe('detectType', () => {
  const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  it.each([
    ['# a', 'text/markdown; charset=utf-8', undefined, 'text/markdown'],
    ['# a', 'application/octet-stream', 'a.MD', 'text/markdown'],
    ['a', 'text/plain', 'a.md', 'text/markdown'],
    ['a;b', 'application/vnd.ms-excel', 'a.csv', 'text/csv'],
    ['%PDF-1.4', '', undefined, 'application/pdf'],
    [' <!DOCTYPE html>', undefined, undefined, 'text/html'],
    ['words', undefined, undefined, 'text/plain'],
    ['\xff\xfew\0', 'text/plain', undefined, 'text/plain'],
  ])('%j sent as %j, named %j, is %s', (content, declared, name, expected) => {
    expect(detectType({ bytes: bytes(content) }, declared, name)).toBe(expected);
  });

  it.each([
    ['words', 'image/png', 'a.png'],
    ['\x89PNG\r\n', 'text/plain', undefined],
    ['words', '', 'a.exe'],
    ['words', 'application/pdf', 'a.pdf'],
    ['%PDF-1.4', 'text/html', 'a.html'],
    ['w\0rds', 'text/plain', 'a.txt'],
  ])('%j sent as %j, named %j, is refused with what is supported', (content, declared, name) => {
    expect(() => detectType({ bytes: bytes(content) }, declared, name)).toThrow(
      expect.objectContaining({ code: 'unsupported_type', message: expect.stringContaining('Supported are') }),
    );
  });
});

describe('decodeText', () => {
  it('reads UTF-8, UTF-16 with a mark, and windows-1252', () => {
    expect(decodeText(Buffer.from('\ufeffcafé €', 'utf8'))).toBe('café €');
    expect(decodeText(Buffer.from('\ufeffcafé €', 'utf16le'))).toBe('café €');
    expect(decodeText(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x80]))).toBe('café €');
  });
});
