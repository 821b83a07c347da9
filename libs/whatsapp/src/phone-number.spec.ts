import fc from 'fast-check';
import { otherSpelling, phonePart, readPhone, readPhoneOf } from './phone-number.js';

describe('a phone number that somebody wrote', () => {
  it.each([
    ['0051 987 111 000', '51987111000'],
    ['+51 987 111 000', '51987111000'],
    ['51987111000', '51987111000'],
    ['\u202a+51\u00a0987\u2011111\u2011000\u202c', '51987111000'],
    ['\u2066+51\u2009987\u2013111\u2014000\u2069', '51987111000'],
    ['+51 987 111 000', '51987111000'],
    ['+٥١ ٩٨٧ ١١١ ٠٠٠', '51987111000'],
    ['+۵۱ ۹۸۷ ۱۱۱ ۰۰۰', '51987111000'],
    ['tel:+51-987-111-000', '51987111000'],
    ['(+51) 987.111/000', '51987111000'],
    ['+44 (0)7911 123456', '447911123456'],
    ['+39 06 1234 5678', '390612345678'],
    ['+54 11 15 2345-6789', '5491123456789'],
    ['521 55 1234 5678', '5215512345678'],
    ['+1 (555) 020-0199', '15550200199'],
  ])('%s is %s', (text, phone) => {
    expect(readPhone(text)).toEqual({ phone });
  });

  it.each([
    ['12345', 'too_short'],
    ['+51 987', 'too_short'],
    ['123456789012345678', 'too_long'],
    ['+51 987 111 000 00', 'too_long'],
    ['0987 111 000', 'no_country'],
    ['+999 123 456 789', 'no_country'],
    ['', 'not_a_number'],
    ['+', 'not_a_number'],
    ['ana', 'not_a_number'],
    ['US.134912086', 'not_a_number'],
    ['+51 987 111 000'.padEnd(5_000), 'not_a_number'],
  ])('%p is refused: %s', (text, problem) => {
    expect(readPhone(text)).toEqual({ problem });
  });

  const blank = fc.constantFrom(
    '',
    ' ',
    '\u00a0',
    '\u202f',
    '\u2009',
    '-',
    '\u2010',
    '\u2011',
    '\u2013',
    '\u2212',
    '.',
    '\u202a',
    '\u200f',
    '\u2066',
  );
  const script = fc.constantFrom(0x30, 0xff10, 0x660, 0x6f0, 0x966);
  const country = fc.constantFrom('51987', '5511987', '5215512', '54911', '447911', '1555', '49151');
  it('means the same however it is spaced, marked or dialled, and in whatever digits', () => {
    fc.assert(
      fc.property(
        country.chain((head) => fc.record({ head: fc.constant(head), tail: fc.stringMatching(/^[1-9]{9}$/) })),
        fc.array(blank, { minLength: 30, maxLength: 30 }),
        script,
        fc.constantFrom('', '+', '00', '\uff0b'),
        ({ head, tail }, blanks, zero, prefix) => {
          const length = { '51987': 11, '5511987': 13, '5215512': 13, '54911': 13, '447911': 12, '1555': 11, '49151': 13 }[head]!;
          const phone = (head + tail).slice(0, length);
          const written = [...phone].map((digit, place) => blanks[place]! + String.fromCodePoint(zero + Number(digit))).join('');
          const read = readPhone(prefix + written.replace(/^[-.\u2010-\u2013\u2212]/u, ''));
          expect(read).toEqual(readPhone(phone));
          expect(read).toEqual({ phone });
        },
      ),
    );
  });

  it('that was read is read as itself', () => {
    const anything = fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ()-]{5,20}$/));
    fc.assert(
      fc.property(anything, (text) => {
        const read = readPhone(text);
        if ('phone' in read) expect(readPhone(read.phone)).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a part of a phone number', () => {
  it.each([
    ['987 111', '987111'],
    ['+51\u00a0987\u2011111', '51987111'],
    ['0051 987', '51987'],
    ['Ana', undefined],
    ['ana 2', undefined],
    ['+', undefined],
  ])('%p is looked for as %p', (text, digits) => {
    expect(phonePart(text)).toBe(digits);
  });
});

describe('the other spelling of an account', () => {
  it.each([
    ['551187654321', '5511987654321'],
    ['525512345678', '5215512345678'],
    ['541123456789', '5491123456789'],
  ])('%s is %s, and back', (short, long) => {
    expect(otherSpelling(short)).toBe(long);
    expect(otherSpelling(long)).toBe(short);
  });

  it.each(['51987111000', '16505551234', '551132654321', '5511', 'ana'])('is none for %s', (phone) => {
    expect(otherSpelling(phone)).toBeUndefined();
  });

  it('leads back, always', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^5[245]\d{9,12}$/), (phone) => {
        const other = otherSpelling(phone);
        if (other !== undefined) expect(otherSpelling(other)).toBe(phone);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a number as people of a country write it', () => {
  it.each([
    ['0176 12345678', 'DE', '4917612345678'],
    ['(011) 15-2345-6789', 'AR', '5491123456789'],
    ['987 111 000', 'pe', '51987111000'],
    ['+1 650 555 1234', 'DE', '16505551234'],
    ['0044 20 7946 0958', 'PE', '442079460958'],
    ['16505551234', 'PE', '16505551234'],
    ['+51 987 111 000', undefined, '51987111000'],
    ['+51 987 111 000', 'XX', '51987111000'],
  ])('%s in %s', (text, country, phone) => expect(readPhoneOf(text, country)).toEqual({ phone }));

  it('is none where it is neither right there nor with a country code', () => {
    expect(readPhoneOf('12', 'DE')).toMatchObject({ problem: expect.any(String) });
    expect(readPhoneOf('ring me', 'DE')).toEqual({ problem: 'not_a_number' });
    expect(readPhoneOf('9'.repeat(5_000), 'DE')).toEqual({ problem: 'not_a_number' });
  });
});
