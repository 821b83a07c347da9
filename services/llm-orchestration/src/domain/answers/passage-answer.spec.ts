import type { Passage } from './answer.js';
import { answerQuestions } from './answer-questions.js';
import { AskedWords } from './asked-words.js';
import { bestPassage as best, extract } from './passage-answer.js';
import { stem, termsOf } from './words.js';

const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
  documentId: '0198c0de-0000-7000-8000-000000000020',
  chunkId: '0198c0de-0000-7000-8000-000000000021',
  title: 'Store guide',
  heading: '',
  text,
  score: 4,
  coverage: 1,
  ...more,
});

const FILLER = 'Our shop has been in the old town since 1987 and is run by the same family in the third generation, with love for detail.';

const answerFromPassages = (found: readonly { question: string; passages: Passage[] }[], language: string) =>
  answerQuestions([found.map(({ question }) => question)], new Map(found.map((each) => [each.question, each])), language);
const bestPassage = (question: string, passages: readonly Passage[], words: string[] = ['deliv']): Passage | undefined =>
  best(
    question,
    passages,
    AskedWords.of(
      question,
      words.map((word) => ({ word, weight: 1 })),
      9,
    ),
  );

describe('the answer without a model', () => {
  it('shows a short passage whole and says where it is from', () => {
    const found = [{ question: 'opening hours?', passages: [passage('We are open from 9 to 18. On Sundays we are closed.')] }];
    expect(answerFromPassages(found, 'en')).toMatchObject({
      kind: 'answer',
      text: 'We are open from 9 to 18. On Sundays we are closed.\n\n_From: Store guide_',
      citations: [{ title: 'Store guide' }],
    });
    expect(answerFromPassages(found, 'es-MX')).toMatchObject({ text: expect.stringContaining('_Fuente: Store guide_') });
  });

  it('abstains when no passage covers enough of the question', () => {
    const passages = [passage('We are open from 9 to 18.', { coverage: 0.3 })];
    expect(answerFromPassages([{ question: 'Who won the world cup?', passages }], 'en')).toEqual({ kind: 'handoff', reason: 'no_answer' });
    expect(answerFromPassages([{ question: 'x', passages: [] }], 'en')).toEqual({ kind: 'handoff', reason: 'no_answer' });
  });

  it('answers each question of a burst that it can, once, names every source, and what it cannot answer', () => {
    const hours = passage('We are open from 9 to 18.', { chunkId: '0198c0de-0000-7000-8000-000000000031', heading: 'Hours' });
    const spain = passage('We ship to Spain in 3 days.', { chunkId: '0198c0de-0000-7000-8000-000000000032', title: 'Shipping' });
    const outcome = answerFromPassages(
      [
        { question: 'hours?', passages: [hours] },
        { question: 'open?', passages: [hours] },
        { question: 'Spain?', passages: [spain] },
        { question: 'bitcoin?', passages: [passage('No.', { coverage: 0.1 })] },
      ],
      'en',
    );
    expect(outcome).toMatchObject({
      text: 'We are open from 9 to 18.\n\nWe ship to Spain in 3 days.\n\n_From: Store guide, Shipping_\n\nI am not sure about “bitcoin?”. Shall I connect you to a colleague?',
      citations: [{ chunkId: hours.chunkId }, { chunkId: spain.chunkId }],
    });
  });

  it('of passages that cover the question alike, takes the one whose sentence is nearest to it', () => {
    const table = passage('Lamp: $39; Delivery: 3 days', { score: 1.7 });
    const sentence = passage('Free above $50. Standard delivery takes five days.', { score: 1.2 });
    expect(bestPassage('how long does delivery take', [table, sentence])).toBe(sentence);
    expect(bestPassage('delivery?', [table, sentence])).toBe(table);
  });

  it('lets neither a passage that covers less nor one that ranks far below go first', () => {
    const first = passage('Delivery: 3 days', { coverage: 1, score: 5 });
    const text = 'How long does delivery take? It depends.';
    expect(bestPassage('how long does delivery take', [first, passage(text, { coverage: 0.6, score: 4.9 })])).toBe(first);
    expect(bestPassage('how long does delivery take', [first, passage(text, { coverage: 1, score: 1 })])).toBe(first);
  });

  it('cuts a long passage to the sentences about the question', () => {
    const text = `${FILLER} ${FILLER} ${FILLER}\n\nReturns are free within 30 days. Refunds reach your card within 5 business days. You need the receipt. ${FILLER}`;
    expect(extract('How long does a refund take?', passage(text))).toBe(
      'Returns are free within 30 days. Refunds reach your card within 5 business days. You need the receipt. ' + FILLER,
    );
  });

  it('a sentence that points back brings the one before it', () => {
    const text = `${FILLER} ${FILLER}\n\nThe premium plan costs 20 euros. It includes unlimited exports.\n\n${FILLER}`;
    expect(extract('unlimited exports included?', passage(text))).toBe('The premium plan costs 20 euros. It includes unlimited exports.');
  });

  it('keeps a list with its introduction whole', () => {
    const list = 'We accept:\n- Visa\n- Mastercard\n- Bank transfer';
    expect(extract('Can I pay with Mastercard?', passage(`${FILLER} ${FILLER}\n\n${list}\n\n${FILLER}`))).toBe(list);
  });

  it('what the heading says tells no sentence from another', () => {
    const text = `Monday to Friday we open at 9. ${FILLER} ${FILLER} On holidays the doors stay shut all day. Opening is a joy.`;
    expect(extract('opening hours on holidays', passage(text, { heading: 'Opening hours' }))).toContain('On holidays the doors stay shut');
  });

  it('does not end a sentence at an abbreviation or a decimal point', () => {
    const text = `${FILLER} ${FILLER} Shipping costs approx. 4.90 EUR, e.g. Germany. ${FILLER}`;
    expect(extract('shipping costs', passage(text))).toContain('Shipping costs approx. 4.90 EUR, e.g. Germany.');
  });

  it('Markdown becomes what WhatsApp shows', () => {
    expect(extract('x', passage('**Free** returns, see [our page](https://a.example/r).'))).toBe(
      '*Free* returns, see our page: https://a.example/r.',
    );
  });
});

describe('words', () => {
  it.each([
    ['deliveries', 'delivery'],
    ['refunded', 'refunds'],
    ['cancellation', 'cancellations'],
    ['shipping', 'ship'],
    ['prices', 'price'],
    ['devoluciones', 'devolución'],
  ])('%s and %s are one word', (a, b) => {
    expect([...termsOf(a)]).toEqual([...termsOf(b)]);
  });

  it('leaves short words and numbers alone', () => {
    expect(stem('gas')).toBe('gas');
    expect(stem('30s')).toBe('30s');
  });
});
