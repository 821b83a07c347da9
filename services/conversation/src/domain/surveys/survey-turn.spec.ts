import fc from 'fast-check';
import { awaitedAfter, isComment, surveyTurnOf, type Awaited } from './survey-turn.js';

const NOW = new Date('2026-11-20T09:00:00.000Z');
const at = (minutes: number): string => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const text = (words: string, minutes = 0) => ({ type: 'text', text: words, raw: undefined, at: at(minutes) });
const awaiting = (awaits: Awaited['awaits'], minutes = 60): Awaited => ({ awaits, until: at(minutes) });
const ID = '0198c0de-0000-7000-8000-0000000000e1';
const pressed = (rating: number) => ({
  type: 'interactive',
  text: `${rating}`,
  raw: { interactive: { list_reply: { id: `chasqui-survey:${ID}:${rating}` } } },
  at: at(0),
});

describe('the answer to a survey', () => {
  it.each([
    ['4', 4],
    [' 5 ', 5],
    ['1!', 1],
    ['3/5', 3],
    ['4️⃣', 4],
    ['⭐⭐⭐⭐⭐', 5],
    ['⭐️⭐️', 2],
  ])('may be written: %s', (words, rating) => {
    expect(surveyTurnOf(text(words), awaiting('rating'))).toEqual({ kind: 'rating', rating });
  });

  it.each(['6', '0', '45', '4 pairs please', 'five', '5?', 'hello', '⭐⭐⭐⭐⭐⭐'])('is not seen in other words: %s', (words) => {
    expect(surveyTurnOf(text(words), awaiting('rating'))).toBeUndefined();
  });

  it('counts in words only while it is waited for', () => {
    expect(surveyTurnOf(text('5'), undefined)).toBeUndefined();
    expect(surveyTurnOf(text('5', 61), awaiting('rating'))).toBeUndefined();
    expect(surveyTurnOf(text('Lovely people', 61), awaiting('comment'))).toBeUndefined();
  });

  it('counts pressed at any time', () => {
    expect(surveyTurnOf(pressed(2), undefined)).toEqual({ kind: 'rating', surveyId: ID, rating: 2 });
    expect(surveyTurnOf(pressed(2), awaiting('comment', -600))).toEqual({ kind: 'rating', surveyId: ID, rating: 2 });
  });

  it.each([
    'Quick and friendly',
    'Todo perfecto, gracias',
    'Demorou muito, mas resolveu',
    'Très gentils, merci',
    'Alles bestens!',
    'the parcel was late and nobody told me',
    '👍',
  ])('is followed by a reason: %s', (words) => {
    expect(surveyTurnOf(text(words), awaiting('comment'))).toEqual({ kind: 'comment' });
  });

  it.each([
    'Great! Do you also repair zips?',
    '¿Y cuándo llega mi pedido',
    'When does my parcel arrive',
    'Necesito cambiar la dirección',
    'Ok. I need another one',
    'quero cancelar o pedido',
    'je veux un remboursement',
    'Ich brauche noch eine Rechnung',
    'please call me',
    'help',
    'x'.repeat(501),
  ])('is followed by a question that must be answered: %s', (words) => {
    expect(surveyTurnOf(text(words), awaiting('comment'))).toBeUndefined();
  });

  it('never swallows a text with a question mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('?', '？', '؟', '¿'), (a, b, mark) => {
        expect(isComment(a + mark + b)).toBe(false);
      }),
    );
  });

  it('moves on from the rating to the reason, and is over with anything else that was said', () => {
    const first = awaitedAfter(pressed(5), { kind: 'rating', rating: 5 }, true, awaiting('rating_then_comment'));
    expect(first).toEqual({ awaits: 'comment', until: at(60) });
    expect(awaitedAfter(text('Nice'), { kind: 'comment' }, true, first)).toEqual(first);
    expect(awaitedAfter({ ...text(''), type: 'reaction' }, undefined, false, first)).toEqual(first);
    expect(awaitedAfter(text('Where is it?'), undefined, true, first)).toBeUndefined();
    expect(awaitedAfter(pressed(5), { kind: 'rating', rating: 5 }, true, awaiting('rating'))).toBeUndefined();
    // Pressed again after the rating: the reason is still waited for.
    expect(awaitedAfter(pressed(1), { kind: 'rating', rating: 1 }, true, first)).toEqual(first);
  });
});
