import { hasParts, questionParts, searchParts } from './search-parts.js';

describe('parts of words', () => {
  it('are every four letters in a row where words are written together or change in front', () => {
    expect(searchParts('Radweg ist', 'german')).toEqual(['~radw', '~adwe', '~dweg', '~ist']);
    expect(searchParts('والمطار', 'arabic')).toEqual(['~والم', '~المط', '~لمطا', '~مطار']);
  });

  it('are five letters where words change at their end, and none where the stemmer does as well', () => {
    expect(searchParts('Bisikletlerimizin fiyatı', 'turkish')).toEqual(['~bisik', '~fiyat']);
    expect(searchParts('bicycles for hire', 'english')).toEqual([]);
    expect(hasParts('turkish') && hasParts('lithuanian') && !hasParts('english')).toBe(true);
  });

  it('keep accents in languages without a stemmer, and find words where no spaces stand', () => {
    expect(searchParts('Nhà bảo tàng', 'simple')).toEqual(['~nhà', '~bảo', '~tàng']);
    expect(searchParts('พิพิธภัณฑ์เปิดวันจันทร์', 'simple')).toContain('~เปิด');
  });

  it('hold each occurrence of a passage, and those of a question once, without the asking', () => {
    expect(searchParts('ab ab', 'simple')).toEqual(['~ab', '~ab']);
    const parts = questionParts('Bonjour, wo ist der Radweg? Radweg?');
    expect(parts.german).toEqual(['~bonj', '~onjo', '~njou', '~jour', '~radw', '~adwe', '~dweg']);
    expect(parts.english).toEqual([]);
    expect(parts.others).toContain('~radwe');
  });

  it('of a question are limited', () => {
    const long = Array.from({ length: 3_000 }, (_, index) => `wort${index}x`).join(' ');
    for (const parts of Object.values(questionParts(long))) expect(parts.length).toBeLessThanOrEqual(64);
  });
});
