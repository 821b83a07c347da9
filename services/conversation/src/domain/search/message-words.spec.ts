import { snippetOf, soughtWords, termsOf } from './message-words.js';

describe('the words of a message', () => {
  it.each([
    ['Where is my Order #A-1234?', ['where', 'is', 'my', 'order', 'a', '1234']],
    ['¿Dónde está? DÓNDE', ['donde', 'esta']],
    ['Straße ŒUVRE ﬁne ½', ['strasse', 'oeuvre', 'fine', '12']],
    ['Καλημέρα ΚΟΣΜΟΣ κόσμος', ['καλημερα', 'κοσμοσ']],
    ['Ёлка и ёж', ['елка', 'и', 'еж']],
    ['مَرْحَبًا', ['مرحبا']],
    ['営業時間は9時', ['営業', '業時', '時間', '間は', 'は', '9', '時']],
    ['ｶﾞｽ ガス', ['カス', 'ス']],
    ['สวัสดี', ['สวั', 'วัส', 'สดี', 'ดี']],
    ['😀 … — \u0301', []],
  ])('of %p are %j', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });

  it('are bounded in number and in length', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `w${index}`).join(' ');
    expect(termsOf(many)).toHaveLength(1_000);
    expect(termsOf('𝔞'.repeat(5_000) + ' ' + 'x'.repeat(5_000)).map((term) => term.length)).toEqual([64, 64]);
    expect(termsOf('\u{20000}'.repeat(3)).every((term) => term.isWellFormed())).toBe(true);
  });
});

describe('a query', () => {
  it('asks for whole words, and for the beginning of the last one', () => {
    expect(soughtWords('Ana  RÚIZ, ord')).toEqual([
      { term: 'ana', isPrefix: false },
      { term: 'ruiz', isPrefix: false },
      { term: 'ord', isPrefix: true },
    ]);
  });

  it('asks for the pairs of a script without spaces, and for a single character wherever it stands', () => {
    expect(soughtWords('営業時 ok')).toEqual([
      { term: '営業', isPrefix: false },
      { term: '業時', isPrefix: false },
      { term: 'ok', isPrefix: true },
    ]);
    expect(soughtWords('時 ok')[0]).toEqual({ term: '時', isPrefix: true });
  });

  it('without a letter or digit asks for nothing; of a long one the end counts', () => {
    expect(soughtWords('?!')).toEqual([]);
    const long = soughtWords(Array.from({ length: 40 }, (_, index) => `w${index}`).join(' '));
    expect(long).toHaveLength(12);
    expect(long.at(-1)).toEqual({ term: 'w39', isPrefix: true });
  });
});

describe('a snippet', () => {
  const marked = (text: string, query: string): string => {
    const snippet = snippetOf(text, soughtWords(query));
    return snippet.hits.reduceRight((all, [from, to]) => `${all.slice(0, from)}[${all.slice(from, to)}]${all.slice(to)}`, snippet.text);
  };

  it('marks whole words and words that begin so, as they were written', () => {
    expect(marked('Is my ÓRDER here? Orders!', 'my orde')).toBe('Is [my] [ÓRDER] here? [Orders]!');
    expect(marked('営業時間は', '営業時')).toBe('[営業時]間は');
    expect(marked('<b>order</b>', 'order')).toBe('<b>[order]</b>');
  });

  it('shows what is around the first hit, and cuts no character in two', () => {
    const text = `${'😀'.repeat(100)} needle ${'😀'.repeat(100)}`;
    const snippet = snippetOf(text, soughtWords('needle'));
    expect(snippet.text.length).toBeLessThanOrEqual(203);
    expect(snippet.text.isWellFormed()).toBe(true);
    expect(snippet.text.slice(...snippet.hits[0]!)).toBe('needle');
    expect(snippetOf('nothing of it', soughtWords('absent'))).toEqual({ text: 'nothing of it', hits: [] });
  });
});
