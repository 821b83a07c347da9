import fc from 'fast-check';
import { normalAddress, normalPassword, olderForms } from './typed.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('a password', () => {
  it('is the same from every keyboard', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(normalPassword(typed.normalize('NFD'))).toBe(normalPassword(typed.normalize('NFC')));
        expect(normalPassword(typed.replaceAll(' ', '\u00a0'))).toBe(normalPassword(typed));
        expect(normalPassword(normalPassword(typed))).toBe(normalPassword(typed));
      }),
    );
  });

  it('keeps what people mean by it: capitals, widths, compatibility characters, spaces at its ends', () => {
    for (const typed of [' Straße ', 'STRASSE', 'ｗｉｄｅ', '\ufb01ve', 'K\u00f6ln 1']) expect(normalPassword(typed)).toBe(typed);
  });

  it('has older forms only where it has other forms at all, and the one that came is among them', () => {
    expect(olderForms('plain ascii')).toEqual([]);
    expect(olderForms('caf\u00e9')).toEqual(['cafe\u0301']);
    expect(olderForms('cafe\u0301 no\u00a01')).toEqual(['cafe\u0301 no\u00a01', 'cafe\u0301 no 1']);
    fc.assert(
      fc.property(text, (typed) => {
        expect([normalPassword(typed), ...olderForms(typed)]).toContain(typed);
      }),
    );
  });
});

describe('an address', () => {
  it('is the same composed or not, in capitals or not', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(normalAddress(typed.normalize('NFD'))).toBe(normalAddress(typed.normalize('NFC')));
        expect(normalAddress(normalAddress(typed))).toBe(normalAddress(typed));
      }),
    );
    expect(normalAddress('JOSE\u0301@Caf\u00c9.example')).toBe('jos\u00e9@caf\u00e9.example');
  });
});
