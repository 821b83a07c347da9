import fc from 'fast-check';
import { damaged, fuzz, isStorable } from '../../../libs/testing/fuzz/fuzz.js';
import { detectType } from '../src/domain/documents/detect-type.js';
import { DocumentProblem } from '../src/domain/documents/document-problem.js';
import { DOCX, ODT, PPTX, XLSX } from '../src/domain/documents/document.js';
import { readDocument } from '../src/clients/reading/read-document.js';
import { docx, odt, pptx, row, said, shape, tableOf, xlsx } from './office.js';

const text = (...lines: string[]): Buffer => Buffer.from(lines.join('\n'));
const SAMPLES = {
  'text/plain': [text('Opening hours', '', 'We open at 9:00 and close at 18:00.', '', '- Monday', '- Tuesday')],
  'text/markdown': [
    text(
      '# Returns',
      '',
      'Within *30 days*, [see here](https://acme.example/r).',
      '',
      '| a | b |',
      '|---|---|',
      '| 1 | 2 |',
      '',
      '> quoted',
      '```',
      'code',
      '```',
    ),
  ],
  'text/html': [
    text(
      '<!doctype html><html><head><title>Hours</title></head><body><h1>Hours</h1><ul><li>9&ndash;18</li></ul><table><tr><td>1</td></tr></table><script>x</script></body></html>',
    ),
  ],
  'text/csv': [text('name;price', '"Frame, large";"1,200.00"', 'Lens;80', '"a ""quoted"" one";1')],
  [DOCX]: [await docx(said('Hours', '<w:outlineLvl w:val="0"/>') + said('From 9 to 18.') + tableOf([['Lamp', '80']]))],
  [PPTX]: [await pptx([{ title: 'Hours', shapes: shape('body', 'From 9', 'to 18'), notes: 'Daily' }])],
  [XLSX]: [await xlsx([{ name: 'a', rows: row('Question', 'Answer') + row('Why?', '<c s="0"><v>4.5</v></c>') }], [], ['0.00'])],
  [ODT]: [await odt('<text:h text:outline-level="1">Hours</text:h><text:p>From 9 to 18.</text:p>')],
} as const;

describe('a document, whatever it holds', () => {
  for (const [contentType, samples] of Object.entries(SAMPLES) as [keyof typeof SAMPLES, readonly Buffer[]][]) {
    const bytes = fc.oneof(
      damaged(samples),
      fc.uint8Array({ maxLength: 500 }).map((some) => Buffer.from(some)),
    );
    fuzz(`of type ${contentType} becomes passages, or says what is wrong`, bytes, async (given) => {
      const result = await readDocument({ source: given, contentType, title: 'A title' });
      if ('problem' in result) return expect(result.problem.detail).not.toBe('');
      expect(result.chunks.length).toBeGreaterThan(0);
      expect(result.chunks.filter((chunk) => !isStorable(chunk))).toEqual([]);
    });
  }

  const names = fc.constantFrom(undefined, '', 'a.pdf', 'a.csv', 'a.html', 'a.md', 'a', '.', 'a.PDF\0', '🙂.txt');
  const types = fc.constantFrom(undefined, '', 'text/plain', 'application/pdf', 'text/csv; charset=x', 'application/octet-stream', 'x');
  fuzz(
    'is of a type that is read, or is refused as one that is not',
    fc.tuple(fc.uint8Array({ maxLength: 2_000 }), types, names),
    ([given, type, name]) => {
      try {
        detectType({ bytes: given }, type, name);
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentProblem);
      }
    },
  );
});
