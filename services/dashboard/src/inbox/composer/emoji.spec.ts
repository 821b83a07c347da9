import { EMOJI, emojiFor } from './emoji';

const found = (wanted: string): string[] => emojiFor(wanted).map(({ char }) => char);

describe('emoji', () => {
  it('are found by the beginnings of their words in both languages, with accents or without', () => {
    expect(found('truck')).toEqual(['🚚']);
    expect(found('envio')).toEqual(found('envío'));
    expect(found('envío')).toContain('🚚');
    expect(found('Corazón az')).toEqual(['💙']);
    expect(found('  ')).toHaveLength(EMOJI.length);
    expect(found('xyzzy')).toEqual([]);
  });

  it('stand in the list once, and each has words', () => {
    expect(new Set(EMOJI.map(({ char }) => char)).size).toBe(EMOJI.length);
    expect(EMOJI.filter(({ words, char }) => !words || !char)).toEqual([]);
  });
});
