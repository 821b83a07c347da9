import fc from 'fast-check';
import { editableOf, tableOfPairs } from './editable.js';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('what can be changed by hand', () => {
  it('is the text of a text, pairs of a table of questions and answers, and nothing of a PDF or a long text', () => {
    expect(editableOf('text/markdown', bytes('\ufeff# Hi'))).toEqual({ text: '# Hi', pairs: null });
    expect(editableOf('text/csv', bytes('Question;Answer\nWhy?;Because'))).toEqual({
      text: 'Question;Answer\nWhy?;Because',
      pairs: [{ topic: '', question: 'Why?', answer: 'Because' }],
    });
    // Columns that pairs cannot hold.
    expect(editableOf('text/csv', bytes('question,answer,price\nWhy?,Because,5')).pairs).toBeNull();
    expect(editableOf('application/pdf', bytes('%PDF-'))).toEqual({ text: null, pairs: null });
    expect(editableOf('text/plain', Buffer.alloc(600_000, 'a'))).toEqual({ text: null, pairs: null });
  });

  it('comes back as it was, whatever the pairs hold', () => {
    const text = fc.string({ minLength: 1 }).map((some) => `x${some.replace(/[\0\r]/g, ' ').trim()}`);
    const pair = fc.record({ topic: fc.oneof(fc.constant(''), text), question: text, answer: text });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 8 }), (pairs) => {
        expect(editableOf('text/csv', bytes(tableOfPairs(pairs))).pairs).toEqual(pairs);
      }),
    );
  });
});
