import { chunkDocument } from './chunk-document.js';
import { decodeText } from './decode-text.js';
import { detectType } from './detect-type.js';
import { readCsv } from './read-csv.js';
import { readMarkdown } from './read-markdown.js';
import { readText } from './read-text.js';
import { ReadingWarnings } from './reading-warning.js';

const entry = (topic: string, ...paragraphs: string[]) => ({ kind: 'entry', topic: [topic], paragraphs });

describe('tables that mislead', () => {
  it('are read by the separator that gives most rows as many fields, whatever the first line holds', () => {
    const text = 'Question;Answer\nMay I bring a dog, a cat, or both?;Dogs only, please\nIs it wet, cold, dark?;Cold, yes\n';
    expect(readCsv(text)).toEqual([
      entry('May I bring a dog, a cat, or both?', 'Dogs only, please'),
      entry('Is it wet, cold, dark?', 'Cold, yes'),
    ]);
    expect(readCsv('Places, routes, and times\tPrice\nRiver\t5\nHill\t7\n')).toEqual([
      entry('River', 'Places, routes, and times: River\nPrice: 5'),
      entry('Hill', 'Places, routes, and times: Hill\nPrice: 7'),
    ]);
    expect(readCsv('a|b\n1|2\n')).toEqual([entry('1', 'a: 1\nb: 2')]);
  });

  it('name their separator in a first line', () => {
    expect(readCsv('sep=;\r\nQuestion;Answer\r\nOne, two, or three?;Two, of course\r\n')).toEqual([
      entry('One, two, or three?', 'Two, of course'),
    ]);
    expect(readCsv('"sep=|"\nWhere, when, how?|Here, now, so\n')).toEqual([entry('Where, when, how?', 'Here, now, so')]);
  });

  it('have a title above them, which the person is told', () => {
    const warnings = new ReadingWarnings();
    expect(readCsv('Boat hire,,\nSummer prices,,\nBoat,Hour,Day\nKayak,8,30\nCanoe,9,35\n', warnings)).toEqual([
      { kind: 'heading', level: 1, text: 'Boat hire' },
      { kind: 'heading', level: 1, text: 'Summer prices' },
      entry('Kayak', 'Boat: Kayak\nHour: 8\nDay: 30'),
      entry('Canoe', 'Boat: Canoe\nHour: 9\nDay: 35'),
    ]);
    expect(warnings.all()).toMatchObject([{ code: 'title_rows', items: ['Boat hire', 'Summer prices'], total: 2 }]);
  });

  it('are refused with the line where a row is torn', () => {
    const torn = (text: string, line: number) =>
      expect(() => readCsv(text)).toThrow(
        expect.objectContaining({ code: 'csv_malformed', message: expect.stringContaining(`Line ${line} `) }),
      );
    torn('Question,Answer\nIs it far?,No\nIs it steep?,Yes, very\n', 3);
    torn('Question,Answer\nIs it far?,No\nIs it steep?,Yes\nand wet\n', 4);
    torn('a,b,c\n1,2,3\n"x\ny",2,3\n1,2,3,4\n', 5);
    // Trailing fields may be left out.
    expect(readCsv('Question,Answer,Note\nIs it far?,No\nIs it near?,Yes,really\n')).toHaveLength(2);
  });

  it('leave out questions without an answer, and tell which', () => {
    const warnings = new ReadingWarnings();
    expect(readCsv('Question,Answer\nIs it far?,No\nIs it near?,\n', warnings)).toEqual([entry('Is it far?', 'No')]);
    expect(warnings.all()).toMatchObject([
      { code: 'question_without_answer', items: ['Is it near?'], detail: expect.stringContaining('Is it near?') },
    ]);
  });

  it('a list of sentences is no table', () => {
    expect(readCsv('We have boats\nWe have bikes, too\nWe have time\n')).toHaveLength(2);
  });

  it.each([
    ['text/tab-separated-values', 'a.tsv'],
    ['application/octet-stream', 'a.tsv'],
    ['', 'a.TAB'],
    ['application/x-csv', 'a.csv'],
    ['text/x-csv', undefined],
    ['text/comma-separated-values', 'a.txt'],
  ])('are taken as %j, named %j', (type, name) => {
    expect(detectType({ bytes: Buffer.from('a\tb') }, type, name)).toBe('text/csv');
  });
});

describe('encodings', () => {
  const RUSSIAN = 'Лодку можно взять на час или на весь день. Касса открыта до вечера.';
  const bytesOf = (text: string, table: (letter: string) => number[]): Uint8Array => Uint8Array.from([...text].flatMap(table));
  const cyrillic = (letter: string): number[] =>
    letter >= 'А' && letter <= 'я' ? [letter.codePointAt(0)! - 0x410 + 0xc0] : [letter.charCodeAt(0)];

  /** The bytes of a text in an encoding of two bytes a letter, found by decoding all pairs. */
  function encoderOf(encoding: string): (letter: string) => number[] {
    const pairs = new Map<string, number[]>();
    for (let high = 0x81; high <= 0xfe; high++) {
      for (let low = 0x40; low <= 0xfe; low++) {
        const letters = new TextDecoder(encoding).decode(Uint8Array.of(high, low));
        if ([...letters].length === 1 && !pairs.has(letters)) pairs.set(letters, [high, low]);
      }
    }
    return (letter) => (letter < '\x80' ? [letter.charCodeAt(0)] : pairs.get(letter)!);
  }

  it('follow what a page says about itself', () => {
    const page = (declaration: string) => bytesOf(`<html><head>${declaration}</head><p>${RUSSIAN}`, cyrillic);
    for (const declaration of ['<meta charset="windows-1251">', "<meta http-equiv='Content-Type' content='text/html; charset=cp1251'>"]) {
      const warnings = new ReadingWarnings();
      expect(decodeText(page(declaration), warnings)).toContain(RUSSIAN);
      expect(warnings.all()).toEqual([]);
    }
    expect(decodeText(Buffer.from('<meta charset="windows-1251"><p>Боты</p>', 'utf8'))).toContain('Боты');
  });

  it.each([
    ['windows-1251', RUSSIAN, cyrillic],
    ['gb18030', '我们的船可以租一天，也可以租两个小时。请在门口买票。', encoderOf('gb18030')],
    ['shift_jis', 'ボートは一日だけでなく、二時間でも借りることができます。', encoderOf('shift_jis')],
    ['euc-kr', '보트는 하루 동안 빌릴 수 있습니다. 표는 입구에서 사세요.', encoderOf('euc-kr')],
    ['big5', '我們的船可以租一天，也可以租兩個小時。請在門口買票。', encoderOf('big5')],
    ['windows-1252', 'Señor, ¿dónde está el café? Mañana, en el jardín.', (letter: string) => [letter.charCodeAt(0)]],
  ])('are found by their letters: %s', (encoding, text, encode) => {
    const warnings = new ReadingWarnings();
    expect(decodeText(bytesOf(text, encode), warnings)).toBe(text);
    expect(warnings.all()).toMatchObject([{ code: 'encoding_guessed', items: [encoding] }]);
  });

  it('what is no text is refused', () => {
    const noise = Uint8Array.from({ length: 4_000 }, (_, index) => (index * 7_919 + (index >> 3) * 31) % 255 || 1);
    expect(() => decodeText(noise)).toThrow(expect.objectContaining({ code: 'unsupported_type' }));
    expect(decodeText(Buffer.from('A short note.\fThe next page.\n'))).toContain('next page');
  });
});

describe('Markdown that misleads', () => {
  it('may begin with a rule, and has settings only where they look like settings', () => {
    expect(readMarkdown('---\n\nBoats are for hire.\n\n---\n\nBikes too.')).toEqual([
      { kind: 'paragraph', text: 'Boats are for hire.' },
      { kind: 'paragraph', text: 'Bikes too.' },
    ]);
    expect(readMarkdown('---\ntitle: Boats\ntags:\n  - hire\n---\nBikes.')).toEqual([{ kind: 'paragraph', text: 'Bikes.' }]);
    expect(readMarkdown('---\nNote: boats\nare wet.\n---\nBikes.').map((block) => ('text' in block ? block.text : ''))).toContain('Bikes.');
    expect(JSON.stringify(readMarkdown('---\nWe hire boats\n---\nBikes.'))).toContain('We hire boats');
  });

  it('keeps what stands for something between angle brackets', () => {
    expect(readMarkdown('Write to us with <order number> and <your e-mail>, <b>please</b>.')).toEqual([
      { kind: 'paragraph', text: 'Write to us with <order number> and <your e-mail>, please.' },
    ]);
  });

  it('hands tables in HTML to the reader of HTML', () => {
    const given: string[] = [];
    const table = '<table>\n<tr><td>\n<table><tr><td>x</td></tr></table>\n</td></tr>\n</table>';
    const blocks = readMarkdown(`Prices\n\n${table}\n\nAsk us.`, (html) => {
      given.push(html);
      return [{ kind: 'table', header: [], rows: [['x']] }];
    });
    expect(given).toEqual([table]);
    expect(blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'table', 'paragraph']);
    expect(readMarkdown('<table>\nnever ends', () => [])).toMatchObject([
      { kind: 'paragraph', text: expect.stringContaining('never ends') },
    ]);
  });
});

describe('pages and headings', () => {
  it('a form feed ends a paragraph, unless the sentence runs on', () => {
    expect(readText('Boats leave at ten.\fBikes are behind the house.\n')).toEqual([
      { kind: 'paragraph', text: 'Boats leave at ten.' },
      { kind: 'paragraph', text: 'Bikes are behind the house.' },
    ]);
    expect(readText('Boats leave at ten from the\n\f\nlanding stage below the old mill.')).toEqual([
      { kind: 'paragraph', text: 'Boats leave at ten from the landing stage below the old mill.' },
    ]);
  });

  it('a heading alone answers nothing, and the person is told', () => {
    const warnings = new ReadingWarnings();
    const blocks = readMarkdown('# Guide\n\n## Do you hire boats?\n\n## Bikes\n\nBikes cost 5.\n\n## Opening hours\n\n## Call 555 1234\n');
    expect(chunkDocument(blocks, 'T', warnings)).toEqual([
      { heading: ['Guide', 'Bikes'], text: 'Bikes cost 5.' },
      { heading: ['Guide'], text: 'Call 555 1234' },
    ]);
    expect(warnings.all()).toMatchObject([{ code: 'heading_without_text', items: ['Do you hire boats?', 'Opening hours'], total: 2 }]);
  });

  it('a document of nothing but headings is a list', () => {
    expect(chunkDocument(readMarkdown('# Boats\n# Bikes\n'), 'T')).toEqual([{ heading: [], text: 'Boats\n\nBikes' }]);
  });

  it('of many warnings the first are named', () => {
    const warnings = new ReadingWarnings();
    for (let index = 0; index < 40; index++) warnings.about('heading_without_text', `Heading ${index} ${'x'.repeat(200)}`);
    const [warning] = warnings.all();
    expect(warning).toMatchObject({ total: 40, detail: expect.stringContaining('and 35 more') });
    expect(warning!.items).toHaveLength(5);
    expect(JSON.stringify(warning).length).toBeLessThan(1_200);
  });
});
