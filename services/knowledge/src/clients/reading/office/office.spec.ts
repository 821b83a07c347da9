import { docx, footnotes, hostileOffice, odt, pptx, row, said, shape, tableOf, xlsx, zip } from '../../../../test/office.js';
import type { Config } from '../../../config.js';
import { detectType } from '../../../domain/documents/detect-type.js';
import { DOCX, ODT, PPTX, XLSX } from '../../../domain/documents/document.js';
import { ReadingWarnings } from '../../../domain/documents/reading-warning.js';
import { DocumentReader } from '../document-reader.js';
import { readDocx } from './read-docx.js';
import { readOdt } from './read-odt.js';
import { readPptx } from './read-pptx.js';
import { readXlsx } from './read-xlsx.js';

const BOLD = '<w:b/>';
const style = (id: string): string => `<w:pStyle w:val="${id}"/>`;
const words = (result: ReadingWarnings): [string, string[]][] => result.all().map(({ code, items }) => [code, items]);

describe('readDocx', () => {
  const read = async (body: string, parts = {}) => {
    const warnings = new ReadingWarnings();
    return { blocks: await readDocx(await docx(body, parts), warnings), warnings: words(warnings) };
  };

  it('reads headings by their styles in any language, bold lines and questions above their text, and lists', async () => {
    const { blocks } = await read(
      said('Hours', style('Ueberschrift1')) +
        said('Own words', style('Own')) +
        said('Contents', style('TOC1')) +
        said('On weekdays', '', BOLD) +
        said('From 9 to 18.') +
        said('Are you open on Sunday?') +
        said('No.') +
        said('We sell:') +
        said('lamps', '<w:numPr><w:numId w:val="1"/></w:numPr>') +
        said('chairs', style('Bullets')),
    );
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Hours' },
      { kind: 'heading', level: 1, text: 'Own words' },
      { kind: 'heading', level: 6, text: 'On weekdays' },
      { kind: 'paragraph', text: 'From 9 to 18.' },
      { kind: 'heading', level: 6, text: 'Are you open on Sunday?' },
      { kind: 'paragraph', text: 'No.' },
      { kind: 'paragraph', text: 'We sell:' },
      { kind: 'list', items: ['lamps', 'chairs'] },
    ]);
  });

  it('leaves out what was deleted or hidden, keeps links and notes, and takes one of two forms of a drawing', async () => {
    const run = (inner: string): string => `<w:r><w:t xml:space="preserve">${inner}</w:t></w:r>`;
    const { blocks, warnings } = await read(
      `<w:p><w:del><w:r><w:delText>Old</w:delText>${run('Old')}</w:r></w:del><w:ins>${run('New ')}</w:ins><w:hyperlink r:id="l">${run('page')}</w:hyperlink>` +
        `<w:r><w:footnoteReference w:id="2"/></w:r></w:p>` +
        `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Secret</w:t></w:r>${run('Shown')}</w:p>` +
        `<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${said('In a box')}</w:txbxContent></mc:Choice><mc:Fallback>${said('In a box')}</mc:Fallback></mc:AlternateContent></w:r></w:p>`,
      footnotes('One', 'Two'),
    );
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'New page (https://a.example/x)' },
      { kind: 'paragraph', text: 'Two' },
      { kind: 'paragraph', text: 'Shown' },
      { kind: 'paragraph', text: 'In a box' },
    ]);
    expect(warnings).toEqual([['hidden_parts', ['Secret']]]);
  });

  it('reads tables with their header, merged cells and lists in cells; a frame is no table; questions and answers are entries', async () => {
    const header = '<w:tblLook w:val="04A0"/>';
    const { blocks, warnings } = await read(
      tableOf(
        [
          ['Kind', 'Product', 'Price'],
          ['<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + said('Light'), 'Lamp', '80'],
          ['<w:tcPr><w:vMerge/></w:tcPr><w:p/>', 'Bulb', said('5') + said('or 6')],
        ],
        header,
      ) +
        tableOf([[said('A framed text.')]]) +
        tableOf([
          ['Question', 'Answer'],
          ['Where?', 'In Lima.'],
          ['When?', ''],
        ]),
    );
    expect(blocks).toEqual([
      {
        kind: 'table',
        header: ['Kind', 'Product', 'Price'],
        rows: [
          ['Light', 'Lamp', '80'],
          ['Light', 'Bulb', '5\nor 6'],
        ],
      },
      { kind: 'paragraph', text: 'A framed text.' },
      { kind: 'entry', topic: ['Where?'], paragraphs: ['In Lima.'] },
    ]);
    expect(warnings).toEqual([['question_without_answer', ['When?']]]);
  });
});

describe('readPptx', () => {
  it('reads slides in the order in which they are shown, each with its title, points, tables and notes', async () => {
    const warnings = new ReadingWarnings();
    const cell = (inner: string): string => `<a:tc><a:txBody><a:p><a:r><a:t>${inner}</a:t></a:r></a:p></a:txBody></a:tc>`;
    const bytes = await pptx([
      { title: 'Delivery', shapes: shape('body', 'Two days', 'Free from 50'), notes: 'Say that islands take longer.' },
      { title: 'Not ready', hidden: true },
      {
        shapes:
          shape(undefined, 'Prices') +
          `<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/><a:tr>${cell('Lamp')}${cell('Chair')}</a:tr><a:tr>${cell('80')}${cell('50')}</a:tr></a:tbl></p:graphicFrame>`,
      },
      { shapes: '<p:pic/>' },
    ]);
    expect(await readPptx(bytes, warnings)).toEqual([
      { kind: 'heading', level: 2, text: 'Delivery' },
      { kind: 'list', items: ['Two days', 'Free from 50'] },
      { kind: 'paragraph', text: 'Say that islands take longer.' },
      { kind: 'heading', level: 2, text: 'Prices' },
      { kind: 'table', header: ['Lamp', 'Chair'], rows: [['80', '50']] },
    ]);
    expect(words(warnings)).toEqual([
      ['hidden_parts', ['2']],
      ['slides_without_text', ['4']],
    ]);
  });
});

describe('readXlsx', () => {
  it('reads questions and answers by the rules of CSV, as the sheet shows them', async () => {
    const warnings = new ReadingWarnings();
    const rows =
      row('Our answers') +
      row('Topic', 'Question', 'Answer') +
      row('Delivery', '<c t="s"><v>1</v></c>', '<c s="0"><v>4.5</v></c>') +
      row(undefined, 'Since when?', '<c s="1"><v>46356</v></c>') +
      row(undefined, 'How much off?', '<c s="2"><f>A1</f><v>0.15</v></c>') +
      row('Other', 'Broken?', '<c t="e" r="C6"><v>#N/A</v></c>');
    const bytes = await xlsx(
      [
        { name: 'Answers', rows, after: '<mergeCells><mergeCell ref="A3:A5"/></mergeCells>' },
        { name: 'Draft', rows: row('No', 'no'), hidden: true },
      ],
      ['x', 'How much is it?'],
      ['&quot;$&quot;#,##0.00', 'd\\/m\\/yyyy', '0%'],
    );
    expect(await readXlsx(bytes, warnings)).toEqual([
      { kind: 'heading', level: 1, text: 'Our answers' },
      { kind: 'entry', topic: ['Delivery', 'How much is it?'], paragraphs: ['$4.50'] },
      { kind: 'entry', topic: ['Delivery', 'Since when?'], paragraphs: ['30/11/2026'] },
      { kind: 'entry', topic: ['Delivery', 'How much off?'], paragraphs: ['15%'] },
    ]);
    expect(words(warnings)).toEqual([
      ['hidden_parts', ['Draft']],
      ['cells_without_value', ['Answers!C6']],
      ['title_rows', ['Our answers']],
      ['question_without_answer', ['Broken?']],
    ]);
  });

  it('puts the name of each of several sheets above its rows, and holds no room for cells that are far away', async () => {
    const far = `<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Far</t></is></c></row>`;
    const bytes = await xlsx([
      { name: 'Prices', rows: row('Product', 'Price') + row('Lamp', '<c><v>1234.5</v></c>') },
      { name: 'Empty', rows: '' },
      { name: 'Notes', rows: row('a') + far },
    ]);
    expect(await readXlsx(bytes, new ReadingWarnings())).toEqual([
      { kind: 'heading', level: 1, text: 'Prices' },
      { kind: 'entry', topic: ['Lamp'], paragraphs: ['Product: Lamp\nPrice: 1234.5'] },
      { kind: 'heading', level: 1, text: 'Notes' },
      { kind: 'entry', topic: [], paragraphs: ['Far'] },
    ]);
  });
});

describe('readOdt', () => {
  it('reads headings, lists, tables, links and notes, without what was deleted and without indexes', async () => {
    const p = (inner: string): string => `<text:p>${inner}</text:p>`;
    const cells = (...each: string[]): string =>
      `<table:table-row>${each.map((inner) => `<table:table-cell>${p(inner)}</table:table-cell>`).join('')}</table:table-row>`;
    const bytes = await odt(
      `<text:tracked-changes><text:deletion>${p('Gone')}</text:deletion></text:tracked-changes><text:table-of-content>${p('Hours 1')}</text:table-of-content>` +
        `<text:h text:outline-level="2">Hours</text:h>` +
        p(
          `From<text:s text:c="2"/>9, see <text:a xlink:href="https://a.example/x">here</text:a>.<text:note><text:note-citation>1</text:note-citation><text:note-body>${p('Only in May.')}</text:note-body></text:note>`,
        ) +
        `<text:list><text:list-item>${p('lamps')}</text:list-item><text:list-item>${p('chairs')}</text:list-item></text:list>` +
        `<table:table><table:table-header-rows>${cells('Product', 'Price')}</table:table-header-rows>${cells('Lamp', '80')}</table:table>`,
    );
    expect(await readOdt(bytes, new ReadingWarnings())).toEqual([
      { kind: 'heading', level: 2, text: 'Hours' },
      { kind: 'paragraph', text: 'From 9, see here (https://a.example/x).' },
      { kind: 'paragraph', text: 'Only in May.' },
      { kind: 'list', items: ['lamps', 'chairs'] },
      { kind: 'table', header: ['Product', 'Price'], rows: [['Lamp', '80']] },
    ]);
  });
});

describe('an office document', () => {
  it('is told by its content, whatever it is called or sent as', async () => {
    const [word, slides, book, open] = [
      await docx(said('a')),
      await pptx([{ title: 'a' }]),
      await xlsx([{ name: 'a', rows: row('a') }]),
      await odt(''),
    ];
    for (const [bytes, type, extension] of [
      [word, DOCX, 'docx'],
      [slides, PPTX, 'pptx'],
      [book, XLSX, 'xlsx'],
      [open, ODT, 'odt'],
    ] as const) {
      expect(detectType({ bytes }, type, undefined)).toBe(type);
      expect(detectType({ bytes }, 'application/octet-stream', `a.${extension}`)).toBe(type);
      expect(detectType({ bytes }, 'application/zip', 'a')).toBe(type);
    }
    const refused = (bytes: Buffer, type: string, name: string) => {
      try {
        return detectType({ bytes }, type, name);
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return [code, message];
      }
    };
    expect(refused(book, DOCX, 'a.docx')).toEqual(['unsupported_type', expect.stringContaining('an Excel workbook')]);
    expect(refused(word, '', 'a.pdf')).toEqual(['unsupported_type', expect.stringContaining('a Word document')]);
    expect(refused(Buffer.from('words'), DOCX, 'a.docx')).toEqual(['unsupported_type', expect.stringContaining('content is text')]);
    expect(refused(await zip({ 'a.docx': word, 'b.txt': 'x' }), '', 'a.docx')).toEqual([
      'unsupported_type',
      expect.stringContaining('a ZIP archive'),
    ]);
    expect(refused(word.subarray(0, word.length / 2), DOCX, 'a.docx')).toEqual([
      'office_damaged',
      expect.stringContaining('end is missing'),
    ]);
    const sealed = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(refused(sealed, DOCX, 'a.docx')).toEqual(['office_encrypted', expect.stringContaining('password')]);
    expect(refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'application/msword', 'a.doc')).toEqual([
      'unsupported_type',
      expect.stringContaining('cannot be read'),
    ]);
  });

  it('of OpenDocument that is protected by a password says so', async () => {
    const bytes = await odt('', '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>');
    await expect(readOdt(bytes, new ReadingWarnings())).rejects.toMatchObject({ code: 'office_encrypted' });
  });

  it.each(Object.keys(hostileOffice))(
    'that is hostile is refused for what it is, in bounded time and memory: %s',
    async (name) => {
      const [code, bytes] = await hostileOffice[name]!();
      expect(bytes.length).toBeLessThan(1024 * 1024);
      const reader = new DocumentReader({ DOCUMENT_TIMEOUT_MS: 60_000 } as Config);
      const reading = reader.read({ source: bytes, contentType: DOCX, title: 'T' }, new AbortController().signal);
      await expect(reading).rejects.toMatchObject({ code, message: expect.not.stringContaining('memory') });
    },
    90_000,
  );

  it('with more cells than any table of passages is refused', async () => {
    const bytes = await xlsx([{ name: 'a', rows: row(...Array<string>(60).fill('<c><v>1</v></c>')).repeat(10_000) }]);
    await expect(readXlsx(bytes, new ReadingWarnings())).rejects.toMatchObject({ code: 'document_too_long' });
  }, 30_000);
});
