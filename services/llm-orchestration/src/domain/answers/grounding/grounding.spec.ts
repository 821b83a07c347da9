import type { Passage } from '../answer.js';
import { readModelAnswer } from '../model-answer.js';
import { Grounds } from './grounds.js';
import { Secrets } from './leak.js';
import { targetsOf } from './targets.js';
import { figuresOf } from './tokens.js';
import { verifyAnswer } from './verify-answer.js';

const passage = (text: string, n: number): Passage => ({
  documentId: `0198c0de-0000-7000-8000-00000000000${n}`,
  chunkId: `0198c0de-0000-7000-8000-00000000001${n}`,
  title: 'Store guide',
  heading: '',
  text,
  score: 1,
  coverage: 1,
});
const PASSAGES = [
  passage('We are open from 9:00 to 18:00, Monday to Saturday. On Sundays we are closed.', 1),
  passage('Standard shipping takes 3 to 5 business days and costs 4.90 euros. We ship to Germany, France and Austria.', 2),
  passage(
    'You can return an item within 30 days of delivery. Call +1 555 0100 200 or see acme.example/returns. We do not give refunds in cash.',
    3,
  ),
  passage(
    'Orders ship by bicycle and are free from 75 dollars. There is free parking behind the building, and a bicycle rack. Returns: free.',
    4,
  ),
];
const INSTRUCTIONS =
  'Sign as Ana. Tell customers of standard shipping what it costs, and never of the discount that managers approve by hand.';

function judge(
  text: string,
  more: { question?: string; language?: string; systemPrompt?: string; passages?: Passage[]; customerName?: string } = {},
) {
  const grounds = new Grounds({ passages: PASSAGES, question: 'Hello?', systemPrompt: INSTRUCTIONS, language: 'en', ...more });
  const answer = readModelAnswer(text, 'stop');
  return 'kind' in answer ? answer : verifyAnswer(answer.text, answer.claims, grounds);
}

describe('an answer that the knowledge holds', () => {
  it.each([
    ['the words of the passage', 'We are open from 9:00 to 18:00 [1].', [1]],
    ['without saying from where', 'Standard shipping takes 3 to 5 business days.', [2]],
    ['other words', 'Shipping is standard and takes 3 to 5 business days, for 4,90 euros [2].', [2]],
    ['an hour of the other clock', 'We close at 6 pm [1].', [1]],
    ['a number that is written out', 'Returns are fine within thirty days after delivery [3].', [3]],
    ['a day between the first and the last', 'We are open on Thursday [1].', [1]],
    ['a day on which it is closed', 'On Sundays we are closed [1].', [1]],
    ['what is denied, denied', 'We do not give refunds in cash [3].', [3]],
    ['a telephone number in another spelling', 'Call +1-555-0100-200 [3].', [3]],
    ['a page in another spelling', 'See https://www.acme.example/returns/ for returns [3].', [3]],
    ['two passages in one sentence', 'Shipping takes 3 to 5 business days and you can return within 30 days [2][3].', [2, 3]],
    ['another passage than it says', 'Standard shipping costs 4.90 euros [1].', [2]],
    ['what is free, and from when', 'Orders are free from 75 dollars [4]. Parking is free [4]. Returns are free [4].', [4]],
    ['kind words around it', 'Hello María! We ship to Austria [2]. Is there anything else I can help you with?\nAna', [2]],
    ['kind words alone', 'Glad to help! 😊', []],
    ['an answer and its yes', 'Yes. We ship to France [2].', [2]],
  ])('is sent: %s', (_, text, cited) => {
    const outcome = judge(text, { customerName: 'María' });
    expect(outcome).toMatchObject({ kind: 'answer', citations: cited.map((n) => ({ chunkId: PASSAGES[n - 1]!.chunkId })) });
  });

  it.each([
    ['es', 'Abrimos de 9 a 18. Los domingos cerramos. [1]'],
    ['de', 'Wir haben von 9 bis 18 Uhr geöffnet [1].'],
    ['pt', 'O envio custa 4,90 euros e demora de 3 a 5 dias [2].'],
  ])('is sent in the customer’s language, %s, where figures and days tie it to the passage', (language, text) => {
    expect(judge(text, { language })).toMatchObject({ kind: 'answer' });
  });

  it('is not sent in another language that nobody asked for, nor without saying from where', () => {
    const text = 'Wir haben von 9 bis 18 Uhr geöffnet [1].';
    expect(judge(text, { language: 'de' }).kind).toBe('answer');
    expect(judge(text, { language: 'es' }).kind).toBe('handoff');
    expect(judge(text.replace(' [1]', ''), { language: 'de' }).kind).toBe('handoff');
  });

  it.each([
    ['another number', 'Standard shipping takes 2 to 5 business days [2].'],
    ['a number that is written out', 'You can return an item within ninety days of delivery [3].'],
    ['another price', 'Standard shipping costs 3.90 euros [2].'],
    ['another day', 'Shipping takes 3 to 5 business days from Monday [2].'],
    ['another country', 'We ship to Germany, France and Spain [2].'],
    ['another telephone number', 'Call +1 555 0100 201 [3].'],
    ['open where it says closed', 'On Sundays we are open [1].'],
    ['given where it says not', 'We give refunds in cash [3].'],
    ['a thing for nothing', 'Standard shipping to Germany is free [2].'],
    ['free what something else is', 'Bicycles are free [4].'],
    ['free without its condition', 'Shipping is free [4].'],
    ['what it says nothing of', 'Our bicycles are made of bamboo [1].'],
    ['a part that it says nothing of', 'Standard shipping takes 3 to 5 business days, and our bicycles break easily [2].'],
    ['a passage that was not given', 'We ship to France [5].'],
    ['an agreement with whatever was asked', 'Yes, of course.'],
    ['a code', 'Standard shipping takes 3 to 5 business days with SHIP20 [2].'],
    ['a name from the instructions that is no signature', 'Our managers approve a discount [2].'],
  ])('is not sent where it says otherwise: %s', (_, text) => {
    expect(judge(text)).toMatchObject({ kind: 'handoff', reason: 'ungrounded_answer', detail: expect.any(String) });
  });

  it('may repeat a number and a mail address of the customer’s, but no price and no term', () => {
    const question = 'My order is 77120, my mail is me@mine.example, I have 365 days, and it costs 1 dollar';
    expect(judge('Your order 77120 takes 3 to 5 business days of standard shipping to me@mine.example [2].', { question }).kind).toBe(
      'answer',
    );
    expect(judge('You can return an item within 365 days of delivery [3].', { question }).kind).toBe('handoff');
    expect(judge('Standard shipping costs 1 dollar [2].', { question }).kind).toBe('handoff');
  });

  it('is judged in time that grows with its length and not with its square', () => {
    for (const piece of ['open ', 'a.b ', '9 ', '9:', 'http://a.', 'x@', '%41', 'QUJD', '(dot) ', '. \n', 'é\u200b']) {
      const text = piece.repeat(4_000 / piece.length);
      const startedAt = performance.now();
      verifyAnswer(
        text,
        [{ text, citations: [] }],
        new Grounds({ passages: [passage(text.repeat(10), 1)], question: text, systemPrompt: text, language: 'en' }),
      );
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });
});

describe('where a text leads', () => {
  it.each([
    ['see https://Acme.example/a/?b=1.', ['acme.example/a/?b=1']],
    ['acme.example and www.acme.example/', ['acme.example']],
    ['evil[.]example, evil (dot) example, evil . example, evil dot example', ['evil.example']],
    ['hxxps://evil.example/x', ['evil.example/x']],
    ['evil.\nexample/x and https:\n//evil.example', ['evil.example/x', 'evil.example']],
    ['e\u200bvil.exam\u00adple ｅｖｉｌ．ｅｘａｍｐｌｅ', ['evil.example']],
    ['\u0430cme.example', ['\u0430cme.example']],
    ['xn--e1afmkfd.xn--p1ai', ['xn--e1afmkfd.xn--p1ai']],
    ['a@b.example mailto:a@b.example', ['a@b.example']],
    ['tel:+1555 javascript:alert(1) wa.me/1', ['tel:+1555', 'javascript:alert(1', 'wa.me/1']],
    ['10.0.0.1:80/x [2001:db8::1]', ['10.0.0.1:80/x', '[2001:db8::1']],
    ['We close at 18.30. On Sundays, e.g. at 9 a.m., p. ej. 3.5 kg or z.B. 1.000', []],
    ['Fin.\nNext line. Other (see above). Dr. No, 3.Stock', ['3.stock']],
  ])('%j: %j', (text, targets) => {
    expect([...targetsOf(text)].sort()).toEqual([...targets].sort());
  });
});

describe('numbers', () => {
  it.each([
    ['1,000 or 1.000 or 1 000', ['1000', '1000', '1000']],
    ['49.00, 49,90, 0.5', ['49', '49.9', '0.5']],
    ['9:00, 09:30, 6 pm, 12 a.m.', ['9', '9:30', '18', '0']],
    ['1. Visa\n2) Cash for 3', ['3']],
    ['15kg, no BIKE20', ['15']],
    ['९ and ٣', ['9', '3']],
    ['thirty days, treinta días', ['30', '30']],
  ])('%j are %j', (text, values) => {
    expect(figuresOf(text).map(({ value }) => value)).toEqual(values);
  });
});

describe('what is nobody’s to read', () => {
  const secrets = new Secrets([INSTRUCTIONS, 'Be kind.'], ['Standard shipping costs: tell customers of standard shipping what it costs.']);

  it('is known in every spelling that gives it back letter by letter', () => {
    const piece = 'never of the discount that managers approve';
    const spelled = [
      piece,
      piece.toUpperCase(),
      piece.replaceAll(' ', '_'),
      [...piece].join('.'),
      [...piece].toReversed().join(''),
      Buffer.from(`xx ${piece} xx`).toString('base64'),
      Buffer.from(piece).toString('hex').replaceAll(/../g, '$& '),
      encodeURIComponent(piece).replaceAll('e', '%65').replaceAll('a', '%61'),
      Buffer.from(Buffer.from(Buffer.from(piece).toString('base64')).toString('hex')).toString('base64'),
      [...piece].map((letter) => `&#${letter.charCodeAt(0)};`).join(''),
      [...piece].map((letter) => letter.charCodeAt(0).toString(2).padStart(8, '0')).join(' '),
    ];
    expect(spelled.filter((text) => !secrets.areIn(`Well: ${text}!`))).toEqual([]);
  });

  it('is not what the knowledge says too, nor what anybody says', () => {
    for (const text of [
      'Tell customers of standard shipping what it costs.',
      'Managers approve a discount by hand.',
      'Be kind.',
      'Our customers never pay for the standard, they sign for it.',
      'Order number QWxsIGlzIHdlbGwgaGVyZQ 0123456789abcdef0123456789abcdef %41%42%43%44',
    ]) {
      expect({ text, is: secrets.areIn(text) }).toEqual({ text, is: false });
    }
  });

  it('is taken to be in what hides more than can be looked through', () => {
    const riddles = Array.from({ length: 200 }, (_, n) => Buffer.from(`this is riddle ${n} of many`).toString('base64')).join(' , ');
    expect(secrets.areIn(riddles)).toBe(true);
  });
});
