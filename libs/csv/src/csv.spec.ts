import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvReader, csvLine, parseCsv } from './index.js';

describe('CSV that is read as it comes in', () => {
  it('is the same however it is cut into parts', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'b c', ',', '"', '""', '\n', '\r', '\r\n', ' ', 'é', '😀'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.array(fc.nat(50), { maxLength: 6 }), (text, cuts) => {
        const whole = parseCsv(text, ',', 0);
        const reader = new CsvReader(',');
        const rows = [];
        let from = 0;
        for (const cut of [...new Set(cuts)].sort((a, b) => a - b)) {
          rows.push(...reader.push(text.slice(from, cut)));
          from = Math.max(from, Math.min(cut, text.length));
        }
        rows.push(...reader.push(text.slice(from)));
        const end = reader.end();
        expect({ rows: [...rows, ...end.rows], unclosed: end.unclosed }).toEqual({ rows: whole.rows, unclosed: whole.unclosed });
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it('keeps no more of a cell than it may', () => {
    const reader = new CsvReader(',', 1, 5);
    const rows = [...reader.push('ab,"'), ...reader.push('x'.repeat(1_000)), ...reader.push('",cd\nab,cd'), ...reader.end().rows];
    expect(rows).toEqual([
      { line: 1, cells: ['ab', 'xxxxx', 'cd'], isCut: true },
      { line: 2, cells: ['ab', 'cd'] },
    ]);
  });
});

describe('CSV that is written', () => {
  it.each([
    [['a', 1, true, null], 'a,1,true,\r\n'],
    [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"\r\n'],
    [['=1+1', '@cmd', '-x', '+51987'], "'=1+1,'@cmd,'-x,+51987\r\n"],
    [['\t=1', ' a'], `"'\t=1"," a"\r\n`.replace(`"'\t=1"`, `'\t=1`)],
  ])('%j', (cells, line) => expect(csvLine(cells)).toBe(line));
});
