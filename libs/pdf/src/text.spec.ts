import { layText, lettersWithoutFont } from './text.js';

const wide = { width: 2000, size: 10 };
const seen = (text: string): string =>
  layText(text, wide)[0]!
    .pieces.map((piece) => piece.text)
    .join('|');

describe('text of an invoice', () => {
  it('is split by script into the fonts that have its letters', () => {
    const [line] = layText('Zażółć Пример สวัสดี हिन्दी', wide);
    const fonts = line!.pieces.map(({ font, text }) => [font, text]);
    expect(fonts).toContainEqual(['Cyrillic', expect.stringContaining('Пример')]);
    expect(fonts).toContainEqual(['Thai', expect.stringContaining('สวัสดี')]);
    expect(fonts).toContainEqual(['Devanagari', expect.stringContaining('हिन्दी')]);
    expect(line!.pieces.map(({ text }) => text).join('')).toBe('Zażółć Пример สวัสดี हिन्दी');
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

  it('names what no font has, and writes it as its number', () => {
    expect(lettersWithoutFont('Zoë 王明王 €₹ שלום')).toEqual(['王', '明']);
    expect(seen('王 Ltd')).toBe('[U+738B] Ltd');
  });

  it('takes out what would steer the direction from outside', () => {
    expect(seen('safe\u202Egpj.exe')).toBe('safegpj.exe');
  });
});
