import { cluster, hashed, isDecided, termsOf, type Unserved } from './suggestion.js';

const TENANT = '0198c0de-0000-7000-8000-000000000001';
let minute = 0;
const asked = (question: string, more: Partial<Unserved> = {}): Unserved => {
  const number = String(++minute).padStart(2, '0');
  return {
    messageId: `m${number}`,
    conversationId: `c${number}`,
    question,
    outcome: 'unanswered',
    at: `2026-11-20T09:${number}:00.000Z`,
    ...more,
  };
};
beforeEach(() => (minute = 0));

describe('suggestions', () => {
  const some = (): Unserved[] => [
    asked('Do you repair lamps?'),
    asked('Is parking free?'),
    asked('can you repair my lamp', { personAnswer: 'Yes, within a week.' }),
    asked('Repairing lamps: do you do that?', { outcome: 'disliked' }),
  ];

  it('are questions about one thing, the most asked first, with what a person answered', () => {
    const [first, second] = cluster(some(), 'english').map(({ suggestion }) => suggestion);
    expect(first).toMatchObject({
      id: 'm01',
      count: 3,
      answer: 'Yes, within a week.',
      outcomes: { unanswered: 2, disliked: 1, handed_over: 0 },
    });
    expect(first!.evidence.map(({ messageId }) => messageId)).toEqual(['m04', 'm03', 'm01']);
    expect(second).toMatchObject({ id: 'm02', count: 1, question: 'Is parking free?', answer: '' });
  });

  it('are the same whatever the order of the questions', () => {
    const questions = some();
    expect(cluster(questions.toReversed(), 'english')).toEqual(cluster(questions, 'english'));
  });

  it('keep the id when a later question joins', () => {
    const questions = some();
    expect(cluster([...questions, asked('lamp repair?')], 'english')[0]!.suggestion).toMatchObject({ id: 'm01', count: 4 });
  });

  it('that were dismissed stay away; those that were approved come back where they are still asked in vain', () => {
    const terms = hashed(TENANT, termsOf('Do you repair lamps?', 'english'));
    const later = hashed(TENANT, termsOf('can you repair my lamp', 'english'));
    expect(terms.join()).not.toContain('lamp');
    const decided = { terms, decidedAt: '2026-11-20T10:00:00.000Z' };
    expect(isDecided(later, '2026-11-20T11:00:00.000Z', [{ ...decided, decision: 'dismissed' }])).toBe(true);
    expect(isDecided(later, '2026-11-20T09:00:00.000Z', [{ ...decided, decision: 'approved' }])).toBe(true);
    expect(isDecided(later, '2026-11-20T11:00:00.000Z', [{ ...decided, decision: 'approved' }])).toBe(false);
    expect(
      isDecided(hashed(TENANT, termsOf('Is parking free?', 'english')), '2026-11-20T09:00:00.000Z', [
        { ...decided, decision: 'dismissed' },
      ]),
    ).toBe(false);
  });
});
