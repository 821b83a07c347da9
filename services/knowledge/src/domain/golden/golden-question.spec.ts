import { holdsFacts, isFact, keyOf } from './golden-question.js';
import { readGoldenCsv } from './read-golden-csv.js';

describe('facts', () => {
  it.each([
    ['We ship free over $50, within 3–5 days.', ['$50', '3-5 DAYS'], true],
    ['El envío es gratis.', ['envio'], true],
    ['Open from 9 to 18.', ['9 to 1'], false],
    ['Open from 9 to 18.', ['9', 'Sunday'], false],
    ['営業時間は9時から18時です', ['営業時間'], true],
    ['', ['9'], false],
  ])('of %j: %j', (answer, expected, held) => {
    expect(holdsFacts(answer, expected)).toBe(held);
  });

  it('have a letter or a digit', () => {
    expect([isFact('9'), isFact('…'), isFact(' ')]).toEqual([true, false, false]);
  });
});

it('a question is the same whatever its case and punctuation, and another one after other messages', () => {
  expect(keyOf({ question: 'When do you open?', earlier: [] })).toBe(keyOf({ question: 'when do you OPEN', earlier: [] }));
  expect(keyOf({ question: 'When do you open?', earlier: ['Hi'] })).not.toBe(keyOf({ question: 'When do you open?', earlier: [] }));
});

describe('a table of golden questions', () => {
  it('without a header has the question first', () => {
    expect(readGoldenCsv('When do you open?,nine\nWhere?,Lima,Peru\n').questions).toEqual([
      { question: 'When do you open?', earlier: [], expected: ['nine'] },
      { question: 'Where?', earlier: [], expected: ['Lima', 'Peru'] },
    ]);
  });

  it('with one may have the columns in any order', () => {
    expect(readGoldenCsv('fact;earlier 1;Pregunta;earlier 2\nnueve;Hola;¿Cuándo abren?;Una cosa').questions).toEqual([
      { question: '¿Cuándo abren?', earlier: ['Hola', 'Una cosa'], expected: ['nueve'] },
    ]);
  });

  it('names rows that are none', () => {
    const row = (cells: string[]) => cells.join(',');
    const { refused } = readGoldenCsv(
      [row(['question', 'fact']), row(['A?', '']), row(['A?', 'x'.repeat(1_001)]), row(['A?', ...Array(11).fill('b')])].join('\n'),
    );
    expect(refused).toEqual([
      { line: 2, reason: 'no_fact' },
      { line: 3, reason: 'too_long' },
      { line: 4, reason: 'too_many_facts' },
    ]);
  });
});
