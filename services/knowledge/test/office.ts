import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A ZIP archive of these files. The first is stored as it is, the others are compressed. */
export async function zip(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    archive.addBuffer(Buffer.from(content as string), name, { compressionLevel: index > 0 ? 9 : 0 });
  }
  archive.end();
  return buffer(archive.outputStream as unknown as NodeJS.ReadableStream);
}

type Relation = [id: string, kind: string, target: string];
const relations = (...each: Relation[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each
    .map(([id, kind, target]) => {
      const mode = target.includes('://') ? ' TargetMode="External"' : '';
      return `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"${mode}/>`;
    })
    .join('')}</Relationships>`;

const packageOf = (main: string, parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> =>
  zip({
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relations(['rId1', 'officeDocument', main]),
    ...parts,
  });

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="r" xmlns:mc="mc"';
const STYLES = `<w:styles ${W}>
<w:style w:type="paragraph" w:styleId="Ueberschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="Ueberschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Bullets"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>`;

/** A Word document. @param body the markup of its body, prefixed `w:` @param parts further parts, by their paths */
export const docx = (body: string | Buffer, parts: Readonly<Record<string, string>> = {}): Promise<Buffer> =>
  packageOf('word/document.xml', {
    'word/document.xml': Buffer.concat([
      Buffer.from(`${XML}<w:document ${W}><w:body>`),
      Buffer.from(body as string),
      Buffer.from('</w:body></w:document>'),
    ]),
    'word/_rels/document.xml.rels': relations(
      ['s', 'styles', 'styles.xml'],
      ['n', 'footnotes', 'footnotes.xml'],
      ['l', 'hyperlink', 'https://a.example/x'],
    ),
    'word/styles.xml': STYLES,
    ...parts,
  });
export const footnotes = (...texts: string[]): Readonly<Record<string, string>> => ({
  'word/footnotes.xml': `<w:footnotes ${W}>${texts.map((text, n) => `<w:footnote w:id="${n + 1}"><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:footnote>`).join('')}</w:footnotes>`,
});
/** A paragraph of Word. @param properties markup for `w:pPr` @param run markup for `w:rPr` */
export const said = (text: string, properties = '', run = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:rPr>${run}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
export const tableOf = (rows: string[][], properties = ''): string =>
  `<w:tbl><w:tblPr>${properties}</w:tblPr>${rows
    .map((row) => `<w:tr>${row.map((cell) => `<w:tc>${cell.startsWith('<') ? cell : said(cell)}</w:tc>`).join('')}</w:tr>`)
    .join('')}</w:tbl>`;

const A = 'xmlns:a="a" xmlns:p="p" xmlns:r="r"';
export interface Slide {
  title?: string;
  /** Markup of the slide's shapes besides its title. */
  shapes?: string;
  notes?: string;
  hidden?: boolean;
}
export const shape = (type: string | undefined, ...lines: string[]): string =>
  `<p:sp><p:nvSpPr><p:nvPr>${type ? `<p:ph type="${type}"/>` : ''}</p:nvPr></p:nvSpPr><p:txBody>${lines
    .map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`)
    .join('')}</p:txBody></p:sp>`;

/** A presentation. Its files are numbered backwards, so that only what the presentation says gives the order. */
export const pptx = (slides: readonly Slide[]): Promise<Buffer> => {
  const parts: Record<string, string> = {
    'ppt/presentation.xml': `<p:presentation ${A}><p:sldIdLst>${slides.map((_, n) => `<p:sldId id="${256 + n}" r:id="r${n}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      ...slides.map((_, n): Relation => [`r${n}`, 'slide', `slides/slide${slides.length - n}.xml`]),
    ),
  };
  for (const [index, { title, shapes = '', notes, hidden }] of slides.entries()) {
    const file = `slide${slides.length - index}.xml`;
    parts[`ppt/slides/${file}`] =
      `<p:sld ${A}${hidden ? ' show="0"' : ''}><p:cSld><p:spTree>${title ? shape('title', title) : ''}${shapes}${shape('sldNum', '7')}</p:spTree></p:cSld></p:sld>`;
    if (notes) {
      parts[`ppt/slides/_rels/${file}.rels`] = relations(['n', 'notesSlide', `../notesSlides/${file}`]);
      parts[`ppt/notesSlides/${file}`] = `<p:notes ${A}>${shape('sldNum', '7')}${shape('body', notes)}</p:notes>`;
    }
  }
  return packageOf('ppt/presentation.xml', parts);
};

export interface Sheet {
  name: string;
  /** Markup of the rows. */
  rows: string;
  after?: string;
  hidden?: boolean;
}
const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
export const row = (...cells: (string | undefined)[]): string =>
  `<row>${cells.map((cell) => (cell === undefined ? '<c/>' : cell.startsWith('<') ? cell : text(cell))).join('')}</row>`;

/** A workbook. @param strings those that cells of type `s` name by number @param patterns of its styles, by number */
export const xlsx = (sheets: readonly Sheet[], strings: readonly string[] = [], patterns: readonly string[] = []): Promise<Buffer> =>
  packageOf('xl/workbook.xml', {
    'xl/workbook.xml': `<workbook xmlns="x" xmlns:r="r"><sheets>${sheets
      .map(({ name, hidden }, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="r${n}"${hidden ? ' state="hidden"' : ''}/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map((_, n): Relation => [`r${n}`, 'worksheet', `worksheets/sheet${n + 1}.xml`]),
      ['t', 'sharedStrings', 'sharedStrings.xml'],
      ['y', 'styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': `<sst xmlns="x">${strings.map((each) => `<si><t>${each}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="x"><numFmts>${patterns.map((code, n) => `<numFmt numFmtId="${164 + n}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs>${patterns.map((_, n) => `<xf numFmtId="${164 + n}"/>`).join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      sheets.map(({ rows, after = '' }, n) => [
        `xl/worksheets/sheet${n + 1}.xml`,
        `${XML}<worksheet xmlns="x"><sheetData>${rows}</sheetData>${after}</worksheet>`,
      ]),
    ),
  });

const O = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:xlink="l"';
/** An OpenDocument text. @param body the markup of its text */
export const odt = (body: string, manifest = ''): Promise<Buffer> =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `${XML}<office:document-content ${O}><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    'META-INF/manifest.xml': `<manifest:manifest xmlns:manifest="m">${manifest}</manifest:manifest>`,
  });

const MB = 1024 * 1024;
/** Small files that unfold without end, or that are other than they say; with the code that they are refused with. */
export const hostileOffice: Readonly<Record<string, () => Promise<[code: string, bytes: Buffer]>>> = {
  'a paragraph of 300 MB of blanks': async () => ['document_too_long', await docx(Buffer.alloc(300 * MB, 0x20))],
  'twenty million paragraphs': async () => ['document_too_long', await docx(Buffer.alloc(20_000_000 * 6, '<w:p/>'))],
  'elements in elements': async () => ['office_damaged', await docx('<w:ins>'.repeat(2_000_000))],
  'entities of entities': async () => [
    'office_damaged',
    await docx('x', {
      'word/document.xml': `<!DOCTYPE w [<!ENTITY a "${'lol'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}"><!ENTITY c "${'&b;'.repeat(1_000)}">]><w><p><t>&c;</t></p></w>`,
    }),
  ],
  'a part that is none': async () => ['office_damaged', await docx('', { 'word/document.xml': 'no markup at all' })],
  'a main part that is missing': async () => ['office_damaged', await packageOf('word/nowhere.xml', { 'word/a.xml': '<a/>' })],
  'a part whose bytes were changed': async () => {
    const bytes = await docx(said('Some words of a shop. '.repeat(2_000)));
    const at = bytes.indexOf('word/document.xml') + 60;
    return ['office_damaged', Buffer.concat([bytes.subarray(0, at), Buffer.alloc(8, 0xff), bytes.subarray(at + 8)])];
  },
  'a part with a password': async () => {
    const bytes = await docx(said('Words'));
    // The first bit of the flags of a file in the directory: APPNOTE.TXT, section 4.4.4.
    bytes[bytes.lastIndexOf('PK\x01\x02') + 8]! |= 1;
    return ['office_encrypted', bytes];
  },
  'a table of a million columns': async () => [
    'document_too_long',
    await docx(
      tableOf([Array<string>(20).fill('<w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/>')]).repeat(3) + said('word '.repeat(4_000_000)),
    ),
  ],
};
