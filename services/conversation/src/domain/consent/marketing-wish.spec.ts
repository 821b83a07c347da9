import { jest } from '@jest/globals';
import fc from 'fast-check';

import { MARKETING_PHRASES } from './test/marketing-phrases.js';
import { readMarketingWish } from './marketing-wish.js';
import { Vocabulary } from './vocabulary.js';

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const LANGUAGES = Object.entries(MARKETING_PHRASES).map(([language, { stop, lookAlike, start, unclear }]) => ({
  language,
  stop: lines(stop),
  lookAlike: lines(lookAlike),
  start: lines(start),
  unclear: lines(unclear),
}));
const WISHES = LANGUAGES.flatMap(({ stop, start, unclear }) => [
  ...stop.map((phrase) => ({ phrase, wish: 'stop' })),
  ...start.map((phrase) => ({ phrase, wish: 'start' })),
  ...unclear.map((phrase) => ({ phrase, wish: 'unclear' })),
]);
const wishOf = (phrase: string): string | undefined => readMarketingWish(phrase)?.wish;

describe.each(LANGUAGES)('promotions in $language', ({ language, stop, lookAlike, start, unclear }) => {
  it('has at least 22 phrases of each kind', () => {
    expect(new Set(stop).size).toBeGreaterThanOrEqual(22);
    expect(new Set(lookAlike).size).toBeGreaterThanOrEqual(22);
  });

  it.each(stop)('stops at "%s"', (phrase) => {
    expect(readMarketingWish(phrase, language)).toEqual({ wish: 'stop', language });
    expect(wishOf(phrase)).toBe('stop');
  });

  it.each(lookAlike)('takes "%s" for no wish', (phrase) => {
    expect(readMarketingWish(phrase, language)).toBeUndefined();
    expect(readMarketingWish(phrase)).toBeUndefined();
  });

  it.each(start)('starts at "%s"', (phrase) => {
    expect(readMarketingWish(phrase, language)).toEqual({ wish: 'start', language });
  });

  it.each(unclear)('asks what "%s" means', (phrase) => {
    expect(readMarketingWish(phrase, language)).toEqual({ wish: 'unclear', language });
  });
});

describe('readMarketingWish', () => {
  it('reads a word of many languages in the customer’s', () => {
    expect(readMarketingWish('STOP', 'pt-BR')).toEqual({ wish: 'stop', language: 'pt' });
    expect(readMarketingWish('Stop.', 'de')).toEqual({ wish: 'stop', language: 'de' });
    expect(readMarketingWish('stop', 'ja')).toEqual({ wish: 'stop', language: 'en' });
  });

  it.each(['', '   ', '👍', '?!', '12345', 'no'])('finds no wish in "%s"', (text) => {
    expect(readMarketingWish(text)).toBeUndefined();
  });

  it('takes the seeds of an owner’s list', () => {
    for (const word of ['STOP', 'UNSUBSCRIBE', 'BAJA', 'SAIR', 'quit', 'iptal', 'إلغاء', 'СТОП', 'BERHENTI', 'ABMELDEN', 'बंद करो']) {
      expect(wishOf(word)).toBe('stop');
    }
  });

  it('understands a question only as a request, and a question how to leave with a request beside it', () => {
    expect(wishOf('Can you unsubscribe me?')).toBe('stop');
    expect(wishOf('Unsubscribe?')).toBeUndefined();
    expect(wishOf('How do I unsubscribe?')).toBeUndefined();
    expect(wishOf('How do I unsubscribe? Remove me please')).toBe('stop');
  });

  it('hears two wishes that contradict one another as none', () => {
    expect(wishOf('stop. start')).toBeUndefined();
    expect(wishOf('Unsubscribe me, do not unsubscribe me')).toBeUndefined();
  });

  it('reads clauses that no sign parts', () => {
    expect(wishOf('unsubscribe me i do not want your offers')).toBe('stop');
    expect(wishOf('remove me and do not write to me')).toBe('stop');
    expect(wishOf('do not stop and do not unsubscribe me')).toBeUndefined();
  });

  it('understands slips and long letters', () => {
    for (const phrase of ['Unsubcribe', 'unsubsribe', 'unsubscirbe', 'unsubscribbe', 'STOPPPP', 'stooop', 'stop pleaseee']) {
      expect([phrase, wishOf(phrase)]).toEqual([phrase, 'stop']);
    }
    expect(wishOf('unsubscribed')).toBeUndefined();
    expect(wishOf('anmelden')).toBe('start');
  });

  it('takes nothing that is longer than a wish', () => {
    expect(wishOf(`stop${' please'.repeat(22)}`)).toBe('stop');
    expect(wishOf(`stop${' please'.repeat(23)}`)).toBeUndefined();
    expect(wishOf(`stop${'!'.repeat(400)}`)).toBeUndefined();
  });

  it('hears the same whatever the case, the accents, the signs and the pictures', () => {
    const shapes: ((phrase: string) => string)[] = [
      (phrase) => phrase.normalize('NFD'),
      (phrase) => ` ${phrase}  `,
      (phrase) => phrase.toLowerCase(),
      (phrase) => `${phrase} 🙏🏽`,
      (phrase) => `🛑 ${phrase}`,
      (phrase) => (/[?؟]\s*$/u.test(phrase) ? phrase : `${phrase}!!!`),
      (phrase) => `hello, ${phrase}`,
      (phrase) => `Hi! ${phrase}${/[?؟]$/u.test(phrase) ? '' : '.'} Thank you`,
      (phrase) => `ok\n${phrase}\nthanks`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...WISHES), fc.constantFrom(...shapes), ({ phrase, wish }, shape) => {
        expect([shape(phrase), wishOf(shape(phrase))]).toEqual([shape(phrase), wish]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes nothing with a word in it that it does not know, wherever that stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WISHES),
        fc.nat(),
        fc.constantFrom('blue', 'zxqw', 'заказ', 'सामान', 'طلبي', '42'),
        ({ phrase }, at, word) => {
          const words = phrase.split(' ');
          const place = at % (words.length + 1);
          const text = [...words.slice(0, place), word, ...words.slice(place)].join(' ');
          expect([text, wishOf(text)]).toEqual([text, undefined]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('looks at each word of a message a bounded number of times', () => {
    const read = jest.spyOn(Vocabulary.prototype, 'read');
    const words = [...new Set(WISHES.flatMap(({ phrase }) => phrase.split(' ')))];
    const signs = [' ', ' ', ' ', ', ', '. ', '? '];
    const part = fc.tuple(fc.constantFrom(...words), fc.constantFrom(...signs)).map(([word, sign]) => word + sign);
    try {
      fc.assert(
        fc.property(fc.array(part, { minLength: 5, maxLength: 60 }), (parts) => {
          read.mockClear();
          const text = parts.join('').slice(0, 160);
          readMarketingWish(text);
          // Each language reads a word once at the most.
          expect(read.mock.calls.length).toBeLessThanOrEqual(LANGUAGES.length * text.split(/[^\p{L}\p{M}\p{N}]+/u).length);
        }),
        { numRuns: 1_000 },
      );
    } finally {
      read.mockRestore();
    }
  });
});
