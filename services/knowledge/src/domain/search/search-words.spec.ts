import { questionWords, searchWords } from './search-words.js';

describe('searchWords', () => {
  it('takes away case, accents and punctuation, the same for passage and question', () => {
    expect(searchWords('¿Dónde ESTÁ el Café-Bar «Ñandú»? (24/7)', 'simple')).toBe('donde esta el cafe bar nandu 24 7');
    expect(searchWords('Straße, ŁÓDŹ & ﬁne', 'simple')).toBe('strasse lodz fine');
  });

  it('gives endings back the accents that the stemmer needs', () => {
    expect(searchWords('devolucion', 'spanish')).toBe(searchWords('Devolución', 'spanish'));
    expect(searchWords('devolucion cancion vision', 'spanish')).toBe('devolución canción visión');
    expect(searchWords('devolucoes informacao', 'portuguese')).toBe('devoluções informação');
  });

  it('keeps marks that are letters in other scripts', () => {
    expect(searchWords('Который час?', 'russian')).toBe('который час');
    expect(searchWords('हिन्दी', 'hindi')).toBe('हिन्दी');
  });

  it('cuts scripts without spaces into pairs', () => {
    expect(searchWords('営業時間は?', 'simple')).toBe('営業 業時 時間 間は');
  });
});

describe('questionWords', () => {
  it('leaves greeting and asking out, in each language', () => {
    const words = questionWords('Hi, could you please tell me when the warranty ends?');
    expect(words.english).toBe('the warranty ends');
    expect(words.simple).toContain('please');
    expect(questionWords('Hola, ¿me podría decir cuánto cuesta el envío?').spanish).toBe('cuesta envio');
  });

  it('does not empty a question', () => {
    expect(questionWords('what is this?').english).toBe('what is this');
  });

  it('looks a word up once and stops at 48', () => {
    expect(questionWords('open open OPEN').english).toBe('open');
    const long = Array.from({ length: 4_000 }, (_, index) => `w${index}`).join(' ');
    expect(questionWords(long).english!.split(' ')).toHaveLength(48);
  });
});
