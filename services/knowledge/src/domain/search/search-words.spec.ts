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

  it.each([
    ['german', 'Hallo, wann genau öffnet das Museum?', 'genau offnet museum'],
    ['dutch', 'Hoe laat opent het museum?', 'laat opent museum'],
    ['russian', 'Скажите, пожалуйста, когда открывается музей?', 'открывается музей'],
    ['arabic', 'متى يفتح المتحف؟', 'يفتح المتحف'],
    ['turkish', 'Müze ne zaman açılıyor?', 'muze aciliyor'],
    ['hindi', 'संग्रहालय कब खुलता है?', 'संग्रहालय खुलता'],
    ['greek', 'Πότε ανοίγει το μουσείο;', 'ανοιγει μουσειο'],
    ['romanian', 'Când se deschide muzeul?', 'deschide muzeul'],
    ['indonesian', 'Kapan museum buka?', 'museum buka'],
    ['simple', 'Kiedy jest otwarte muzeum?', 'otwarte muzeum'],
    ['simple', 'Bảo tàng mở cửa khi nào?', 'bao tang mo'],
    ['simple', '博物馆什么时候开门？', '博物 物馆 开门'],
    ['simple', '美術館はいつ開きますか', '美術 術館 館は 開き'],
    ['simple', 'מתי נפתח המוזיאון?', 'נפתח המוזיאון'],
  ])('leaves the asking words of %s out: %s', (configuration, question, expected) => {
    expect(questionWords(question)[configuration]).toBe(expected);
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
