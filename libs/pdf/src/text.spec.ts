import { layText, lettersWithoutFont } from './text.js';

const wide = { width: 2000, size: 10 };
const seen = (text: string): string =>
  layText(text, wide)[0]!
    .pieces.map((piece) => piece.text)
    .join('|');

describe('text of an invoice', () => {
  it('is split by script into the fonts that have its letters', () => {
    const [line] = layText('Zażółć Пример สวัสดี हिन्दी 汉语 東京 カタカナ 한국어', wide);
    const fonts = line!.pieces.map(({ font, text }) => [font, text]);
    expect(fonts).toContainEqual(['Cyrillic', expect.stringContaining('Пример')]);
    expect(fonts).toContainEqual(['Thai', expect.stringContaining('สวัสดี')]);
    expect(fonts).toContainEqual(['Devanagari', expect.stringContaining('हिन्दी')]);
    expect(fonts).toContainEqual(['Han', expect.stringContaining('東京')]);
    expect(fonts).toContainEqual(['Han', expect.stringContaining('カタカナ')]);
    expect(fonts).toContainEqual(['Hangul', expect.stringContaining('한국어')]);
    expect(line!.pieces.map(({ text }) => text).join('')).toBe('Zażółć Пример สวัสดี हिन्दी 汉语 東京 カタカナ 한국어');
  });

  it.each([
    ['words from right to left', 'שלום עולם', 'עולם| |שלום'],
    ['a number within stays as it is', 'מספר 45 כאן', 'כאן| |45| |מספר'],
    ['a percentage too', 'הנחה 30%', '30%| |הנחה'],
    ['brackets turn', 'שלום (טוב)', '(|טוב|)| |שלום'],
    ['Latin within', 'עם English Text בפנים', 'בפנים| |English Text| |עם'],
    ['right to left within Latin', 'From שלום עולם to', 'From |עולם| |שלום| to'],
    ['numbers after Arabic', 'رقم 123', '123| |رقم'],
  ])('%s', (_what, text, expected) => {
    expect(seen(text)).toBe(expected);
  });

  it('a paragraph reads from the side of its first letter', () => {
    expect(layText('12 שלום', wide)[0]!.rightToLeft).toBe(true);
    expect(layText('12 hello שלום', wide)[0]!.rightToLeft).toBe(false);
  });

  it('breaks at spaces, at words of Thai, and in what is wider than a line', () => {
    expect(layText('one two three four', { width: 40, size: 10 }).length).toBeGreaterThan(1);
    expect(layText('รายการภาษาไทยที่ยาวมาก', { width: 60, size: 10 }).length).toBeGreaterThan(1);
    expect(layText('x'.repeat(100), { width: 60, size: 10 }).length).toBeGreaterThan(5);
    expect(layText('a\nb', wide)).toHaveLength(2);
  });

  it('breaks Chinese and Japanese between words, and begins no line with what closes', () => {
    const linesOf = (text: string): string[] =>
      layText(text, { width: 62, size: 10 }).map(({ pieces }) => pieces.map((piece) => piece.text).join(''));
    const lines = linesOf('上海市浦东新区世纪大道（陆家嘴），二零二四年、东京都千代田区「丸の内」一丁目。');
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line).not.toMatch(/^[，、。）」]|[（「]$/);
      expect([...line].length).toBeLessThanOrEqual(6);
    }
    // Korean has spaces, and breaks there.
    expect(linesOf('서울특별시 강남구 테헤란로')).toEqual(['서울특별시', '강남구', '테헤란로']);
  });

  it('names what no font has, and writes it as its number', () => {
    expect(lettersWithoutFont('Zoë 王明 ახალი ა €₹ שלום')).toEqual(['ა', 'ხ', 'ლ', 'ი']);
    expect(seen('ა Ltd')).toBe('[U+10D0] Ltd');
  });

  it('takes out what would steer the direction from outside', () => {
    expect(seen('safe\u202Egpj.exe')).toBe('safegpj.exe');
  });
});
