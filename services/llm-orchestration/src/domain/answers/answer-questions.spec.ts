import { v7 } from 'uuid';
import type { AskedWord, Passage, Searched } from './answer.js';
import { answerQuestions } from './answer-questions.js';
import { chosenSubject } from './chosen-subject.js';
import { bestCandidate, ENOUGH_CONFIDENCE } from './passage-answer.js';
import { triage } from './triage.js';

const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
  documentId: v7(),
  chunkId: v7(),
  title: 'Bike guide',
  heading: '',
  text,
  score: 6,
  coverage: 1,
  ...more,
});
const words = (weights: Record<string, number>): AskedWord[] => Object.entries(weights).map(([word, weight]) => ({ word, weight }));
const searched = (question: string, passages: Passage[], weights?: Record<string, number>): Searched => ({
  question,
  passages,
  ...(weights ? { asked: words(weights), searched: 60 } : {}),
});
const foundOf = (...all: Searched[]): Map<string, Searched> => new Map(all.map((each) => [each.question, each]));
const answer = (attempts: string[][], ...all: Searched[]) => answerQuestions(attempts, foundOf(...all), 'en');

const HELMET = passage('Helmets for children can be borrowed at the desk for two coins.', { heading: 'Helmets' });
const TOURS = passage('Guided tours of the harbour start at ten from the fountain.', { heading: 'Tours', title: 'Tours' });

describe('the decision to answer', () => {
  it('is taken by what covers the question in one place, not by words scattered over a passage', () => {
    const weights = { helmet: 3, children: 3, borrow: 3, desk: 3 };
    const together = passage(
      `We are old. Helmets for children can be borrowed at the desk. We are friendly. ${'So is our staff. '.repeat(30)}`,
    );
    const scattered = passage(
      `A helmet is safe. ${'We like rain. '.repeat(10)}Children ride too. We borrow no money. The desk is of oak.${' It rains.'.repeat(20)}`,
    );
    const sure = (each: Passage): number =>
      bestCandidate(searched('can children borrow a helmet at the desk', [each], weights))!.confidence;
    expect(sure(together)).toBeGreaterThan(ENOUGH_CONFIDENCE.sure);
    expect(sure(scattered)).toBeLessThan(sure(together) * 0.75);
  });

  it('needs more than one common word that happens to be there', () => {
    const trains = passage('Bicycles may be taken on trains after nine.');
    const one = bestCandidate(searched('trains in Mongolia', [{ ...trains, coverage: 0.5 }], { train: 1.2, mongolia: 3.7 }))!;
    expect(one.confidence).toBeLessThan(ENOUGH_CONFIDENCE.more);
    const rare = bestCandidate(searched('may bicycles go on trains after nine', [trains], { bicycl: 1, train: 3.2, nine: 3.7 }))!;
    expect(rare.confidence).toBeGreaterThan(ENOUGH_CONFIDENCE.sure);
  });

  it('counts the pairs of letters of one Thai word once', () => {
    const text = 'เรือออกทุกวันจันทร์';
    const pairs = { จั: 3, 'ัน': 3, นท: 3, ทร: 3 };
    expect(bestCandidate(searched('วันจันทร์', [{ ...passage(text), coverage: 0.8 }], pairs))!.confidence).toBeLessThan(0.55);
    const two = { ...pairs, เร: 3, รื: 3, 'ือ': 3, ออ: 3, อก: 3, ทุ: 3, 'ุก': 3 };
    expect(bestCandidate(searched('เรือออกทุกวันจันทร์', [passage(text)], two))!.confidence).toBeGreaterThan(0.75);
  });

  it('trusts a single word more where it is the subject of the passage', () => {
    const text = 'They can be borrowed at the desk.';
    const [named, mentioned] = [passage(`Helmets are ours. ${text}`, { heading: 'Helmets' }), passage(`Helmets are ours. ${text}`)];
    const sure = (each: Passage): number => bestCandidate(searched('helmets', [each], { helmet: 2.4 }))!.confidence;
    expect(sure(named)).toBeGreaterThan(sure(mentioned));
    expect(sure(named)).toBeGreaterThan(ENOUGH_CONFIDENCE.sure);
  });

  it('is less sure where the next passage fits as well', () => {
    const weights = { price: 2, kayak: 2 };
    const first = passage('The price of a kayak is 20 coins.');
    const next = passage('A kayak has its price.', { score: 5.9 });
    const sure = (...all: Passage[]): number => bestCandidate(searched('price of a kayak', all, weights))!.confidence;
    expect(sure(first, next)).toBeLessThan(sure(first) * 0.6);
    expect(sure(first, { ...next, score: 3 })).toBe(sure(first));
  });

  it('is surer where the passage is nearest by what it means, less so where another one is, and by words alone where nothing is compared', () => {
    const weights = { price: 2, kayak: 2, hire: 2 };
    const first = passage('The price of a kayak is 20 coins.', { coverage: 0.66 });
    const next = passage('A boat costs as much.', { score: 2 });
    const sure = (near?: number, other?: number): number =>
      bestCandidate(
        searched(
          'price of hiring a kayak',
          [
            { ...first, similarity: near },
            { ...next, similarity: other },
          ],
          weights,
        ),
      )!.confidence;
    expect(sure(0.8, 0.5)).toBeGreaterThan(sure());
    expect(sure(0.5, 0.8)).toBeLessThan(sure());
    expect(sure(undefined, 0.8)).toBe(sure());
    expect(sure(0.8, undefined)).toBe(sure());
    // What says the same, under another question, is no rival.
    const twin = bestCandidate(
      searched(
        'q',
        [
          { ...first, similarity: 0.7 },
          { ...first, chunkId: v7(), score: 2, similarity: 0.9 },
        ],
        weights,
      ),
    )!;
    expect(twin.confidence).toBe(bestCandidate(searched('q', [first, { ...first, chunkId: v7(), score: 2 }], weights))!.confidence);
  });

  it('is stricter where the company wants to be sure', () => {
    const trains = passage('Bicycles may be taken on trains after nine, except in the summer months.', { coverage: 0.57 });
    const one = searched('are bicycles allowed on trains during a strike', [trains], { bicycl: 2.5, train: 2.4, strike: 3.7 });
    const { confidence } = bestCandidate(one)!;
    expect(confidence).toBeGreaterThan(ENOUGH_CONFIDENCE.more);
    expect(confidence).toBeLessThan(ENOUGH_CONFIDENCE.sure);
    const asFor = (answering: 'sure' | 'more' | undefined) => answer([[one.question]], { ...one, passages: [{ ...trains, answering }] });
    expect(asFor('more').kind).toBe('answer');
    for (const answering of ['sure', undefined] as const) expect(asFor(answering)).toEqual({ kind: 'handoff', reason: 'no_answer' });
  });

  it('shows the sentence that answers, with its neighbours, and not how the passage begins', () => {
    const filler = 'Our hire shop has stood beside the river for as long as anyone in the town remembers, and it is painted green. ';
    const text = `${filler.repeat(4)}Tandems cost 40 coins a day. They must be back before dusk. ${filler.repeat(4)}`;
    const shown = bestCandidate(searched('what does a tandem cost', [passage(text)], { tandem: 3.4, cost: 1.4 }))!.text;
    expect(shown).toContain('Tandems cost 40 coins a day. They must be back before dusk.');
    expect(shown.length).toBeLessThanOrEqual(700);
  });

  it('finds the words of a question in any form, in languages that write them together or after a prefix', () => {
    const share = (text: string, weights: Record<string, number>): number =>
      bestCandidate(searched('?', [passage(text)], weights))!.confidence;
    expect(share('Die Lieferzeiten betragen drei Tage.', { lieferzeit: 3 })).toBeGreaterThan(0.5);
    expect(share('تفتح المكتبة في التاسعة.', { مكتب: 3, تاسع: 3 })).toBeGreaterThan(0.5);
    expect(share('商店早上九点开门。', { 商店: 3, 九点: 3 })).toBeGreaterThan(0.5);
    expect(share('Ο χάρτης της πόλης είναι δωρεάν.', { χαρτ: 3 })).toBeGreaterThan(0.5);
    expect(share('Nothing of it stands here.', { kayak: 3 })).toBeLessThan(0.1);
  });
});

describe('the questions of a burst', () => {
  const helmet = searched('Can I borrow a helmet?', [HELMET], { borrow: 2, helmet: 3 });
  const tours = searched('When do the tours start?', [TOURS], { tour: 3, start: 2 });
  const moon = searched('Do you fly to the moon?', [passage('We fly kites.', { coverage: 0.2 })], { fly: 2, moon: 4 });

  it('are each answered', () => {
    const both = searched('both', [HELMET], { borrow: 2, helmet: 3, tour: 3, start: 2 });
    expect(answer([[helmet.question, tours.question], ['both']], helmet, tours, both)).toMatchObject({
      kind: 'answer',
      text: `${HELMET.text}\n\n${TOURS.text}\n\n_From: Bike guide, Tours_`,
      citations: [{ chunkId: HELMET.chunkId }, { chunkId: TOURS.chunkId }],
    });
  });

  it('are named where they are open, with the offer of a person, which a yes accepts', () => {
    const outcome = answer([[helmet.question, moon.question], ['both']], helmet, moon);
    const text = `${HELMET.text}\n\n_From: Bike guide_\n\nI am not sure about “Do you fly to the moon?”. Shall I connect you to a colleague?`;
    expect(outcome).toMatchObject({ kind: 'answer', text });
    expect(triage('yes please', [], { history: [{ author: 'bot', text }] })).toMatchObject({ reason: 'customer_asked' });
  });

  it.each(['es', 'pt', 'fr', 'de', 'it', 'hi'])('the offer is understood in %s', (language) => {
    const outcome = answerQuestions([[helmet.question, moon.question]], foundOf(helmet, moon), language);
    const text = outcome.kind === 'answer' ? outcome.text : '';
    expect(text).toContain('“Do you fly to the moon?”');
    expect(triage('ok, yes', [], { history: [{ author: 'bot', text }] })).toMatchObject({ reason: 'customer_asked' });
  });

  it('are taken apart where each has an answer, though they stand without question marks', () => {
    const [a, b] = [
      searched('helmets for children', [HELMET], { helmet: 3, children: 3 }),
      searched('tours of the harbour', [TOURS], { tour: 3, harbour: 3 }),
    ];
    const whole = searched('helmets for children\ntours of the harbour', [HELMET], { helmet: 3, children: 3, tour: 1 });
    expect(answer([[whole.question], [a.question, b.question]], whole, a, b)).toMatchObject({ text: expect.stringContaining(TOURS.text) });
  });

  it('a statement that nothing answers is not named', () => {
    const statement = searched('I have been here last summer with my family.', [], {});
    const outcome = answer([[helmet.question, statement.question]], helmet, statement);
    expect(outcome).toMatchObject({ text: `${HELMET.text}\n\n_From: Bike guide_` });
  });

  it('are handed to a person when none is answered', () => {
    expect(answer([[moon.question]], moon)).toEqual({ kind: 'handoff', reason: 'no_answer' });
    expect(answer([['?']])).toEqual({ kind: 'handoff', reason: 'no_answer' });
  });

  it('never make more text than a message holds', () => {
    const long = Array.from({ length: 6 }, (_, index) =>
      searched(`Where is hall ${index}?`, [passage(`Hall ${index} lies behind hall ${index + 1}. ${'A hall is a hall. '.repeat(40)}`)], {
        hall: 3,
        [String(index)]: 3,
      }),
    );
    const outcome = answer([long.map(({ question }) => question)], ...long);
    expect(outcome.kind === 'answer' && outcome.text.length).toBeLessThan(4_096);
  });
});

describe('a question that fits several subjects alike', () => {
  const spain = passage('Parcels take two days.', { heading: 'Shipping > Spain' });
  const france = passage('Parcels take four days.', { heading: 'Shipping > France', score: 5.95 });
  const both = searched('parcels', [spain, france], { parcel: 3.6 });

  it('is asked back, and a number or its name is understood', () => {
    const outcome = answer([['parcels']], both);
    const text = 'Which of these do you mean?\n1. Shipping > Spain\n2. Shipping > France';
    expect(outcome).toMatchObject({ kind: 'answer', text, citations: [{ chunkId: spain.chunkId }, { chunkId: france.chunkId }] });
    const history = [{ author: 'bot', text }];
    expect(triage('2', [], { history })).toMatchObject({ kind: 'question', text: 'Shipping > France' });
    expect(triage('The first one', [], { history })).toMatchObject({ text: 'Shipping > Spain' });
    expect(
      triage('la segunda', [], { history: [{ author: 'bot', text: text.replace(/.*/, '¿A cuál de estos temas te refieres?') }] }),
    ).toMatchObject({
      text: 'Shipping > France',
    });
    expect(triage('France', [], { history })).toMatchObject({ text: 'France' });
    expect(chosenSubject(['4'], text)).toBeUndefined();
    expect(chosenSubject(['2'], 'We are open from 1 to 2.')).toBeUndefined();
  });

  it('is answered where one says more of it, ranks higher, or both are of one subject', () => {
    const how = searched(
      'how long do parcels take',
      [
        { ...france, text: 'Parcels are brown.' },
        { ...spain, text: 'How long parcels take: two days.' },
      ],
      { parcel: 3.6 },
    );
    expect(answer([[how.question]], how)).toMatchObject({ text: expect.stringContaining('two days') });
    expect(answer([['parcels']], { ...both, passages: [spain, { ...france, score: 3 }] })).toMatchObject({
      text: expect.stringContaining('two days'),
    });
    expect(answer([['parcels']], { ...both, passages: [spain, { ...france, heading: spain.heading }] })).not.toMatchObject({
      text: expect.stringContaining('Which of these'),
    });
  });
});
