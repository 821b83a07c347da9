import { fitText, handoffNotice, TEXT_LIMIT } from './reply-text.js';

describe('fitting an answer into a message', () => {
  it('leaves a text alone that fits, counting characters and not code units', () => {
    const text = '😀'.repeat(TEXT_LIMIT);
    expect(fitText(text)).toBe(text);
  });
  it('ends after a sentence', () => {
    const sentence = 'We are open from 9 to 18. ';
    const cut = fitText(sentence.repeat(400));
    expect([...cut].length).toBeLessThanOrEqual(TEXT_LIMIT);
    expect(cut.endsWith('from 9 to 18.')).toBe(true);
  });
  it('does not take a number for the end of a sentence', () => expect(fitText('It costs 3.50 dollars', 12)).toBe('It costs…'));
  it('ends after a word, or anywhere, where there is no sentence', () => {
    expect(fitText('one two three', 10)).toBe('one two…');
    expect(fitText('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

describe('the handoff notice', () => {
  it('is the tenant’s own text where there is one', () => expect(handoffNotice(' One moment. ', 'es')).toBe('One moment.'));
  it('is in the tenant’s language, and English otherwise', () => {
    expect(handoffNotice(null, 'es-AR')).toContain('Gracias');
    expect(handoffNotice('  ', 'pt')).toContain('Obrigado');
    expect(handoffNotice(null, null)).toContain('Thank you');
    expect(handoffNotice(null, 'xx')).toContain('Thank you');
  });
});
