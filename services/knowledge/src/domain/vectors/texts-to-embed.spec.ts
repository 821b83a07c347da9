import { textsToEmbed } from './texts-to-embed.js';

describe('the texts that stand for a passage', () => {
  it('are its lowest heading and each sentence, once', () => {
    expect(
      textsToEmbed({ heading: ['Shop', 'Can I return it?'], text: 'Yes. Bring it back.\n\n- within 30 days\n- unused\n\nYes.' }),
    ).toEqual(['Can I return it?', 'Yes.', 'Bring it back.', '- within 30 days', '- unused']);
    expect(textsToEmbed({ heading: [], text: '営業時間は九時からです。日曜は休みです。' })).toHaveLength(2);
    expect(textsToEmbed({ heading: [], text: '👍 …' })).toEqual([]);
  });

  it('have an end, however long the passage is', () => {
    const texts = textsToEmbed({ heading: ['H'], text: Array.from({ length: 100 }, (_, at) => `Sentence ${at} stands here.`).join(' ') });
    expect(texts.length).toBeLessThanOrEqual(25);
    expect(texts.at(-1)).toContain('Sentence 99');
    expect(textsToEmbed({ heading: [], text: 'x'.repeat(5_000) })[0]!.length).toBeLessThanOrEqual(600);
  });
});
