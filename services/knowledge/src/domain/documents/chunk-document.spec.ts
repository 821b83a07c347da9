import fc from 'fast-check';
import type { Block } from './block.js';
import { chunkDocument } from './chunk-document.js';

const heading = (level: number, text: string): Block => ({ kind: 'heading', level, text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const sentences = (count: number, about: string): string =>
  Array.from({ length: count }, (_, index) => `Sentence ${index} tells a little more about ${about} here.`).join(' ');
const words = (text: string): number => text.split(/\s+/).filter(Boolean).length;

describe('chunkDocument', () => {
  it('never reaches over a heading and tells the headings above', () => {
    const chunks = chunkDocument(
      [
        heading(1, 'Guide'),
        paragraph('Welcome.'),
        heading(2, 'Hours'),
        paragraph('From 9 to 18.'),
        heading(3, 'Holidays'),
        paragraph('Closed.'),
        heading(2, 'Prices'),
        paragraph('Low.'),
      ],
      'Document',
    );
    expect(chunks).toEqual([
      { heading: ['Guide'], text: 'Welcome.' },
      { heading: ['Guide', 'Hours'], text: 'From 9 to 18.' },
      { heading: ['Guide', 'Hours', 'Holidays'], text: 'Closed.' },
      { heading: ['Guide', 'Prices'], text: 'Low.' },
    ]);
  });

  it('leaves a first heading out that repeats the title', () => {
    expect(chunkDocument([heading(1, 'store GUIDE'), heading(2, 'Hours'), paragraph('9 to 18')], 'Store guide')).toEqual([
      { heading: ['Hours'], text: '9 to 18' },
    ]);
  });

  it('keeps a heading that has nothing under it as a passage', () => {
    expect(chunkDocument([heading(1, 'Contact'), heading(2, 'Call 555 1234'), heading(2, 'Or write'), paragraph('to us')], 'T')).toEqual([
      { heading: ['Contact'], text: 'Call 555 1234' },
      { heading: ['Contact', 'Or write'], text: 'to us' },
    ]);
  });

  it('cuts a long section into passages of alike length, between paragraphs', () => {
    const paragraphs = Array.from({ length: 12 }, (_, index) => sentences(5, `part ${index}`));
    const chunks = chunkDocument([heading(1, 'Long'), ...paragraphs.map(paragraph)], 'T');
    expect(chunks.flatMap((chunk) => chunk.text.split('\n\n'))).toEqual(paragraphs);
    for (const chunk of chunks) {
      expect(words(chunk.text)).toBeGreaterThanOrEqual(80);
      expect(words(chunk.text)).toBeLessThanOrEqual(220);
    }
  });

  it('cuts a paragraph that is too long between its sentences', () => {
    const chunks = chunkDocument([paragraph(sentences(80, 'rivers'))], 'T');
    expect(chunks.map((chunk) => chunk.text).join(' ')).toBe(sentences(80, 'rivers'));
    for (const { text } of chunks) {
      expect(text).toMatch(/^Sentence \d+ .* here\.$/s);
      expect(words(text)).toBeLessThanOrEqual(220);
      expect(words(text)).toBeGreaterThanOrEqual(80);
    }
  });

  it('keeps a list with the line that announces it, also where the list is cut', () => {
    expect(chunkDocument([paragraph('We sell:'), { kind: 'list', items: ['lamps', 'chairs'] }], 'T')[0]?.text).toBe(
      'We sell:\n- lamps\n- chairs',
    );
    const items = Array.from({ length: 60 }, (_, index) => `item ${index} with some words that describe it`);
    const chunks = chunkDocument([paragraph('We sell:'), { kind: 'list', items }], 'T');
    expect(chunks.length).toBeGreaterThan(2);
    for (const { text } of chunks) expect(text).toMatch(/^We sell:\n- item/);
  });

  it('tells the column names in every row of a table', () => {
    const [chunk] = chunkDocument(
      [
        {
          kind: 'table',
          header: ['Product', 'Price'],
          rows: [
            ['Lamp', '10'],
            ['Chair', ''],
          ],
        },
      ],
      'T',
    );
    expect(chunk?.text).toBe('Product: Lamp; Price: 10\nProduct: Chair');
  });

  it('makes a passage of its own out of a question and its answer, and none of a question alone', () => {
    expect(
      chunkDocument(
        [
          heading(1, 'FAQ'),
          { kind: 'entry', topic: ['Why?'], paragraphs: ['Because.'] },
          { kind: 'entry', topic: ['How?'], paragraphs: [] },
        ],
        'T',
      ),
    ).toEqual([{ heading: ['FAQ', 'Why?'], text: 'Because.' }]);
  });

  it('takes a heading for text that is too long to be one', () => {
    const long = 'words '.repeat(100).trim();
    expect(chunkDocument([heading(1, long)], 'T')).toEqual([{ heading: [], text: long }]);
    expect(chunkDocument([{ kind: 'entry', topic: [long], paragraphs: ['Answer.'] }], 'T')).toEqual([
      { heading: [], text: `${long}\n\nAnswer.` },
    ]);
  });

  it('drops what a database cannot hold', () => {
    expect(chunkDocument([paragraph('a\u0000b\ud800 c\u00ad')], 'T')).toEqual([{ heading: [], text: 'ab\ufffd c' }]);
    expect(chunkDocument([paragraph('\u0000')], 'T')).toEqual([]);
  });

  it('loses no word and makes no passage longer than 240 words, whatever the document', () => {
    const text = fc
      .array(fc.string({ unit: fc.constantFrom('a', 'b', '.', ' ', '?', '\n'), maxLength: 40 }), { maxLength: 120 })
      .map((parts) => parts.join(' '));
    const block: fc.Arbitrary<Block> = fc.oneof(
      text.map(paragraph),
      fc
        .record({ level: fc.integer({ min: 1, max: 6 }), text: fc.string({ maxLength: 20 }) })
        .map(({ level, text }) => heading(level, text)),
      fc.array(text, { maxLength: 20 }).map((items): Block => ({ kind: 'list', items })),
      fc
        .tuple(fc.string({ maxLength: 20 }), fc.array(text, { maxLength: 3 }))
        .map(([topic, paragraphs]): Block => ({ kind: 'entry', topic: [topic], paragraphs })),
    );
    const letters = (value: string): number => value.replace(/[^ab]/g, '').length;
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const chunks = chunkDocument(blocks, 'Title');
        const given = blocks.map((each) =>
          each.kind === 'list'
            ? each.items.join(' ')
            : each.kind === 'paragraph'
              ? each.text
              : each.kind === 'entry'
                ? each.paragraphs.join(' ')
                : '',
        );
        expect(letters(chunks.map((chunk) => chunk.text).join(' '))).toBeGreaterThanOrEqual(letters(given.join(' ')));
        for (const chunk of chunks) expect(words(chunk.text.replace(/^- /gm, ''))).toBeLessThanOrEqual(280);
      }),
      { numRuns: 60 },
    );
  });

  it('cuts text without any space or sentence', () => {
    const chunks = chunkDocument([paragraph('x'.repeat(100_000))], 'T');
    expect(chunks.map((chunk) => chunk.text.replace(/\s/g, '')).join('')).toBe('x'.repeat(100_000));
    for (const { text } of chunks) expect(text.length).toBeLessThan(10_000);
  });
});
